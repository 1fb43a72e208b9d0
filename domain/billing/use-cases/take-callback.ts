import { type Actor, everywhere, systemActor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { paymentFailed, paymentReceived, refundChanged, refundContradicted } from '../events.ts';
import type { Payment } from '../payment.ts';
import type { PaymentCallbacks, PaymentProvider, PaymentProviders, ProviderEvent, SignedCallback } from '../payment-provider.ts';
import type { CashTotals, CreditNotes, Invoices, NumberSeries, Payments, Refunds } from '../ports.ts';
import { partsOf, settle } from './record-payment.ts';
import { holdsAgain, movesBack } from './refund-payment.ts';
import { writeReceipt } from './write-receipt.ts';
import type { VoucherPattern } from './write-refund-voucher.ts';

export type TakeCallback = { readonly provider: string; readonly callback: SignedCallback };

type Repositories = {
  invoices: Invoices;
  payments: Payments;
  refunds: Refunds;
  creditNotes: CreditNotes;
  paymentCallbacks: PaymentCallbacks;
  numberSeries: NumberSeries;
  cashTotals: CashTotals;
};
type Deps = {
  readonly transact: Transact<Repositories>;
  readonly paymentProviders: PaymentProviders;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly receiptPattern: string } & VoucherPattern;
};
type Unit = Parameters<Parameters<Deps['transact']>[1]>[0];
type Take<Kind extends ProviderEvent['kind']> = (
  deps: Deps,
  unit: Unit,
  event: Extract<ProviderEvent, { kind: Kind }>,
  provider: PaymentProvider,
) => Promise<void>;

/**
 * Does what a provider says, once, however often and in whichever order it says so (PAY-06): the callback is taken down by its id in the
 * transaction of its effect, and what does not follow from the present state has none. What is not the provider's is refused without a word on why.
 * @throws DomainError `callback.refused`, `entity.absent` for what we do not know yet: the provider says it again
 */
export const takeCallback =
  (deps: Deps) =>
  ({ provider: name, callback }: TakeCallback, { requestId }: Actor): Promise<void> => {
    const provider = deps.paymentProviders.find(name);
    const event = provider?.verify(callback, deps.clock.now());
    if (!provider || !event) throw new DomainError('callback.refused', 'This callback is not taken.');
    return deps.transact(systemActor(requestId), async (unit) => {
      if (!(await unit.paymentCallbacks.takeDown(provider.name, event, deps.clock.now()))) return;
      await (takes[event.kind] as Take<ProviderEvent['kind']>)(deps, unit, event, provider);
    });
  };

const ordered = async ({ payments }: Repositories, provider: PaymentProvider, orderId: string): Promise<Payment> => {
  const payment = await payments.ofOrder(provider.name, orderId);
  if (!payment) throw absent('payment');
  return payment;
};

/** Captured it is once, from where nothing came in before; one that failed may be paid at a second try. */
const captured: Take<'payment.captured'> = async ({ clock, ids, billing }, unit, { orderId, paymentId, amount }, provider) => {
  const payment = await ordered(unit, provider, orderId);
  if (payment.status !== 'pending' && payment.status !== 'failed') return;
  if (!amount.equals(payment.amount))
    throw new DomainError('payment.refused', `₹${amount} were captured of an order of ₹${payment.amount}.`);
  const at = clock.now();
  const invoice = await unit.invoices.getForChange(payment.meantFor!, everywhere);
  const before = invoice.status;
  payment.capture(paymentId, at);
  // What was paid otherwise meanwhile is not due any more: the excess is the customer's credit. So is what comes while it is being cancelled.
  const due = invoice.balance.compare(amount) < 0 ? invoice.balance : amount;
  const shares = due.isPositive() && !invoice.isBeingCancelled ? [{ invoice, amount: due }] : [];
  settle(payment, shares, { at, ids });
  const parts = partsOf([{ invoice, amount }]);
  await writeReceipt({ clock, billing })(unit, payment, { ...parts, invoices: shares.map((share) => share.invoice) });
  unit.record(paymentReceived(payment, shares, shares.length > 0 ? [before] : []));
};

const authorised: Take<'payment.authorised'> = async (_, unit, { orderId, paymentId, amount }, provider) => {
  const payment = await ordered(unit, provider, orderId);
  if (payment.status === 'pending' && amount.equals(payment.amount)) await provider.capture({ paymentId, amount });
};

const failed: Take<'payment.failed'> = async (_, unit, { orderId }, provider) => {
  const payment = await ordered(unit, provider, orderId);
  if (payment.status !== 'pending') return;
  payment.fail();
  unit.record(paymentFailed(payment));
};

type RefundEnd = Extract<ProviderEvent, { kind: 'refund.succeeded' | 'refund.failed' }>;

/** What failed may arrive all the same, and then it went back: it is set aside again, or, where it was used since, an alarm is kept. */
const refundEnded = async ({ clock, ids, billing }: Deps, unit: Unit, event: RefundEnd, provider: PaymentProvider): Promise<void> => {
  const refund = await unit.refunds.getForChange(event.refundId, everywhere);
  if (refund.status === 'succeeded' || (refund.status === 'failed' && event.kind === 'refund.failed')) return;
  const payment = await unit.payments.getForChange(refund.paymentId, everywhere);
  if (payment.provider !== provider.name) throw absent('refund');
  if (event.kind === 'refund.succeeded' && refund.status === 'failed' && !(await holdsAgain(unit, refund))) {
    unit.record(refundContradicted(refund, event.reference));
    return;
  }
  const at = clock.now();
  const from = refund.status;
  if (event.kind === 'refund.succeeded') refund.succeed(event.reference, at);
  else refund.fail(event.reason, at);
  const reopened = await movesBack({ billing }, unit, refund, { at, ids });
  unit.record(refundChanged(refund, from, reopened));
};

const takes: { readonly [Kind in ProviderEvent['kind']]: Take<Kind> } = {
  'payment.authorised': authorised,
  'payment.captured': captured,
  'payment.failed': failed,
  'refund.succeeded': refundEnded,
  'refund.failed': refundEnded,
};
