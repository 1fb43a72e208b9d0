import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { originalOf, type PaperRef } from '@dms/domain/files/ports';
import { systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { InvoiceBody, ListOf } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('invoices over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const draft = async (): Promise<string> => (await world.make.draft()).id;
  const issue = (id: string, headers: Record<string, string> = {}) =>
    world.as('advisor').post<InvoiceBody>(`/invoices/${id}/issue`, undefined, { headers });

  it('JOB-07 are issued only as they were seen: a stale If-Match answers 412 and takes no number', async () => {
    const id = await draft();
    for (const stale of ['"0"', '"2"', '"999"', 'W/"1"', '"something-else"']) {
      const { status, problem } = await issue(id, { 'if-match': stale });
      assert.deepEqual([stale, status, problem.code], [stale, 412, 'version.stale']);
    }
    const seen = await world.as('advisor').get(`/invoices/${id}`);
    const issued = await issue(id, { 'if-match': seen.headers.get('etag')! });
    assert.equal(issued.status, 200);
    assert.notEqual(issued.headers.get('etag'), seen.headers.get('etag'));
    const [series] = await world.rows<{ next: number }>('select next from number_series');
    assert.equal(issued.body.invoiceNumber, `BLR01/2627/${String(series!.next - 1).padStart(5, '0')}`);
  });

  it('are read once: who has the same version is told so with 304, and a changed one is sent again', async () => {
    const id = await draft();
    const first = await world.as('advisor').get(`/invoices/${id}`);
    const etag = first.headers.get('etag')!;
    const again = await world.as('advisor').get(`/invoices/${id}`, { 'if-none-match': etag });
    assert.deepEqual([again.status, again.bytes.length], [304, 0]);
    await issue(id);
    const changed = await world.as('advisor').get(`/invoices/${id}`, { 'if-none-match': etag });
    assert.equal(changed.status, 200);
    const list = await world.as('advisor').get('/invoices');
    assert.equal((await world.as('advisor').get('/invoices', { 'if-none-match': list.headers.get('etag')! })).status, 304);
  });

  it('INV-02 from ₹50,000 before tax on name who is not registered with address and State (CGST Rule 46(e))', async () => {
    const worth = async (unitPrice: string, change: string): Promise<string> => {
      const { id, customerId } = await world.make.draft([{ ...world.make.labour, unitPrice: Money.parse(unitPrice) }]);
      await world.rows(`update customers set ${change} where id = '${customerId}'`);
      return id;
    };
    const nowhere = 'address = null, state = null, state_code = null';
    const { status, problem } = await issue(await worth('25000.00', nowhere));
    assert.deepEqual([status, problem.code, (problem as { missing?: string[] }).missing?.length], [409, 'invoice.recipient', 2]);
    const stateless = await issue(await worth('25000.00', 'address = null'));
    assert.deepEqual([stateless.status, stateless.problem.code], [409, 'invoice.recipient']);
    for (const [unitPrice, change] of [
      ['24999.99', nowhere],
      ['25000.00', `address = '1, Janpath', state = null, state_code = '29'`],
      ['25000.00', `${nowhere}, gstin = '29AAACR5055K1Z3'`],
    ] as const)
      assert.equal((await issue(await worth(unitPrice, change))).status, 200, `${unitPrice} ${change}`);
    const [paper] = await world.rows<{ buyer: object }>(
      `select document->'buyer' as buyer from invoices where document #>> '{buyer,lines,0}' = '1, Janpath'`,
    );
    assert.deepEqual(paper!.buyer, { ...paper!.buyer, state: 'Karnataka', stateCode: '29' });
  });

  it('INV-04 are drawn up once for a job, also when two desks do it at the same time', async () => {
    const card = await world.make.readyCard();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.as('advisor').post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId: card.id })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 9 }, () => 409)]);
    for (const { problem } of answers.filter(({ status }) => status === 409)) assert.equal(problem.code, 'invoice.nothing_to_bill');
    assert.equal((await world.rows(`select from invoices where source_id = '${card.id}'`)).length, 1);
  });

  it('INV-05 has a paper for each copy, and another once it is cancelled, while the first stays as it was', async () => {
    const { id } = await world.make.invoice(world.make.mainLines);
    const path = `/invoices/${id}/pdf`;
    const stored = async (more: Partial<PaperRef>): Promise<string> => {
      await world.cradle.storePaper({ ...originalOf('INVOICE', id), ...more }, systemActor('test'));
      const answer = await world.as('advisor').get(more.copy ? `${path}?copy=${more.copy}` : path);
      assert.equal(answer.status, 200, answer.text);
      return `${answer.headers.get('content-disposition')} ${answer.headers.get('etag')}`;
    };
    const papers = [await stored({}), await stored({ copy: 'DUPLICATE' }), await stored({ copy: 'TRIPLICATE' })];
    assert.match(papers[1]!, /-duplicate\.pdf /);
    await world.rows(`update invoices set status = 'CANCELLED', cancelled_at = now() where id = '${id}'`);
    papers.push(await stored({ cancelled: true }));
    assert.match(papers[3]!, /-cancelled\.pdf /);
    assert.equal(new Set(papers).size, 4);
    const [original] = await world.rows<{ sha256: string }>(`select sha256 from files where key = 'invoices/${id}/invoice.pdf'`);
    assert.ok(papers[0]!.includes(original!.sha256));
    assert.equal((await world.rows(`select from files where entity_id = '${id}'`)).length, 4);
  });

  it('INV-05 where only services are billed there is no third copy', async () => {
    const [labour] = world.make.mainLines;
    const { id } = await world.make.invoice([labour!]);
    const { status, problem } = await world.as('advisor').get(`/invoices/${id}/pdf?copy=TRIPLICATE`);
    assert.deepEqual([status, problem.code], [404, 'entity.absent']);
  });

  it('INV-02 cannot be issued twice, nor have a PDF before', async () => {
    const id = await draft();
    const paper = await world.as('advisor').get(`/invoices/${id}/pdf`);
    assert.deepEqual([paper.status, paper.problem.code], [404, 'entity.absent']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => issue(id)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('answer 202 with the job while no worker is there to make the PDF', async () => {
    const { id } = await world.make.invoice();
    const paper = await world.as('advisor').get<{ jobId: string }>(`/invoices/${id}/pdf`);
    assert.equal(paper.status, 202);
    assert.equal(paper.headers.get('location'), `/jobs/${paper.body.jobId}`);
    const job = await world.as('advisor').get<{ status: string }>(`/jobs/${paper.body.jobId}`);
    assert.deepEqual([job.status, job.body.status], [200, 'queued']);
    assert.equal((await world.as('manager').get(`/jobs/${paper.body.jobId}`)).status, 404, 'who did not ask for it does not find it');
  });

  it('PAY-02 are replayed under a key, whatever they have become meanwhile', async () => {
    const visit = await walkTo(world, 'qc');
    const key = freshKey();
    const body = { sourceType: 'job', sourceId: visit.card.id };
    const first = await world.as('advisor').post<InvoiceBody>('/invoices', body, { key });
    assert.equal(first.status, 201);
    await issue(first.body.id);
    const again = await world.as('advisor').post('/invoices', body, { key });
    assert.deepEqual([again.status, again.headers.get('idempotency-replayed')], [201, 'true']);
    assert.ok(again.bytes.equals(first.bytes));
  });

  it('ACC-03 of another branch are not found, not listed and not counted', async () => {
    const { id } = await world.make.invoice();
    for (const who of ['manager2', 'elsewhere', 'staffElsewhere'] as const) {
      for (const path of [`/invoices/${id}`, `/invoices/${id}/pdf`]) {
        assert.deepEqual([who, path, (await world.as(who).get(path)).status], [who, path, 404]);
      }
      assert.equal((await world.as(who).post(`/invoices/${id}/issue`)).status, 404);
      const list = await world.as(who).get<ListOf<object>>('/invoices?count=true');
      assert.deepEqual([list.body.data, list.body.page], [[], { next: null, count: 0 }]);
      const asked = await world.as(who).get<ListOf<object>>(`/invoices?count=true&serviceCenterId=${world.basics.branches.blr01.id}`);
      assert.deepEqual([asked.status, asked.body.data], [200, []]);
    }
  });

  it('ACC-03 of jobs are none of an engineer’s, who bills visits alone', async () => {
    const { id, sourceId } = await world.make.invoice();
    await world.rows(`update job_cards set assigned_engineer_id = '${world.people.engineer.id}' where id = '${sourceId}' returning id`);
    const list = await world.as('engineer').get<ListOf<object>>('/invoices?count=true');
    assert.deepEqual([list.status, list.body.data, list.body.page.count], [200, [], 0]);
    assert.equal((await world.as('engineer').get(`/invoices/${id}`)).status, 404);
  });

  it('ACC-06 show no amount to the call centre, in a list or alone, and all of them to the branch', async () => {
    const { id } = await world.make.invoice();
    const amounts = [
      'subtotal',
      'discount',
      'taxable',
      'cgst',
      'sgst',
      'igst',
      'tax',
      'roundOff',
      'totalAmount',
      'paidAmount',
      'balance',
    ] as const;
    const seen = await world.as('callCenter').get<InvoiceBody>(`/invoices/${id}`);
    assert.equal(seen.status, 200);
    for (const name of amounts) assert.equal(seen.body[name], null, name);
    for (const line of seen.body.lines) {
      for (const name of ['unitPrice', 'gross', 'discount', 'taxable', 'cgst', 'sgst', 'igst'] as const)
        assert.equal(line[name], null, name);
    }
    const list = await world.as('callCenter').get<ListOf<InvoiceBody>>('/invoices');
    assert.ok(list.body.data.length > 0);
    for (const row of list.body.data) assert.deepEqual([row.totalAmount, row.paidAmount, row.balance], [null, null, null]);
    const whole = await world.as('manager').get<InvoiceBody>(`/invoices/${id}`);
    for (const name of amounts) assert.match(whole.body[name]!, /^-?\d+\.\d\d$/, name);
  });

  it('ACC-04 that counter staff may only draw up for counter sales are denied for a job, with the explanation', async () => {
    const card = await world.make.readyCard();
    const { status, problem } = await world.as('staff').post('/invoices', { sourceType: 'job', sourceId: card.id });
    assert.deepEqual([status, problem.code, problem.explanation?.action], [403, 'access.denied', 'invoice.create']);
    assert.ok(problem.explanation!.roles.includes('SERVICE_ADVISOR'));
  });

  it('are listed by stretches: every invoice once, in order, however small the stretch', async () => {
    for (let count = 0; count < 5; count += 1) await world.make.invoice();
    const all = (await world.as('manager').get<ListOf<InvoiceBody>>('/invoices?limit=100&count=true')).body;
    assert.equal(all.page.count, all.data.length);
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/invoices?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await world.as('manager').get<ListOf<InvoiceBody>>(path);
      found.push(...body.data.map(({ id }) => id));
      cursor = body.page.next;
    }
    assert.deepEqual(
      found,
      all.data.map(({ id }) => id),
    );
  });

  it('refuse what they do not know in body, path and query, by name', async () => {
    const id = await draft();
    const asks: readonly (readonly [string, string, unknown, string])[] = [
      ['POST', '/invoices', { sourceType: 'job', sourceId: id, discount: '5.00' }, '/discount'],
      ['POST', '/invoices', { sourceType: 'JOB', sourceId: id }, '/sourceType'],
      ['POST', '/invoices', { sourceType: 'job', sourceId: 4711 }, '/sourceId'],
      ['POST', `/invoices/${id}/issue`, { invoiceNumber: 'BLR01/2627/00001' }, '/invoiceNumber'],
      ['POST', '/invoices/4711/issue', undefined, '/id'],
      ['GET', '/invoices?surprise=1', undefined, '/surprise'],
      ['GET', '/invoices?limit=101', undefined, '/limit'],
      ['GET', '/invoices?limit=0', undefined, '/limit'],
      ['GET', '/invoices?limit=1e1', undefined, '/limit'],
      ['GET', '/invoices?sort=totalAmount', undefined, '/sort'],
      ['GET', '/invoices?status=OVERDUE', undefined, '/status'],
      ['GET', '/invoices?cursor=bm9uc2Vuc2U', undefined, '/cursor'],
      ['GET', `/invoices/${id}?expand=lines`, undefined, '/expand'],
    ];
    for (const [method, path, body, pointer] of asks) {
      const { status, problem, text } = await world.as('advisor').ask(method, path, { body });
      assert.deepEqual([path, status, problem.code], [path, 400, 'request.invalid'], text);
      assert.deepEqual(
        problem.errors!.map((error) => error.pointer),
        [pointer],
      );
    }
  });
});
