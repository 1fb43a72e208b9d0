import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { originalOf } from '@dms/domain/files/ports';
import { systemActor } from '@dms/domain/shared/actor';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { lettersIn } from '../../support/letters.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('POST /invoices/:id/send', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });
  const bill = async (email: string | null = null) => {
    const invoice = await world.make.invoice();
    await world.rows(`update customers set email = ${email === null ? 'null' : `'${email}'`} where id = '${invoice.customerId}'`);
    return invoice;
  };
  const send = (id: string, body: object = {}, who: Parameters<World['as']>[0] = 'advisor', key = freshKey()) =>
    world.as(who).post<{ jobId: string }>(`/invoices/${id}/send`, body, { key });
  const jobsOf = async (id: string) =>
    (await world.rows(`select from notifications where type = 'invoice-copy' and entity_id = '${id}'`)).length;

  it('INV-05 mails the PDF to who is named, and to the customer where nobody is, and tells the address to nobody', async () => {
    const { id, invoiceNumber } = await bill('ravi.secret@customers.example');
    const answers = [await send(id, { to: 'accounts@insurers.example', channel: 'EMAIL' }), await send(id)];
    for (const { status, text } of answers) {
      assert.equal(status, 202, text);
      assert.doesNotMatch(text, /@/);
    }
    // The clock stands still, and with it the second try of a letter that came before its paper.
    await world.startWorkers('relay', 'pdf');
    await until(
      async () => (await world.rows(`select from audit_logs where event = 'InvoicePdfStored' and entity_id = '${id}'`)).length === 1,
    );
    await world.startWorkers('email');
    const jobs = answers.map(({ body }) => `/jobs/${body.jobId}`);
    const statusOf = async (path: string) => (await world.as('advisor').get<{ status: string }>(path)).body.status;
    for (const path of jobs) await until(async () => (await statusOf(path)) === 'succeeded', { what: path });
    const folder = join(world.config.dataFolder, 'outbox');
    const letters = await Promise.all(answers.map(async ({ body }) => readFile(join(folder, `${body.jobId}.eml`), 'utf8')));
    const to = letters.map((letter) => /^To: (.*)$/m.exec(letter)?.[1]?.trim());
    assert.deepEqual(to, ['accounts@insurers.example', 'ravi.secret@customers.example']);
    assert.ok(letters.every((letter) => letter.includes(`Subject: Invoice ${invoiceNumber}`) && letter.includes('application/pdf')));
    assert.ok((await readdir(folder)).length >= 2);
    const trail = JSON.stringify(await world.rows(`select * from audit_logs where entity_id = '${id}'`));
    assert.match(trail, /InvoiceSent/);
    assert.doesNotMatch(trail, /customers\.example|insurers\.example/);
    for (const path of jobs) assert.doesNotMatch((await world.as('advisor').get(path)).text, /@/);
  });

  it('INV-05 mails a debit note with the paper of its own, under its own name', async () => {
    const { id: invoiceId, lines } = await bill('ravi@customers.example');
    const advisor = world.as('advisor');
    const asked = { invoiceId, reason: 'Too little', lines: [{ lineId: lines[0]!.id, amount: '10.00' }] };
    const { body: draft } = await advisor.post<{ id: string }>('/debit-notes', asked, { key: freshKey() });
    const { body: note } = await advisor.post<{ noteNumber: string }>(`/debit-notes/${draft.id}/issue`);
    await world.cradle.storePaper(originalOf('DEBIT_NOTE', draft.id), systemActor('test'));
    const { status, body, text } = await send(draft.id);
    assert.equal(status, 202, text);
    await world.startWorkers('relay', 'email');
    const statusOf = async () => (await advisor.get<{ status: string }>(`/jobs/${body.jobId}`)).body.status;
    await until(async () => (await statusOf()) === 'succeeded', { what: 'the letter' });
    const letter = await readFile(join(world.config.dataFolder, 'outbox', `${body.jobId}.eml`), 'utf8');
    assert.ok(letter.includes(`Subject: Debit note ${note.noteNumber}`), letter.slice(0, 400));
    assert.ok(letter.includes(`${note.noteNumber.replaceAll('/', '-')}.pdf`));
  });

  it('INV-05 is asked for once under one key, and anew under another', async () => {
    const { id } = await bill('ravi@customers.example');
    const key = freshKey();
    const [first, again, other] = [await send(id, {}, 'advisor', key), await send(id, {}, 'advisor', key), await send(id)];
    assert.equal(again.body.jobId, first.body.jobId);
    assert.notEqual(other.body.jobId, first.body.jobId);
    assert.equal(await jobsOf(id), 2);
  });

  it('INV-05 refuses a draft, what was cancelled, a customer without address, and what is no address', async () => {
    const [draft, gone, silent] = [await world.make.draft(), await bill('a@customers.example'), await bill()];
    assert.equal((await world.as('manager').post(`/invoices/${gone.id}/cancel`, { reason: 'billed twice' })).status, 200);
    assert.equal((await send(draft.id, { to: 'a@customers.example' })).status, 404);
    const cancelled = await send(gone.id);
    assert.deepEqual([cancelled.status, cancelled.problem.code], [409, 'invoice.transition']);
    for (const body of [
      {},
      { to: 'nobody' },
      { to: 'a@b.example\r\nBcc: c@d.example' },
      { to: ['a@customers.example'] },
      { channel: 'PIGEON' },
      { cc: 'x' },
    ]) {
      const { status, problem } = await send(silent.id, body);
      assert.deepEqual([status, problem.code], [400, 'request.invalid'], JSON.stringify(body));
    }
    assert.deepEqual([await jobsOf(gone.id), await jobsOf(silent.id), await jobsOf(draft.id)], [0, 0, 0]);
  });

  it('ACC-03 is for who may issue, in their branches', async () => {
    const { id } = await bill('ravi@customers.example');
    const statuses = await Promise.all(
      (['manager', 'advisor2', 'callCenter', 'engineer'] as const).map(async (who) => (await send(id, {}, who)).status),
    );
    assert.deepEqual(statuses, [202, 404, 403, 404]);
  });
});

