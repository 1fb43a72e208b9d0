import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { paymentProviders, signatureOf } from '../../../adapters/payments/stub-provider.ts';
import type { InvoiceBody, PaymentBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

const SECRET = 'mR4tV8wQ2xB6nK0pL5sD9fG3hJ7zC1yU';
const TOTAL = '1888.00';
const PATH = '/payment-callbacks/stub';

type Begun = PaymentBody & { readonly checkoutUrl: string; readonly unallocated: string };
type Sent = { id?: string; secret?: string; at?: Date; headers?: Record<string, string>; path?: string; body?: string };

describe('payments that a provider collects', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { variables: { PAYMENT_CALLBACK_SECRET: SECRET } });
  });
  const now = (): Date => world.clock.now();

  const begin = async (invoiceId: string, amount?: string) => {
    const body = { invoiceId, ...(amount !== undefined && { amount }) };
    const answer = await world.as('advisor').post<Begun>('/payments/online', body, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const call = (event: object, { id = randomUUID(), secret = SECRET, at = now(), headers = {}, path = PATH, body: changed }: Sent = {}) => {
    const body = JSON.stringify(event);
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = signatureOf(secret, { id, timestamp, body });
    const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature, ...headers };
    return world.anybody.post(path, changed ?? body, { headers: signed });
  };
  const orderOf = (payment: { readonly id: string }) => `order_${payment.id}`;
  const captured = (payment: { readonly id: string }, amount = TOTAL) => ({
    ...{ kind: 'payment.captured', orderId: orderOf(payment), paymentId: `pay_${payment.id}`, amount },
  });
  const failed = (payment: { readonly id: string }) => ({ kind: 'payment.failed', orderId: orderOf(payment) });
  const read = async (id: string) => (await world.as('advisor').get<Begun>(`/payments/${id}`)).body;
  const invoiceOf = async (id: string) => (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body;
  const receivedOf = async (id: string) =>
    (await world.rows(`select from audit_logs where event = 'PaymentReceived' and entity_id = '${id}'`)).length;

  it('PAY-06 is pending and settles nothing until the provider says that the money is there', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    assert.deepEqual([begun.status, begun.amount, begun.method, begun.receiptNumber], ['pending', TOTAL, 'ONLINE', null]);
    assert.match(begun.checkoutUrl, /^https:/);
    assert.equal((await invoiceOf(bill.id)).balance, TOTAL);
    assert.equal((await call(captured(begun))).status, 204);
    const there = await read(begun.id);
    assert.deepEqual([there.status, there.invoiceId, there.unallocated], ['captured', bill.id, '0.00']);
    assert.ok(there.receiptNumber);
    assert.deepEqual([(await invoiceOf(bill.id)).status, (await invoiceOf(bill.id)).balance], ['PAID', '0.00']);
  });

  it('PAY-06 a callback that comes twice, under the same id or another, has one effect', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    const id = randomUUID();
    for (const sent of [{ id }, { id }, {}]) assert.equal((await call(captured(begun), sent)).status, 204);
    assert.equal(await receivedOf(begun.id), 1);
    assert.equal((await read(begun.id)).allocations.length, 1);
  });

  it('PAY-06 of twenty callbacks at the same moment one has an effect', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => call(captured(begun), n % 2 === 0 ? { id } : {})));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [204]);
    assert.equal(await receivedOf(begun.id), 1);
    assert.equal((await invoiceOf(bill.id)).paidAmount, TOTAL);
  });

  it('PAY-06 out of order: a failure that is told after the capture changes nothing, and a capture after a failure is money', async () => {
    const [one, two] = [await world.make.invoice(), await world.make.invoice()];
    const [early, late] = [await begin(one.id), await begin(two.id)];
    for (const event of [captured(early), failed(early)]) assert.equal((await call(event)).status, 204);
    assert.equal((await read(early.id)).status, 'captured');
    assert.equal((await call(failed(late))).status, 204);
    assert.equal((await read(late.id)).status, 'failed');
    assert.equal((await invoiceOf(two.id)).balance, TOTAL, 'it is due as before');
    assert.equal((await call(captured(late))).status, 204);
    assert.equal((await read(late.id)).status, 'captured');
    assert.equal((await invoiceOf(two.id)).status, 'PAID');
  });

  it('PAY-06 what was paid otherwise meanwhile leaves the excess as the customer’s credit', async () => {
    const bill = await world.make.invoice();
    const [first, second] = [await begin(bill.id), await begin(bill.id)];
    const upi = { invoiceId: bill.id, amount: '1000.00', method: 'UPI' };
    assert.equal((await world.as('advisor').post('/payments', upi, { key: freshKey() })).status, 201);
    assert.deepEqual(
      (await Promise.all([call(captured(first)), call(captured(second))])).map(({ status }) => status),
      [204, 204],
    );
    const credits = [(await read(first.id)).unallocated, (await read(second.id)).unallocated].toSorted();
    assert.deepEqual(credits, ['1000.00', TOTAL]);
    assert.equal((await invoiceOf(bill.id)).status, 'PAID');
  });

  it('PAY-01 PAY-06 what comes for an invoice that was written off is lost to nobody: it is refused with the way, or the customer’s credit', async () => {
    const [bill, other] = [await world.make.invoice(), await world.make.invoice()];
    await world.rows(
      `set session_replication_role = replica; update invoices set customer_id = '${bill.customerId}' where id = '${other.id}'`,
    );
    const begun = await begin(bill.id);
    const given = await world.as('admin').post(`/invoices/${bill.id}/write-off`, { reason: 'the firm is closed' });
    assert.equal(given.status, 200, given.text);
    const pay = (body: object) => world.as('advisor').post<Begun>('/payments', { method: 'UPI', ...body }, { key: freshKey() });
    const allocated = { allocations: [{ invoiceId: bill.id, amount: TOTAL }] };
    for (const { status, problem } of [await pay({ invoiceId: bill.id, amount: TOTAL }), await pay(allocated)]) {
      assert.deepEqual([status, problem.code, problem.balance], [409, 'payment.exceeds_balance', '0.00']);
      assert.match(problem.detail, /written off.*customer’s credit: as an advance/);
    }
    assert.equal((await call(captured(begun))).status, 204);
    const [beside, advance] = [
      await pay({ allocations: [{ invoiceId: other.id, amount: '88.00' }], amount: TOTAL }),
      await world
        .as('advisor')
        .post<Begun>(
          '/advances',
          { serviceCenterId: bill.serviceCenterId, customerId: bill.customerId, amount: TOTAL, method: 'UPI', supply: 'GOODS' },
          { key: freshKey() },
        ),
    ];
    assert.deepEqual([beside.status, advance.status], [201, 201], beside.text + advance.text);
    const taken = [await read(begun.id), beside.body, await read(advance.body.id)];
    assert.deepEqual(
      taken.map(({ unallocated, receiptNumber }) => [unallocated, receiptNumber !== null]),
      [
        [TOTAL, true],
        ['1800.00', true],
        [TOTAL, true],
      ],
    );
    const { status, paidAmount, writtenOffAmount } = await invoiceOf(bill.id);
    assert.deepEqual([status, paidAmount, writtenOffAmount], ['WRITTEN_OFF', '0.00', TOTAL]);
  });

  it('TAX-12 PAY-06 what is collected for an invoice while the portal is asked to cancel it is the customer’s credit', async () => {
    const buyer = {
      ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
      ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
    };
    const bill = await world.make.invoice();
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${bill.id}'`,
    );
    assert.equal((await world.as('advisor').post(`/invoices/${bill.id}/e-invoice`)).status, 201);
    const begun = await begin(bill.id);
    assert.equal((await world.as('manager').post(`/invoices/${bill.id}/cancel`, { reason: 'wrong firm' })).status, 202);
    assert.equal((await call(captured(begun))).status, 204);
    assert.deepEqual([(await read(begun.id)).unallocated, (await invoiceOf(bill.id)).paidAmount], [TOTAL, '0.00']);
    await world.cradle.cancelRegistration(bill.id, systemActor('test'));
    assert.equal((await invoiceOf(bill.id)).status, 'CANCELLED');
  });

  it('PAY-06 is dated when the money came in, not when it was begun', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    (world.clock as FixedClock).advance(3 * 3_600_000);
    assert.equal((await call(captured(begun))).status, 204);
    assert.equal((await read(begun.id)).receivedAt, now().toISOString());
  });

  it('PAY-06 refuses what the provider did not sign just now, in one and the same way', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    const event = captured(begun);
    const minutes = (n: number): Date => new Date(now().getTime() + n * 60_000);
    const bad: readonly Sent[] = [
      { secret: 'another secret of thirty-two bytes' },
      { at: minutes(-6) },
      { at: minutes(6) },
      { headers: { 'webhook-signature': 'v1,AAAA' } },
      { headers: { 'webhook-signature': '' } },
      { headers: { 'webhook-timestamp': 'soon' } },
      { headers: { 'webhook-id': 'another' } },
      { path: '/payment-callbacks/nobody' },
      { body: `${JSON.stringify(event)} ` },
      { body: 'no json' },
    ];
    const answers = await Promise.all([...bad.map((sent) => call(event, sent)), world.anybody.post(PATH, event)]);
    const told = answers.map(({ status, problem: { requestId: _id, instance: _path, ...problem } }) => JSON.stringify({ status, problem }));
    assert.equal(new Set(told).size, 1, told.join('\n'));
    assert.deepEqual([answers[0].status, answers[0].problem.code], [400, 'callback.refused']);
    assert.equal((await read(begun.id)).status, 'pending');
    for (const near of [minutes(-5), minutes(5)]) assert.equal((await call(event, { at: near })).status, 204);
    assert.equal((await read(begun.id)).status, 'captured');
  });

  it('PAY-06 another amount than that of the order is refused, and an order that nobody knows is not there yet', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id, '100.00');
    const wrong = await call(captured(begun, '100.01'));
    assert.deepEqual([wrong.status, wrong.problem.code], [409, 'payment.refused']);
    const id = randomUUID();
    const unknown = await call(captured({ id: randomUUID() }), { id });
    assert.deepEqual([unknown.status, unknown.problem.code], [404, 'entity.absent']);
    assert.equal((await call(captured(begun, '100.00'), { id })).status, 204, 'what was refused was not taken down');
    assert.equal((await invoiceOf(bill.id)).paidAmount, '100.00');
  });

  it('PAY-06 begins for no more than is due, of no draft, and of no invoice of another branch', async () => {
    const [bill, draft] = [await world.make.invoice(), await world.make.draft()];
    const ask = (invoiceId: string, amount: string | undefined, who: Parameters<World['as']>[0] = 'advisor') =>
      world.as(who).post('/payments/online', { invoiceId, ...(amount && { amount }) }, { key: freshKey() });
    const above = await ask(bill.id, '1888.01');
    assert.deepEqual([above.status, above.problem.code, above.problem.balance], [409, 'payment.exceeds_balance', TOTAL]);
    assert.deepEqual([(await ask(draft.id, '1.00')).problem.code], ['invoice.transition']);
    assert.equal((await ask(bill.id, undefined, 'advisor2')).status, 404);
    assert.equal((await ask(bill.id, undefined, 'callCenter')).status, 403);
    assert.equal((await world.as('advisor').post('/payments/online', { invoiceId: bill.id })).problem.code, 'idempotency.key_required');
  });

  it('PAY-06 a refund goes back through the provider, whose callback ends it once', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    assert.equal((await call(captured(begun))).status, 204);
    const asked = async (amount: string): Promise<string> => {
      const refund = await world
        .as('advisor')
        .post<{ id: string }>(`/payments/${begun.id}/refund`, { amount, reason: 'too much' }, { key: freshKey() });
      assert.equal(refund.status, 201, refund.text);
      for (const verb of ['approve', 'process'])
        assert.equal((await world.as('manager').post(`/refunds/${refund.body.id}/${verb}`)).status, 200);
      return refund.body.id;
    };
    const [there, back] = [await asked('100.00'), await asked('50.00')];
    const arrived = { kind: 'refund.succeeded', refundId: there, reference: 'RRN-1' };
    for (let n = 0; n < 2; n += 1) assert.equal((await call(arrived)).status, 204);
    for (let n = 0; n < 2; n += 1) assert.equal((await call({ kind: 'refund.failed', refundId: back, reason: 'closed' })).status, 204);
    assert.equal((await call({ ...arrived, kind: 'refund.failed', reason: 'late' })).status, 204);
    const payment = await read(begun.id);
    assert.deepEqual([payment.status, payment.refundedAmount, payment.unallocated], ['partially_refunded', '100.00', '0.00']);
    assert.equal((await invoiceOf(bill.id)).balance, '100.00', 'what did not arrive settles what it settled');
    const refund = (await world.as('advisor').get<{ status: string; reference: string }>(`/refunds/${there}`)).body;
    assert.deepEqual([refund.status, refund.reference], ['succeeded', 'RRN-1']);
  });

  /** A payment of 1,888.00 that a provider collected, and what asks for some of it back and sends it off. */
  const collected = async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    assert.equal((await call(captured(begun))).status, 204);
    const sendBack = async (amount: string): Promise<string> => {
      const body = { amount, reason: 'too much' };
      const { body: refund } = await world.as('advisor').post<{ id: string }>(`/payments/${begun.id}/refund`, body, { key: freshKey() });
      for (const verb of ['approve', 'process'])
        assert.equal((await world.as('manager').post(`/refunds/${refund.id}/${verb}`)).status, 200);
      return refund.id;
    };
    return { bill, begun, sendBack };
  };
  const arrived = (refundId: string) => ({ kind: 'refund.succeeded', refundId, reference: 'RRN-2' });
  const lost = (refundId: string) => ({ kind: 'refund.failed', refundId, reason: 'closed' });

  it('PAY-06 whether a refund of what a provider collected arrived is for the provider to say, and nobody reverses it by hand', async () => {
    const { begun, sendBack } = await collected();
    const reversed = await world.as('manager').post(`/payments/${begun.id}/reverse`, { reason: 'by mistake' });
    assert.deepEqual([reversed.status, reversed.problem.code], [409, 'payment.transition']);
    const refund = await sendBack('100.00');
    for (const [verb, body] of [
      ['fail', { reason: 'closed' }],
      ['complete', {}],
    ] as const) {
      const refused = await world.as('manager').post(`/refunds/${refund}/${verb}`, body);
      assert.deepEqual([refused.status, refused.problem.code], [409, 'refund.transition'], verb);
    }
    assert.equal((await call(arrived(refund))).status, 204);
    assert.equal((await read(begun.id)).refundedAmount, '100.00');
  });

  it('PAY-06 a refund that arrives though it was told to have failed went back: what it was of is due again', async () => {
    const { bill, begun, sendBack } = await collected();
    const refund = await sendBack('100.00');
    for (const event of [lost(refund), lost(refund)]) assert.equal((await call(event)).status, 204);
    assert.equal((await invoiceOf(bill.id)).balance, '0.00', 'it is paid by what did not go back');
    for (const event of [arrived(refund), arrived(refund)]) assert.equal((await call(event)).status, 204);
    const payment = await read(begun.id);
    assert.deepEqual([payment.status, payment.refundedAmount, payment.unallocated], ['partially_refunded', '100.00', '0.00']);
    assert.equal((await invoiceOf(bill.id)).balance, '100.00');
  });

  it('PAY-06 one that arrives late, when the money is promised back otherwise, moves nothing and leaves an alarm', async () => {
    const { begun, sendBack } = await collected();
    const first = await sendBack(TOTAL);
    assert.equal((await call(lost(first))).status, 204);
    await sendBack(TOTAL);
    assert.equal((await call(arrived(first))).status, 204);
    assert.equal((await read(begun.id)).refundedAmount, '0.00');
    const alarms = await world.rows(`select from audit_logs where event = 'RefundContradicted' and entity_id = '${first}'`);
    assert.equal(alarms.length, 1);
  });

  it('PAY-06 what is only authorised is taken, once, and is money when the provider says so', async () => {
    const bill = await world.make.invoice();
    const begun = await begin(bill.id);
    const authorised = { ...captured(begun), kind: 'payment.authorised' };
    for (let n = 0; n < 2; n += 1) assert.equal((await call(authorised)).status, 204);
    assert.deepEqual([(await read(begun.id)).status, (await invoiceOf(bill.id)).balance], ['pending', TOTAL]);
    assert.equal((await call(captured(begun))).status, 204);
    assert.equal((await call(authorised)).status, 204);
    assert.deepEqual([(await read(begun.id)).status, (await invoiceOf(bill.id)).balance], ['captured', '0.00']);
  });

  it('PAY-06 callbacks are counted by address like any public route', async (t) => {
    const limited = await freshBranches(t, { rateLimits: { auth: 1e9, search: 1e9, export: 1e9, public: 3 } });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await limited.anybody.post(PATH, {})).status);
    assert.deepEqual(statuses, [400, 400, 400, 429]);
  });

  it('PAY-06 without a secret nobody collects, and nothing is taken', () => {
    const none = paymentProviders({ callbackSecret: undefined });
    assert.deepEqual([none.chosen, none.find('stub')], [undefined, undefined]);
  });

  it('PAY-06 in production no provider that collects nothing says that money came in', () => {
    const { chosen, find } = paymentProviders({ callbackSecret: SECRET }, true);
    assert.deepEqual([chosen, find('stub')], [undefined, undefined]);
  });
});
