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
import type { Payment } from '../payment.ts';
import type { PaymentProviders } from '../payment-provider.ts';
import { creditNoteRefunded } from '../credit-note-events.ts';
import type { CashTotals, CreditNotes, Invoices, Payments, Refunds } from '../ports.ts';
import { Refund } from '../refund.ts';
import { releaseInvoices } from './release-invoices.ts';

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
};
type Deps = {
  readonly transact: Transact<Repositories>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly cashRefundLimit: Money };
};

/**
 * Asks for money to go back by the way it came. It is set aside at once: first what is the customer's credit, then what settles invoices,
 * which are due again by as much.
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
      const amount = asked ?? payment.amount.minus(payment.refundAmount).minus(payment.noteRefundAmount);
      refuseUnlessThere(payment, amount);
      if (method === 'CASH' && Money.sum([payment.refundAmount, payment.noteRefundAmount, amount]).compare(billing.cashRefundLimit) > 0)
        throw new DomainError('payment.refused', `No more than ₹${billing.cashRefundLimit} of a payment goes back in cash.`);
      const reopened = await releaseInvoices(unit, payment, amount.minus(payment.unallocated), { at: now, ids });
      payment.holdRefund(amount);
      const refund = new Refund({
        ...{ id: ids.next(), paymentId, serviceCenterId, customerId, amount, method, reason },
        ...{ requestedBy: actor.userId, requestedAt: now },
      });
      unit.refunds.add(refund);
      unit.record(refundRequested(refund, reopened));
      return refund;
    });

const refuseUnlessThere = (payment: Payment, amount: Money): void => {
  const left = payment.amount.minus(payment.refundAmount).minus(payment.noteRefundAmount);
  if (!['captured', 'partially_refunded'].includes(payment.status))
    throw new DomainError('payment.transition', `A payment that is "${payment.status}" is not refunded.`);
  if (!amount.isPositive() || amount.compare(left) > 0)
    throw new DomainError('payment.refused', `₹${amount} cannot be refunded of the ₹${left} that are left of this payment.`);
};

/** Loads and locks a refund and, where its money moves, the payment that it is of. */
const changeRefund =
  ({ transact, clock }: Deps) =>
  (
    { refundId, version }: ToRefund,
    actor: Actor,
    change: (refund: Refund, unit: Repositories & Recording, at: Date) => Promise<void> | void,
  ): Promise<Refund> =>
    transact(actor, async (unit) => {
      const refund = await unit.refunds.getForChange(refundId, reach(actor, 'refund.read'));
      expectVersion(refund, version);
      const from = refund.status;
      await change(refund, unit, clock.now());
      unit.record(refundChanged(refund, from));
      return refund;
    });

const decisionOn = ({ serviceCenterId, requestedBy }: Refund) => ({ serviceCenterId, makerId: requestedBy });

/**
 * Somebody else than who asked agrees, within their limit by refund and day.
 * @throws DomainError `refund.transition`, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const approveRefund = (deps: Deps) => (command: ToRefund, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, at) => {
    await permitToday(unit, at, actor, 'refund.approve', { ...decisionOn(refund), amountPaise: refund.amount.paise });
    refund.approve(actor.userId, at);
  });

/** @throws DomainError `refund.transition`, `entity.absent`, `access.denied`, `version.stale` */
export const rejectRefund = (deps: Deps) => (command: ToRefund & { readonly reason: string }, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, at) => {
    permit(actor, 'refund.approve', { ...decisionOn(refund), amountPaise: 0n, dayTotalPaise: 0n });
    refund.reject(command.reason, actor.userId, at);
    await movesBack(unit, refund);
  });

const paymentOf = ({ payments }: Pick<Repositories, 'payments'>, { paymentId }: Refund): Promise<Payment> =>
  payments.getForChange(paymentId, everywhere);
/** The money went back, or it did not: the payment, and the credit note where it was one that gave it, say so. */
export const movesBack = async (unit: Pick<Repositories, 'payments' | 'creditNotes'> & Recording, refund: Refund): Promise<void> => {
  const payment = await paymentOf(unit, refund);
  const arrived = refund.status === 'succeeded';
  if (refund.creditNoteId === null) return arrived ? payment.refund(refund.amount) : payment.dropRefund(refund.amount);
  if (!arrived) payment.dropNoteRefund(refund.amount);
  const note = await unit.creditNotes.getForChange(refund.creditNoteId, everywhere);
  const from = note.status;
  if (arrived) note.refund(refund.amount);
  else note.dropRefund(refund.amount);
  unit.record(creditNoteRefunded(note, refund, from));
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

/** The money arrived. */
export const completeRefund = (deps: Deps) => (command: ToRefund & { readonly reference?: string | undefined }, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, at) => {
    carrying(actor, refund);
    refund.succeed(command.reference ?? null, at);
    await movesBack(unit, refund);
  });

/** The bank sent it back: what was set aside is the customer's credit. */
export const failRefund = (deps: Deps) => (command: ToRefund & { readonly reason: string }, actor: Actor) =>
  changeRefund(deps)(command, actor, async (refund, unit, at) => {
    carrying(actor, refund);
    refund.fail(command.reason, at);
    await movesBack(unit, refund);
  });