describe('an invoice of which a letter was asked for', () => {
  /** With its paper, and nobody who sends letters yet. */
  const asked = async (t: TestContext) => {
    const world = await freshBranches(t);
    const { id, customerId } = await world.make.invoice();
    await world.rows(`update customers set email = 'asked@customers.example' where id = '${customerId}' returning id`);
    await world.cradle.storePaper(originalOf('INVOICE', id), systemActor('test'));
    const { status, text } = await world.as('advisor').post(`/invoices/${id}/send`, {}, { key: freshKey() });
    assert.equal(status, 202, text);
    const sent = async () => {
      await world.startWorkers('relay', 'email');
      return until(async () => {
        const [found] = await world.rows<{ status: string; reason: string | null }>(
          `select status, reason from notifications where type = 'invoice-copy' and entity_id = '${id}' and status in ('sent', 'suppressed')`,
        );
        return found;
      });
    };
    const to = async () => (await lettersIn(world)).map((letter) => letter.to);
    return { world, id, customerId: customerId!, sent, to };
  };

  it('INV-05 NOT-02 goes to nobody once it was cancelled, and says why', async (t) => {
    const { world, id, sent, to } = await asked(t);
    assert.equal((await world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'billed twice' })).status, 200);
    assert.deepEqual(await sent(), { status: 'suppressed', reason: 'The invoice was cancelled.' });
    assert.deepEqual(await to(), []);
  });

  it('CUS-02 NOT-02 goes to whom its customer was merged into meanwhile', async (t) => {
    const { world, customerId, sent, to } = await asked(t);
    const survivor = { type: 'PERSON', firstName: 'Meera', phone: '+919400000001', email: 'survivor@customers.example' };
    const kept = await world.as('advisor').post<{ id: string }>('/customers', survivor);
    assert.equal(kept.status, 201, kept.text);
    const merged = await world.as('admin').post(`/customers/${kept.body.id}/merge`, { mergeId: customerId });
    assert.equal(merged.status, 200, merged.text);
    assert.deepEqual(await sent(), { status: 'sent', reason: null });
    assert.deepEqual(await to(), ['survivor@customers.example']);
  });
});
