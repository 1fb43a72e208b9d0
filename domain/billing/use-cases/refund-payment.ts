import type { LimitUses } from '../../shared/access/limit-uses.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { Money } from '../../shared/money.ts';
import { permitToday } from '../../shared/permit-today.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { refundChanged, refundRequested } from '../events.ts';
import type { Booking, Payment } from '../payment.ts';
import type { PaymentProviders } from '../payment-provider.ts';
import { creditNoteRefunded } from '../credit-note-events.ts';
import type { CashTotals, CreditNotes, Invoices, NumberSeries, Payments, Refunds } from '../ports.ts';
import { Refund } from '../refund.ts';
import { releaseInvoices, type Reopened } from './release-invoices.ts';
import { type VoucherPattern, writeRefundVoucher } from './write-refund-voucher.ts';

export type RequestRefund = {
  readonly paymentId: string;
  /** By default all that is left of it. */
  readonly amount?: Money | undefined;
  readonly reason: string;
  readonly version?: number | undefined;
};
export type ToRefund = { readonly refundId: string; readonly version?: number | undefined };

type Repositories = {
  invoices: Invoices;
  payments: Payments;
  creditNotes: CreditNotes;
  refunds: Refunds;
  limitUses: LimitUses;
  cashTotals: CashTotals;
  numberSeries: NumberSeries;
};
type Deps = {
  readonly transact: Transact<Repositories>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly cashRefundLimit: Money } & VoucherPattern;
};

/**
 * Asks for money to go back by the way it came. It is set aside at once, so that nothing else is done with it: first what is the customer's
 * credit, then what settles invoices, which are due again once it went back, and not before.
 * @throws DomainError `payment.refused` beyond what is left of the payment or above what goes back in cash, `payment.transition`
 */
export const requestRefund =
  ({ transact, clock, ids, billing }: Deps) =>
  ({ paymentId, amount: asked, reason, version }: RequestRefund, actor: Actor): Promise<Refund> =>
    transact(actor, async (unit) => {
      const now = clock.now();
      const payment = await unit.payments.getForChange(paymentId, reach(actor, 'payment.read'));
      const { serviceCenterId, customerId, method } = payment;
      permit(actor, 'refund.request', { serviceCenterId, paidInCash: false, amountPaise: 0n, dayTotalPaise: 0n });
      expectVersion(payment, version);
      const amount = asked ?? payment.refundable;
      refuseUnlessThere(payment, amount);
      if (method === 'CASH' && Money.sum([payment.refundAmount, payment.noteRefundAmount, amount]).compare(billing.cashRefundLimit) > 0)
        throw new DomainError('payment.refused', `No more than ₹${billing.cashRefundLimit} of a payment goes back in cash.`);
      payment.holdRefund(amount);
      const refund = new Refund({
        ...{ id: ids.next(), paymentId, serviceCenterId, customerId, amount, method, reason },
        ...{ requestedBy: actor.userId, requestedAt: now },
      });
      unit.refunds.add(refund);
      unit.record(refundRequested(refund));
      return refund;
    });

const refuseUnlessThere = (payment: Payment, amount: Money): void => {
  const left = payment.refundable;
  if (!['captured', 'partially_refunded'].includes(payment.status))
    throw new DomainError('payment.transition', `A payment that is "${payment.status}" is not refunded.`);
  if (!amount.isPositive() || amount.compare(left) > 0)
    throw new DomainError('payment.refused', `₹${amount} cannot be refunded of the ₹${left} that are left of this payment.`);
};

/** Loads and locks a refund and, where its money moves, the payment that it is of. */
const changeRefund =
  ({ transact, clock, ids }: Deps) =>
  (
    { refundId, version }: ToRefund,
    actor: Actor,
    change: (refund: Refund, unit: Repositories & Recording, booking: Booking) => Promise<readonly Reopened[] | void>,
  ): Promise<Refund> =>
    transact(actor, async (unit) => {
      const refund = await unit.refunds.getForChange(refundId, reach(actor, 'refund.read'));
      expectVersion(refund, version);
      const from = refund.status;
      const reopened = await change(refund, unit, { at: clock.now(), ids });
      unit.record(refundChanged(refund, from, reopened ?? []));
      return refund;
    });

const decisionOn = ({ serviceCenterId, requestedBy }: Refund) => ({ serviceCenterId, makerId: requestedBy });

/**
 * Somebody else than who asked agrees, within their limit by refund and day.
 * @throws DomainError `refund.transition`, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const approveRefund = (deps: Deps) => (command: ToRefund, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, { at }) => {
    await permitToday(unit, at, actor, 'refund.approve', { ...decisionOn(refund), amountPaise: refund.amount.paise });
    refund.approve(actor.userId, at);
  });

/** @throws DomainError `refund.transition`, `entity.absent`, `access.denied`, `version.stale` */
export const rejectRefund = (deps: Deps) => (command: ToRefund & { readonly reason: string }, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, booking) => {
    permit(actor, 'refund.approve', { ...decisionOn(refund), amountPaise: 0n, dayTotalPaise: 0n });
    refund.reject(command.reason, actor.userId, booking.at);
    return movesBack(deps, unit, refund, booking);
  });

