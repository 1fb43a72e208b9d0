import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Customer } from '@dms/domain/customers/customer';
import { systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { InvoiceBody, JobCardBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Asked = { readonly sourceLineId: string; readonly share?: { readonly type: 'PERCENT' | 'AMOUNT'; readonly value: string } };
type Drafting = { readonly payer?: string; readonly payerCustomerId?: string; readonly lines?: readonly Asked[] };

describe('a job that several pay for', () => {
  const suite = withSuite();
  let world: World;
  let insurer: string;
  let manufacturer: string;
  before(async () => {
    world = await freshBranches(suite);
    insurer = await business('New Horizon General Insurance Ltd', '27AAACR5055K1Z7');
    manufacturer = await business('Sahyadri Motors Ltd', '29AAACR5055K1Z3');
  });

  let companies = 0;
  const business = (legalName: string, gstin: string | null): Promise<string> =>
    world.cradle.transact(systemActor('test'), async (unit) => {
      const { ids } = world.cradle;
      const phone = `+9198${String((companies += 1)).padStart(8, '0')}`;
      const customer = new Customer({
        id: ids.next(),
        type: 'BUSINESS',
        firstName: 'Claims desk',
        phone,
        legalName,
        gstin,
        stateCode: gstin?.slice(0, 2) ?? '27',
      });
      unit.customers.add(customer);
      await unit.flush();
      unit.customers.belongsTo(customer.id, world.basics.branches.blr01.id);
      unit.record({ name: 'CustomerCreated', entityId: customer.id, serviceCenterId: null, data: {} });
      return customer.id;
    });

  const draft = (sourceId: string, drafting: Drafting = {}) =>
    world.as('advisor').post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId, ...drafting });
  const drawn = async (sourceId: string, drafting: Drafting = {}): Promise<InvoiceBody> => {
    const answer = await draft(sourceId, drafting);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const issue = async ({ id }: InvoiceBody): Promise<InvoiceBody> => {
    const answer = await world.as('advisor').post<InvoiceBody>(`/invoices/${id}/issue`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const ready = async (): Promise<{ readonly id: string; readonly labour: string; readonly oil: string; readonly filter: string }> => {
    const { card } = await walkTo(world, 'qc');
    const rows = await world.rows<{ id: string }>(
      `select l.id from job_estimate_lines l where l.job_card_id = '${card.id}' order by l.position`,
    );
    const [labour, oil, filter] = rows.map(({ id }) => id);
    return { id: card.id, labour: labour!, oil: oil!, filter: filter! };
  };
  const statusOf = async (id: string) => (await world.as('advisor').get<JobCardBody>(`/job-cards/${id}`)).body.status;
  const figures = ({ lines }: InvoiceBody) => lines.map(({ quantity, gross, taxable }) => [quantity, gross, taxable]);
  const sum = (invoices: readonly InvoiceBody[], figure: 'gross' | 'discount' | 'taxable'): string =>
    String(Money.sum(invoices.flatMap(({ lines }) => lines.map((line) => Money.parse(line[figure]!)))));

  it('INV-04 TAX-08 is billed to the insurer in its name and GSTIN, the rest to the customer, and is invoiced with the last bill', async () => {
    const job = await ready();
    const lines: readonly Asked[] = [
      { sourceLineId: job.labour, share: { type: 'PERCENT', value: '60' } },
      { sourceLineId: job.oil, share: { type: 'AMOUNT', value: '1000.01' } },
    ];
    const theirs = await issue(await drawn(job.id, { payer: 'INSURER', payerCustomerId: insurer, lines }));
    assert.deepEqual(figures(theirs), [
      ['1.200', '960.00', '960.00'],
      ['1.538', '1000.01', '1000.01'],
    ]);
    assert.deepEqual([theirs.customerId, theirs.placeOfSupply, theirs.supplyType, theirs.cgst], [insurer, '27', 'INTER', '0.00']);
    const [kept] = await world.rows<{ buyer: { name: string; gstin: string } }>(
      `select document->'buyer' as buyer from invoices where id = '${theirs.id}'`,
    );
    assert.deepEqual([kept!.buyer.name, kept!.buyer.gstin], ['New Horizon General Insurance Ltd', '27AAACR5055K1Z7']);
    assert.equal(await statusOf(job.id), 'ready', 'there is more to bill');
    const rest = await issue(await drawn(job.id));
    assert.deepEqual(figures(rest), [
      ['0.800', '640.00', '640.00'],
      ['1.962', '1274.99', '1274.99'],
      ['1.000', '420.00', '420.00'],
    ]);
    assert.equal(rest.supplyType, 'INTRA');
    assert.deepEqual([sum([theirs, rest], 'gross'), sum([theirs, rest], 'taxable')], ['4295.00', '4295.00']);
    assert.equal(await statusOf(job.id), 'invoiced');
    const [card] = await world.rows<{ cost: string }>(`select actual_cost::text as cost from job_cards where id = '${job.id}'`);
    assert.equal(
      Money.ofPaise(BigInt(card!.cost)).toString(),
      String(Money.parse(theirs.totalAmount!).plus(Money.parse(rest.totalAmount!))),
    );
    assert.equal((await draft(job.id)).problem.code, 'job.transition');
  });

  it('INV-04 INV-02 one of two bills that is cancelled frees its part alone: the job is ready, and that part is billed again', async () => {
    const job = await ready();
    const lines: readonly Asked[] = [{ sourceLineId: job.labour, share: { type: 'PERCENT', value: '60' } }];
    const theirs = await issue(await drawn(job.id, { payer: 'INSURER', payerCustomerId: insurer, lines }));
    const rest = await issue(await drawn(job.id));
    assert.equal(await statusOf(job.id), 'invoiced');
    const cancelled = await world.as('manager').post<InvoiceBody>(`/invoices/${theirs.id}/cancel`, { reason: 'The claim was declined' });
    assert.deepEqual([cancelled.status, cancelled.body.status, cancelled.body.invoiceNumber], [200, 'CANCELLED', theirs.invoiceNumber]);
    assert.equal(await statusOf(job.id), 'ready');
    const held = await world.rows<{ invoice: string; free: boolean }>(
      `select invoice_id as invoice, released_at is not null as free from billed_shares where source_id = '${job.id}' order by 2, 1`,
    );
    assert.deepEqual(
      held.map(({ invoice, free }) => [invoice, free]),
      [...[1, 2, 3].map(() => [rest.id, false]), [theirs.id, true]],
    );
    const again = await issue(await drawn(job.id));
    assert.deepEqual(figures(again), figures(theirs), 'the part that was freed, and nothing of the other bill');
    assert.notEqual(again.invoiceNumber, theirs.invoiceNumber);
    assert.deepEqual([sum([again, rest], 'gross'), await statusOf(job.id)], ['4295.00', 'invoiced']);
    const twice = await world.as('manager').post(`/invoices/${theirs.id}/cancel`, { reason: 'again' });
    assert.deepEqual([twice.status, twice.problem.code], [409, 'invoice.transition']);
  });

  it('TAX-08 shows the customer at nothing what the manufacturer pays for under warranty', async () => {
    const job = await ready();
    const theirs = await issue(
      await drawn(job.id, { payer: 'OEM_WARRANTY', payerCustomerId: manufacturer, lines: [{ sourceLineId: job.filter }] }),
    );
    assert.deepEqual(figures(theirs), [['1.000', '420.00', '420.00']]);
    const rest = await issue(await drawn(job.id));
    assert.deepEqual(figures(rest), [
      ['2.000', '1600.00', '1600.00'],
      ['3.500', '2275.00', '2275.00'],
      ['1.000', '0.00', '0.00'],
    ]);
    assert.match(rest.lines[2]!.description, /\(under warranty\)$/);
    const supplied = await world.rows<{ treatment: string }>(
      `select l.treatment from invoice_lines l where l.invoice_id in ('${theirs.id}', '${rest.id}') and l.hsn = '84212300' order by l.gross desc`,
    );
    assert.deepEqual(
      supplied.map(({ treatment }) => treatment),
      ['TAXABLE', 'NOT_A_SUPPLY'],
      'Table 12 counts it once, with the manufacturer',
    );
    assert.equal(await statusOf(job.id), 'invoiced');
    const owed = await world
      .as('advisor')
      .post('/payments', { invoiceId: rest.id, amount: rest.totalAmount, method: 'UPI' }, { key: freshKey() });
    assert.equal(owed.status, 201, owed.text);
    const delivered = await world.as('advisor').post(`/job-cards/${job.id}/deliver`, { odometerOut: 20_153 });
    assert.equal(delivered.status, 200, 'the vehicle does not wait for the money of the manufacturer');
  });

  it('TAX-08 what the house bears is taken off as a discount, needs no money, and keeps to the limits of one', async () => {
    const job = await ready();
    const lines = (percent: string): Asked[] => [{ sourceLineId: job.filter, share: { type: 'PERCENT', value: percent } }];
    const asked = await world
      .as('advisor')
      .post<{ approvalId: string }>('/invoices', { sourceType: 'job', sourceId: job.id, payer: 'GOODWILL', lines: lines('100') });
    assert.equal(asked.status, 202, asked.text);
    const decided = await world.as('admin').post<{ status: string; resultId: string }>(`/approvals/${asked.body.approvalId}/approve`, {});
    assert.equal(decided.body.status, 'EXECUTED', decided.text);
    const gift = await issue((await world.as('advisor').get<InvoiceBody>(`/invoices/${decided.body.resultId}`)).body);
    assert.deepEqual([gift.status, gift.totalAmount, gift.discount, gift.payer], ['PAID', '0.00', '420.00', 'GOODWILL']);
    const rest = await issue(await drawn(job.id));
    assert.deepEqual(
      rest.lines.map(({ taxable }) => taxable),
      ['1600.00', '2275.00'],
    );
    assert.equal(await statusOf(job.id), 'invoiced');
    const small = await ready();
    const own = await drawn(small.id, {
      payer: 'INTERNAL',
      lines: [{ sourceLineId: small.filter, share: { type: 'PERCENT', value: '10' } }],
    });
    assert.deepEqual([own.totalAmount, own.discount], ['0.00', '42.00'], 'a small one is given at once');
  });

  it('INV-04 two desks that bill two payers at once never bill more than there is', async () => {
    const job = await ready();
    const most: readonly Asked[] = [{ sourceLineId: job.oil, share: { type: 'PERCENT', value: '30' } }];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 2 === 0
          ? draft(job.id, { payer: 'INSURER', payerCustomerId: insurer, lines: most })
          : draft(job.id, { payer: 'OEM_WARRANTY', payerCustomerId: manufacturer, lines: most }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [
      ...Array.from({ length: 3 }, () => 201),
      ...Array.from({ length: 9 }, () => 409),
    ]);
    for (const { problem } of answers.filter(({ status }) => status === 409)) assert.equal(problem.code, 'invoice.share');
    const rest = await drawn(job.id);
    assert.equal(sum([rest, ...answers.filter(({ status }) => status === 201).map(({ body }) => body)], 'gross'), '4295.00');
    const issued = await Promise.all([rest, ...answers.filter(({ status }) => status === 201).map(({ body }) => body)].map(issue));
    assert.equal(issued.length, 4);
    assert.equal(await statusOf(job.id), 'invoiced', 'the last one of them closed it');
    const moved = await world.rows(`select from job_card_transitions where job_card_id = '${job.id}' and event = 'bill'`);
    assert.equal(moved.length, 1);
  });

  it('INV-04 the database refuses a stretch that is billed, and a share that was taken stays what it was', async () => {
    const job = await ready();
    await drawn(job.id);
    const shares = `billed_shares where source_line_id = '${job.oil}'`;
    const again = `insert into billed_shares select uuidv7(), source_type, source_id, source_line_id, invoice_id, invoice_line_id, payer,
      ends_at - 1, ends_at, measure, quantity, gross, discount, billed_at from ${shares}`;
    await assert.rejects(world.rows(again), /billed_shares_once/);
    await assert.rejects(
      world.rows(`update billed_shares set ends_at = ends_at - 1 where source_line_id = '${job.oil}'`),
      /written once|refuse|change/i,
    );
    await assert.rejects(world.rows(`delete from ${shares}`), /written once|refuse|change/i);
  });

  it('INV-04 refuses a line of another job, one named twice, and a payer that is not one', async () => {
    const [job, other] = [await ready(), await ready()];
    const refused = async (drafting: Drafting, status: number, code: string) => {
      const { status: got, problem, text } = await draft(job.id, drafting);
      assert.deepEqual([got, problem.code], [status, code], text);
    };
    await refused({ lines: [{ sourceLineId: other.oil }] }, 409, 'invoice.share');
    await refused({ lines: [{ sourceLineId: job.oil }, { sourceLineId: job.oil }] }, 409, 'invoice.share');
    await refused({ payer: 'INSURER' }, 409, 'invoice.payer');
    await refused({ payerCustomerId: insurer }, 409, 'invoice.payer');
    await refused({ payer: 'INSURER', payerCustomerId: await business('No number', null) }, 409, 'invoice.payer');
    await refused({ payer: 'INSURER', payerCustomerId: job.oil }, 404, 'entity.absent');
    await refused({ lines: [] }, 400, 'request.invalid');
    assert.equal((await drawn(job.id)).lines.length, 3, 'nothing of it was taken');
  });

  it('INV-04 WAR-01 a part that two pay for has one warranty for each unit', async () => {
    const { filter } = world.basics.parts;
    await world.desk.setTerms({ partId: filter.id, months: 12 }, world.basics.actors.admin);
    const job = await ready();
    const half: readonly Asked[] = [{ sourceLineId: job.filter, share: { type: 'PERCENT', value: '50' } }];
    await issue(await drawn(job.id, { payer: 'INSURER', payerCustomerId: insurer, lines: half }));
    await issue(await drawn(job.id));
    const given = await world.rows<{ quantity: string }>(`select quantity from warranties where source_id = '${job.id}'`);
    assert.deepEqual(
      given.map(({ quantity }) => quantity),
      ['1.000'],
    );
  });
});
