import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import pg from 'pg';
import type { InvoiceBody, PaymentBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

const TOTAL = '1888.00'; // two hours at ₹800 with 18 %

describe('POST /payments', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const bill = async (): Promise<string> => (await world.make.invoice()).id;
  const upi = (invoiceId: string, amount: unknown = TOTAL, more: object = {}) => ({ invoiceId, amount, method: 'UPI', ...more });
  const pay = (body: unknown, key: string | undefined = freshKey(), who: Parameters<World['as']>[0] = 'advisor') =>
    world.as(who).post<PaymentBody>('/payments', body, key === undefined ? {} : { key });
  const invoiceOf = async (id: string) => (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body;
  const paymentsOf = async (id: string) => (await world.rows(`select from payment_allocations where invoice_id = '${id}'`)).length;

  it('PAY-01 needs an Idempotency-Key of 1 to 255 visible characters', async () => {
    const id = await bill();
    const missing = await world.as('advisor').post('/payments', upi(id));
    assert.deepEqual([missing.status, missing.problem.code], [400, 'idempotency.key_required']);
    for (const key of ['', ' ', 'two words', 'k'.repeat(256), 'clé']) {
      const { status, problem } = await pay(upi(id), key);
      assert.equal(status, 400, JSON.stringify(key));
      assert.match(problem.code, /^idempotency\.key_/);
    }
    assert.equal(await paymentsOf(id), 0);
    assert.equal((await pay(upi(id), 'k'.repeat(255))).status, 201);
  });

  it('PAY-01 takes money in parts until nothing is due, and not a paisa more', async () => {
    const id = await bill();
    assert.equal((await pay(upi(id, '888.00'))).status, 201);
    const partly = await invoiceOf(id);
    assert.deepEqual([partly.status, partly.paidAmount, partly.balance], ['PARTIAL', '888.00', '1000.00']);
    const above = await pay(upi(id, '1000.01'));
    assert.deepEqual([above.status, above.problem.code, above.problem.balance], [409, 'payment.exceeds_balance', '1000.00']);
    assert.equal((await pay(upi(id, '1000.00', { method: 'CASH' }))).status, 201);
    const wholly = await invoiceOf(id);
    assert.deepEqual([wholly.status, wholly.paidAmount, wholly.balance], ['PAID', TOTAL, '0.00']);
    const after = await pay(upi(id, '0.01'));
    assert.deepEqual([after.status, after.problem.code, after.problem.balance], [409, 'payment.exceeds_balance', '0.00']);
  });

  it('PAY-02 answers a retry with the very bytes of the first answer, and says that it is one', async () => {
    const id = await bill();
    const key = freshKey();
    const first = await pay(upi(id), key);
    const again = await world.as('advisor').post('/payments', { method: 'UPI', amount: TOTAL, invoiceId: id }, { key });
    assert.deepEqual([first.status, again.status], [201, 201]);
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.ok(again.bytes.equals(first.bytes));
    for (const header of ['location', 'etag', 'content-type']) assert.equal(again.headers.get(header), first.headers.get(header));
    assert.equal(await paymentsOf(id), 1);
  });

  it('PAY-02 refuses a key that comes back with another body, and does nothing', async () => {
    const id = await bill();
    const key = freshKey();
    assert.equal((await pay(upi(id, '1.00'), key)).status, 201);
    for (const body of [upi(id, '2.00'), upi(id, '1.00', { notes: 'more' }), upi(await bill(), '1.00')]) {
      const { status, problem } = await pay(body, key);
      assert.deepEqual([status, problem.code], [422, 'idempotency.key_reused']);
    }
    assert.equal(await paymentsOf(id), 1);
  });

  it('PAY-02 keeps keys apart by person', async () => {
    const id = await bill();
    const key = freshKey();
    assert.equal((await pay(upi(id, '1.00'), key, 'advisor')).status, 201);
    const other = await pay(upi(id, '2.00'), key, 'manager');
    assert.deepEqual([other.status, other.headers.get('idempotency-replayed')], [201, null]);
    assert.equal(await paymentsOf(id), 2);
  });

  it('PAY-02 keeps no refusal: the same key may succeed later', async () => {
    const draft = await world.make.draft();
    const key = freshKey();
    const refused = await pay(upi(draft.id), key);
    assert.deepEqual([refused.status, refused.problem.code], [409, 'invoice.transition']);
    assert.equal((await world.as('advisor').post(`/invoices/${draft.id}/issue`)).status, 200);
    const taken = await pay(upi(draft.id), key);
    assert.deepEqual([taken.status, taken.headers.get('idempotency-replayed')], [201, null]);
  });

  it('PAY-02 tells a retry that comes while the first still runs when to come again', async (t) => {
    const id = await bill();
    const key = freshKey();
    const holder = new pg.Client({ connectionString: world.database.adminUrl });
    await holder.connect();
    t.after(() => holder.end());
    await holder.query('begin');
    await holder.query(`select from invoices where id = '${id}' for update`);
    const both = [pay(upi(id), key), pay(upi(id), key)];
    const early = await Promise.race(both); // the other one waits for the invoice
    assert.deepEqual([early.status, early.problem.code], [409, 'idempotency.in_progress']);
    assert.match(early.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    await holder.query('rollback');
    const first = (await Promise.all(both)).find(({ status }) => status === 201)!;
    const late = await pay(upi(id), key);
    assert.ok(late.bytes.equals(first.bytes));
    assert.equal(await paymentsOf(id), 1);
  });

  it('refuses what is no amount of rupees, and names the field', async () => {
    const id = await bill();
    for (const amount of [
      1888,
      '-1.00',
      '0',
      '0.00',
      '1.005',
      '1e3',
      '1,888.00',
      '₹1',
      '',
      null,
      {},
      ['1.00'],
      'NaN',
      '99999999999.00',
      ' 1.00',
    ]) {
      const { status, problem } = await pay(upi(id, amount));
      assert.deepEqual([status, problem.code], [400, 'request.invalid'], JSON.stringify(amount));
      assert.deepEqual(
        problem.errors!.map(({ pointer }) => pointer),
        ['/amount'],
      );
    }
    assert.equal(await paymentsOf(id), 0);
  });

  it('refuses an unknown field, method or invoice, a missing field, and money from the future', async () => {
    const id = await bill();
    const faulty: readonly (readonly [object, number, string, string?])[] = [
      [upi(id, TOTAL, { surprise: 1 }), 400, 'request.invalid', '/surprise'],
      [upi(id, TOTAL, { status: 'refunded' }), 400, 'request.invalid', '/status'],
      [upi(id, TOTAL, { method: 'upi' }), 400, 'request.invalid', '/method'],
      [upi(id, TOTAL, { method: 'BARTER' }), 400, 'request.invalid', '/method'],
      [upi(id, TOTAL, { reference: 'x'.repeat(101) }), 400, 'request.invalid', '/reference'],
      [upi(id, TOTAL, { notes: 'a\u0000b' }), 400, 'request.invalid', '/notes'],
      [upi(id, TOTAL, { receivedAt: 'yesterday' }), 400, 'request.invalid', '/receivedAt'],
      [upi(id, TOTAL, { receivedAt: '2026-02-30T10:00:00.000Z' }), 400, 'request.invalid', '/receivedAt'],
      [{ invoiceId: id, method: 'UPI' }, 400, 'request.invalid', '/amount'],
      [upi('not-an-id'), 400, 'request.invalid', '/invoiceId'],
      [upi(world.cradle.ids.next()), 404, 'entity.absent'],
      [upi(id, TOTAL, { receivedAt: '2026-11-22T04:30:00.001Z' }), 409, 'payment.refused'],
    ];
    for (const [body, status, code, pointer] of faulty) {
      const { problem, ...answer } = await pay(body);
      assert.deepEqual([answer.status, problem.code], [status, code], answer.text);
      assert.deepEqual(
        problem.errors?.map((error) => error.pointer),
        pointer === undefined ? undefined : [pointer],
      );
    }
    assert.equal(await paymentsOf(id), 0);
  });

  it('ACC-03 does not find the invoice of another branch, and denies with the rule and the roles that could', async () => {
    const id = await bill();
    for (const who of ['manager2', 'advisor2', 'elsewhere', 'staffElsewhere'] as const) {
      const { status, problem } = await pay(upi(id), freshKey(), who);
      assert.deepEqual([who, status, problem.code], [who, 404, 'entity.absent']);
    }
    const denied = await pay(upi(id), freshKey(), 'callCenter');
    assert.deepEqual([denied.status, denied.problem.code], [403, 'access.denied']);
    const { action, rule, reason, roles, requiresApproval } = denied.problem.explanation!;
    assert.equal(action, 'payment.record');
    assert.match(rule, /payment\.record/);
    assert.match(reason, /^Call centre agents may not .*\.$/);
    assert.ok(roles.includes('SERVICE_ADVISOR') && !roles.includes('CALL_CENTER'));
    assert.equal(requiresApproval, false);
    assert.equal(await paymentsOf(id), 0);
  });

  it('keeps what was said with the payment, and answers 304 to who has it already', async () => {
    const id = await bill();
    const said = { reference: 'UPI-4711', notes: 'नकद नहीं, UPI से', receivedAt: '2026-11-22T04:29:00.000Z' };
    const { body } = await pay(upi(id, TOTAL, said));
    assert.deepEqual({ reference: body.reference, notes: body.notes, receivedAt: body.receivedAt }, said);
    const read = await world.as('manager').get<PaymentBody>(`/payments/${body.id}`);
    assert.deepEqual(read.body, body);
    const known = await world.as('manager').get(`/payments/${body.id}`, { 'if-none-match': read.headers.get('etag')! });
    assert.deepEqual([known.status, known.bytes.length, known.headers.get('etag')], [304, 0, read.headers.get('etag')]);
    assert.equal((await world.as('elsewhere').get(`/payments/${body.id}`)).status, 404);
    assert.equal((await world.as('callCenter').get(`/payments/${body.id}`)).status, 403);
  });
});