const paymentOf = ({ payments }: Pick<Repositories, 'payments'>, { paymentId }: Refund): Promise<Payment> =>
  payments.getForChange(paymentId, everywhere);

type Moving = Pick<Repositories, 'payments' | 'creditNotes' | 'invoices' | 'cashTotals' | 'numberSeries'> & Recording;

/**
 * The money went back, or it did not: the payment, and the credit note where it was one that gave it, say so. What went back settles
 * nothing any more; says which invoices are due again. An advance that went back leaves a voucher.
 */
export const movesBack = async (
  { billing }: { readonly billing: VoucherPattern },
  unit: Moving,
  refund: Refund,
  booking: Booking,
): Promise<readonly Reopened[]> => {
  const payment = await paymentOf(unit, refund);
  const arrived = refund.status === 'succeeded';
  if (refund.creditNoteId !== null) return movesBackOfNote(unit, payment, refund, arrived);
  if (!arrived) {
    payment.dropRefund(refund.amount);
    return [];
  }
  const open = payment.openAdvance;
  const reopened = await releaseInvoices(unit, payment, payment.toRelease(refund.amount), booking);
  payment.refund(refund.amount);
  await writeRefundVoucher(billing)(unit, refund, payment, open, booking.at);
  return reopened;
};

const movesBackOfNote = async (unit: Moving, payment: Payment, refund: Refund, arrived: boolean): Promise<readonly Reopened[]> => {
  if (!arrived) payment.dropNoteRefund(refund.amount);
  const note = await unit.creditNotes.getForChange(refund.creditNoteId!, everywhere);
  const from = note.status;
  if (arrived) note.refund(refund.amount);
  else note.dropRefund(refund.amount);
  unit.record(creditNoteRefunded(note, refund, from));
  return [];
};

/** Sets aside again what arrived though it was told to have failed; says whether it was all there still. */
export const holdsAgain = async (unit: Moving, refund: Refund): Promise<boolean> => {
  const { amount, creditNoteId } = refund;
  const payment = await paymentOf(unit, refund);
  if (amount.compare(payment.refundable) > 0) return false;
  if (creditNoteId === null) {
    payment.holdRefund(amount);
    return true;
  }
  const note = await unit.creditNotes.getForChange(creditNoteId, everywhere);
  if (amount.compare(note.openAmount) > 0) return false;
  note.holdRefund(amount);
  payment.holdNoteRefundAgain(amount);
  return true;
};

const carrying = (actor: Actor, { serviceCenterId }: Refund): void =>
  permit(actor, 'refund.request', { serviceCenterId, paidInCash: false, amountPaise: 0n, dayTotalPaise: 0n });

type ProcessDeps = Deps & { readonly paymentProviders: PaymentProviders };

/** The transfer was ordered, the cash counted out. */
export const processRefund = (deps: ProcessDeps) => (command: ToRefund, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit) => {
    carrying(actor, refund);
    refund.process();
    if (refund.method === 'ONLINE') await sendBack(deps, await paymentOf(unit, refund), refund);
  });

/** What a provider collected it sends back, once by the id of the refund; its callback says whether that arrived. */
const sendBack = async (
  { paymentProviders }: ProcessDeps,
  { provider, providerPaymentId }: Payment,
  { id, amount }: Refund,
): Promise<void> => {
  if (provider === null || providerPaymentId === null) return;
  const sender = paymentProviders.find(provider);
  if (!sender) throw new DomainError('payment.refused', 'Who collected this payment is not configured any more.');
  await sender.refund({ id, paymentId: providerPaymentId, amount });
};

/** Whether money that a provider collected went back is for the provider to say: by hand it could go back twice. */
const refuseWherePromised = ({ provider }: Payment): void => {
  if (provider !== null)
    throw new DomainError('refund.transition', 'A provider sends this money back, and says itself whether it arrived: wait for it.');
};

/** The money arrived. */
export const completeRefund = (deps: Deps) => (command: ToRefund & { readonly reference?: string | undefined }, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, booking) => {
    carrying(actor, refund);
    refuseWherePromised(await paymentOf(unit, refund));
    refund.succeed(command.reference ?? null, booking.at);
    return movesBack(deps, unit, refund, booking);
  });

/** The bank sent it back: what was set aside settles what it settled, or is the customer's credit again. */
export const failRefund = (deps: Deps) => (command: ToRefund & { readonly reason: string }, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, booking) => {
    carrying(actor, refund);
    refuseWherePromised(await paymentOf(unit, refund));
    refund.fail(command.reason, booking.at);
    return movesBack(deps, unit, refund, booking);
  });
