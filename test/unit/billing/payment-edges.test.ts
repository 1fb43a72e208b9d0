import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { countingIds } from '@dms/domain/memory/ids';
import { Payment, type PaymentMethod } from '@dms/domain/billing/payment';
import { paymentMachine } from '@dms/domain/billing/payment.states';
import { Refund } from '@dms/domain/billing/refund';
import { refuseUnlessOneCustomer } from '@dms/domain/billing/use-cases/lock-invoices';
import type { Invoice } from '@dms/domain/billing/invoice';
import { refundMachine } from '@dms/domain/billing/refund.states';
import { Money } from '@dms/domain/shared/money';
import { refusal } from '../shared/refusals.ts';

const at = new Date('2026-11-22T10:15:30.000Z');
const rupees = (text: string): Money => Money.parse(text);
const [one, two] = ['01980000-0000-7000-8000-00000000000a', '01980000-0000-7000-8000-00000000000b'];
const paymentOf = (status: Payment['status'], method: PaymentMethod = 'CHEQUE'): Payment => {
  const fields = { id: one, serviceCenterId: one, amount: rupees('100.00'), method, receivedAt: at, businessDay: '2026-11-22' } as const;
  return Object.assign(new Payment(fields), { status });
};
const booking = { at, ids: countingIds() };

const payments: { readonly [step: string]: (payment: Payment) => void } = {
  'pending capture': (payment) => payment.capture('pay_1', at),
  'failed capture': (payment) => payment.capture('pay_2', at),
  'pending fail': (payment) => payment.fail(),
  'captured refund_part': (payment) => refund(payment, '40.00'),
  'captured refund_rest': (payment) => refund(payment, '100.00'),
  'partially_refunded refund_part': (payment) => refund(payment, '40.00'),
  'partially_refunded refund_rest': (payment) => refund(payment, '100.00'),
  'captured bounce': (payment) => payment.undo('bounce', rupees('500.00'), at),
  'captured reverse': (payment) => payment.undo('reverse', Money.zero, at),
};
const refund = (payment: Payment, amount: string): void => {
  payment.holdRefund(rupees(amount));
  payment.refund(rupees(amount));
};

void describe('the payment', () => {
  for (const { from, event, to } of paymentMachine.edges)
    it(`PAY-05 goes from ${from} to ${to} by ${event}`, () => {
      const payment = paymentOf(from);
      payments[`${from} ${event}`]!(payment);
      assert.equal(payment.status, to);
    });
});

const refundOf = (status: Refund['status']): Refund => {
  const fields = {
    id: two,
    paymentId: one,
    serviceCenterId: one,
    amount: rupees('40.00'),
    method: 'UPI',
    reason: 'twice',
    requestedAt: at,
  } as const;
  return Object.assign(new Refund(fields), { status });
};
const refunds: { readonly [event: string]: (refund: Refund) => void } = {
  approve: (asked) => asked.approve(one, at),
  reject: (asked) => asked.reject('it is due', one, at),
  process: (asked) => asked.process(),
  succeed: (asked) => asked.succeed('UTR-77', at),
  fail: (asked) => asked.fail('the account is closed', at),
  succeed_late: (asked) => asked.succeed('UTR-77', at),
};

void describe('the refund', () => {
  for (const { from, event, to } of refundMachine.edges)
    it(`PAY-05 goes from ${from} to ${to} by ${event}`, () => {
      const asked = refundOf(from);
      refunds[event]!(asked);
      assert.equal(asked.status, to);
      assert.equal(asked.businessDay, to === 'succeeded' ? '2026-11-22' : null);
    });

  it('PAY-05 is settled once', () => {
    const settled = refundOf('succeeded');
    assert.throws(() => settled.fail('late', at), refusal('refund.transition', /possible from "processing"/));
  });
});

test('PAY-05 only a cheque bounces, and nothing is undone of what is being refunded', () => {
  assert.throws(() => paymentOf('captured', 'UPI').undo('bounce', Money.zero, at), refusal('payment.transition', /Only a cheque bounces/));
  const refunding = paymentOf('captured');
  refunding.holdRefund(rupees('1.00'));
  for (const event of ['bounce', 'reverse'] as const)
    assert.throws(() => refunding.undo(event, Money.zero, at), refusal('payment.transition', /has to fail first/));
  refunding.dropRefund(rupees('1.00'));
  refunding.undo('reverse', Money.zero, at);
});

test('PAY-01 no more is used of a payment than came in, and no more is taken back than it settles', () => {
  const payment = paymentOf('captured');
  payment.allocate(one, rupees('60.00'), booking);
  assert.throws(() => payment.allocate(two, rupees('40.01'), booking), refusal('payment.refused', /of the ₹40.00 that are left/));
  payment.holdRefund(rupees('30.00'));
  assert.throws(() => payment.holdRefund(rupees('70.01')), refusal('payment.refused', /of the ₹70.00 that are left/));
  assert.throws(() => payment.allocate(two, rupees('10.01'), booking), refusal('payment.refused'));
  payment.allocate(two, rupees('10.00'), booking);
  assert.throws(
    () => payment.release(two, rupees('10.01'), booking),
    refusal('payment.refused', /of the ₹10.00 that this payment settles/),
  );
  payment.release(one, rupees('25.00'), booking);
  payment.release(two, rupees('10.00'), booking);
  assert.deepEqual(
    payment.applied.map(({ invoiceId, amount }) => [invoiceId, amount.toString()]),
    [[one, '35.00']],
  );
  assert.deepEqual([payment.allocatedAmount.toString(), payment.unallocated.toString()], ['35.00', '35.00']);
  assert.ok(Money.sum(payment.allocations.map(({ amount }) => amount)).equals(payment.allocatedAmount));
});

test('PAY-01 tax that the payer deducted at source settles an invoice beside the money, and does not go back', () => {
  const fields = { id: one, serviceCenterId: one, amount: rupees('98.00'), tdsAmount: rupees('2.00'), method: 'ONLINE' } as const;
  const payment = new Payment({ ...fields, receivedAt: at, businessDay: '2026-11-22' });
  payment.allocate(two, rupees('100.00'), booking);
  payment.release(two, rupees('98.00'), booking);
  refund(payment, '98.00');
  assert.deepEqual([payment.status, payment.unallocated.toString(), payment.allocatedAmount.toString()], ['refunded', '0.00', '2.00']);
});

test('PAY-06 what a provider collected is not reversed by hand', () => {
  const fields = { id: one, serviceCenterId: one, amount: rupees('100.00'), method: 'ONLINE', provider: 'stub' } as const;
  const payment = new Payment({ ...fields, receivedAt: at, businessDay: '2026-11-22' });
  assert.throws(() => payment.undo('reverse', Money.zero, at), refusal('payment.transition', /goes back by a refund/));
});

test('PAY-01 one payment settles invoices of one GSTIN, be it received now or applied later', () => {
  const of = (gstin: string) => ({ invoice: { customerId: 'customer', gstin } as unknown as Invoice, amount: rupees('1.00') });
  const [here, there] = [of('29AABCS1429B1ZQ'), of('27AABCS1429B1ZU')];
  refuseUnlessOneCustomer([here, here], 'customer');
  refuseUnlessOneCustomer([here], 'customer', '29AABCS1429B1ZQ');
  assert.throws(() => refuseUnlessOneCustomer([here, there], 'customer'), refusal('payment.refused', /one GSTIN/));
  assert.throws(() => refuseUnlessOneCustomer([there], 'customer', '29AABCS1429B1ZQ'), refusal('payment.refused', /of 29AABCS1429B1ZQ/));
});
