import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { InvoiceBody, PaymentBody, RefundBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

const TOTAL = '1888.00';

describe('money that is taken back', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });
  const paid = async (method = 'UPI') => {
    const { id } = await world.make.invoice();
    const answer = await world.as('advisor').post<PaymentBody>('/payments', { invoiceId: id, amount: TOTAL, method }, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
    return { invoiceId: id, payment: `/payments/${answer.body.id}` };
  };
  const balanceOf = async (id: string) => (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body.balance;
  const ask = async (payment: string, who: Parameters<World['as']>[0] = 'advisor') => {
    const body = { amount: '100.00', reason: 'too much' };
    const answer = await world.as(who).post<RefundBody>(`${payment}/refund`, body, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
    return `/refunds/${answer.body.id}`;
  };

  it('PAY-01 a refund is asked for, agreed to by another, and arrives; its invoice is due again by as much', async () => {
    const { invoiceId, payment } = await paid();
    const refund = await ask(payment);
    assert.equal(await balanceOf(invoiceId), '0.00', 'it is paid until something went back');
    for (const verb of ['approve', 'process', 'complete']) {
      const answer = await world.as('manager').post(`${refund}/${verb}`, verb === 'complete' ? { reference: 'UTR-1' } : undefined);
      assert.equal(answer.status, 200, answer.text);
    }
    assert.equal(await balanceOf(invoiceId), '100.00');
    const { body } = await world.as('advisor').get<PaymentBody>(payment);
    assert.deepEqual([body.status, body.refundedAmount], ['partially_refunded', '100.00']);
  });

  it('PAY-05 a refund that did not arrive leaves the invoice paid, and can be asked for again', async () => {
    const { invoiceId, payment } = await paid();
    const refund = await ask(payment);
    for (const verb of ['approve', 'process']) assert.equal((await world.as('manager').post(`${refund}/${verb}`)).status, 200);
    const failed = await world.as('manager').post<RefundBody>(`${refund}/fail`, { reason: 'the account is closed' });
    assert.deepEqual([failed.status, failed.body.status, failed.body.failure], [200, 'failed', 'the account is closed']);
    const { body } = await world.as('advisor').get<PaymentBody & { unallocated: string }>(payment);
    assert.deepEqual(
      [body.status, body.refundedAmount, body.unallocated, await balanceOf(invoiceId)],
      ['captured', '0.00', '0.00', '0.00'],
    );
    assert.match(await ask(payment), /^\/refunds\//);
  });

  it('PAY-01 an advance is taken with its voucher and used for a bill, never beyond what is left of it', async () => {
    const { id: invoiceId, customerId } = await world.make.invoice();
    const taken = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount: '1000.00', method: 'UPI' };
    const key = freshKey();
    const [first, again] = [
      await world.as('advisor').post<PaymentBody>('/advances', taken, { key }),
      await world.as('advisor').post<PaymentBody>('/advances', taken, { key }),
    ];
    assert.deepEqual([first.status, again.status, again.body.id], [201, 201, first.body.id]);
    const apply = (amount: string) =>
      world.as('advisor').post<PaymentBody>(`/advances/${first.body.id}/apply`, { invoiceId, amount }, { key: freshKey() });
    const beyond = await apply('1000.01');
    assert.deepEqual([beyond.status, beyond.problem.code], [409, 'payment.refused']);
    assert.equal((await apply('1000.00')).status, 200);
    assert.equal(await balanceOf(invoiceId), '888.00');
  });

  it('PAY-04 cash of two lakh rupees from one person in a day is refused, and nothing of it is kept', async () => {
    const { customerId } = await world.make.invoice();
    const cash = (amount: string) => {
      const body = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount, method: 'CASH' };
      return world.as('superAdmin').post<PaymentBody>('/advances', body, { key: freshKey() });
    };
    assert.equal((await cash('199999.99')).status, 201);
    const reached = await cash('0.01');
    assert.deepEqual([reached.status, reached.problem.code], [409, 'payment.cash_limit']);
    const kept = await world.rows<{ count: number }>(`select count(*)::int as count from payments where customer_id = '${customerId}'`);
    assert.equal(kept[0]!.count, 1);
  });

  it('ACC-02 nobody agrees to a refund that they asked for themselves', async () => {
    const refund = await ask((await paid()).payment, 'manager');
    const own = await world.as('manager').post(`${refund}/approve`);
    assert.deepEqual([own.status, own.problem.code], [403, 'access.denied']);
    assert.equal((await world.as('manager').get<RefundBody>(refund)).body.status, 'requested');
  });

  it('PAY-05 a cheque bounces and reopens its invoice, and nothing else bounces', async () => {
    const [cheque, upi] = [await paid('CHEQUE'), await paid('UPI')];
    const bounced = await world.as('manager').post(`${cheque.payment}/bounce`, { reason: 'no funds' });
    assert.equal(bounced.status, 200, bounced.text);
    assert.equal(await balanceOf(cheque.invoiceId), TOTAL);
    const refused = await world.as('manager').post(`${upi.payment}/bounce`, { reason: 'no funds' });
    assert.deepEqual([refused.status, refused.problem.code], [409, 'payment.transition']);
  });

  it('ACC-04 staff may only ask for a reversal, and nothing changes until another agrees', async () => {
    const { invoiceId, payment } = await paid();
    const asked = await world.as('staff').post(`${payment}/reverse`, { reason: 'on the wrong invoice' });
    assert.equal(asked.status, 202, asked.text);
    assert.equal(await balanceOf(invoiceId), '0.00');
    assert.equal((await world.as('manager').post(`${asked.headers.get('location')!}/approve`)).status, 200);
    assert.equal(await balanceOf(invoiceId), TOTAL);
  });

  it('PER-01 an administrator locks a month, and may only ask to have it opened', async () => {
    const admin = world.as('admin');
    assert.equal((await admin.post('/periods/2026-01/lock', { reason: 'filed' })).status, 200);
    assert.equal((await admin.post('/periods/2026-01/unlock', { reason: 'a bill came late' })).status, 202);
    assert.equal((await world.as('manager').post('/periods/2026-02/lock', {})).status, 403);
  });
});
