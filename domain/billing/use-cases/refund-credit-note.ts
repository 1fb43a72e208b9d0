import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import type { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { creditNoteRefundAsked } from '../credit-note-events.ts';
import { refundRequested } from '../events.ts';
import type { Payment } from '../payment.ts';
import type { CreditNotes, Payments, Refunds } from '../ports.ts';
import { Refund } from '../refund.ts';

export type RefundCreditNote = {
  readonly creditNoteId: string;
  /** By default the one payment of the invoice that so much can go back of. */
  readonly paymentId?: string | undefined;
  /** By default all that is open. */
  readonly amount?: Money | undefined;
  readonly reason: string;
  readonly version?: number | undefined;
};

type Deps = {
  readonly transact: Transact<{ payments: Payments; creditNotes: CreditNotes; refunds: Refunds }>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly cashRefundLimit: Money };
};

/**
 * Asks for what is open of a credit note to go back by the way its invoice was paid. It is set aside at once, so that it cannot be
 * applied meanwhile; from then on it is a refund like any other (CRN-01).
 * @throws DomainError `creditnote.exceeds` beyond what is open, `creditnote.refused` where no payment of the invoice brought so much,
 * `creditnote.transition`, `entity.absent`, `access.denied`, `version.stale`
 */
export const refundCreditNote =
  ({ transact, clock, ids, billing }: Deps) =>
  ({ creditNoteId, paymentId, amount: asked, reason, version }: RefundCreditNote, actor: Actor): Promise<Refund> =>
    transact(actor, async (unit) => {
      const seen = await unit.creditNotes.get(creditNoteId, reach(actor, 'creditnote.read'));
      permit(actor, 'refund.request', { serviceCenterId: seen.serviceCenterId, paidInCash: false, amountPaise: 0n, dayTotalPaise: 0n });
      // Payments are locked before notes, and notes before invoices.
      const paying = await lockPayments(unit, seen.invoiceId);
      const note = await unit.creditNotes.getForChange(creditNoteId, everywhere);
      expectVersion(note, version);
      const amount = asked ?? note.openAmount;
      note.holdRefund(amount);
      const payment = chosen(paying, paymentId, amount);
      payment.holdNoteRefund(amount, billing.cashRefundLimit);
      const { serviceCenterId, customerId } = note;
      const refund = new Refund({
        ...{ id: ids.next(), paymentId: payment.id, creditNoteId, serviceCenterId, customerId, amount, method: payment.method, reason },
        ...{ requestedBy: actor.userId, requestedAt: clock.now() },
      });
      unit.refunds.add(refund);
      unit.record(refundRequested(refund), creditNoteRefundAsked(note, refund));
      return refund;
    });

type Paying = { readonly payment: Payment; /** What notes on the invoice can still give back of it. */ readonly room: Money };

/** Those that settle the invoice, in the order of their ids. */
const lockPayments = async ({ payments }: { readonly payments: Payments }, invoiceId: string): Promise<Paying[]> => {
  const locked: Paying[] = [];
  for (const id of await payments.settling(invoiceId)) {
    const payment = await payments.getForChange(id, everywhere);
    locked.push({ payment, room: payment.returnable(invoiceId, await payments.givenByNotes(id, invoiceId)) });
  }
  return locked;
};

const chosen = (paying: readonly Paying[], paymentId: string | undefined, amount: Money): Payment => {
  const candidates = paymentId === undefined ? paying : paying.filter(({ payment }) => payment.id === paymentId);
  const found = candidates.find(({ room }) => room.compare(amount) >= 0);
  if (found) return found.payment;
  const rooms = paying.map(({ payment, room }) => `₹${room} of ${payment.receiptNumber ?? payment.id}`).join(', ');
  throw new DomainError(
    'creditnote.refused',
    `₹${amount} go back by the way they came, and no payment of this invoice brought as much: ${rooms || 'nothing was paid'}. Refund it in parts, naming each payment, or apply it.`,
  );
};
