import type { Actor } from '../../shared/actor.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { paymentUndone } from '../events.ts';
import type { Payment } from '../payment.ts';
import type { CashTotals, Invoices, Payments } from '../ports.ts';
import { billBounceCharge } from './bill-bounce-charge.ts';
import type { DebitNumbering } from './issue-debit-note.ts';
import { releaseInvoices } from './release-invoices.ts';

export type UndoPayment = { readonly paymentId: string; readonly reason: string; readonly version?: number | undefined };

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; payments: Payments; cashTotals: CashTotals } & DebitNumbering>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly bounceCharge: Money; readonly debitNotePattern: string };
};

/** Whose it is to undo what. */
const actionOf = { reverse: 'payment.reverse', bounce: 'payment.bounce' } as const;

const undoing =
  (event: keyof typeof actionOf) =>
  ({ transact, clock, ids, billing }: Deps) =>
  ({ paymentId, reason, version }: UndoPayment, actor: Actor): Promise<Payment> =>
    transact(actor, async (unit) => {
      const payment = await unit.payments.getForChange(paymentId, reach(actor, 'payment.read'));
      permit(actor, actionOf[event], { serviceCenterId: payment.serviceCenterId, reason });
      expectVersion(payment, version);
      payment.refuseUnlessUndoable(event);
      const at = clock.now();
      const reopened = await releaseInvoices(unit, payment, payment.allocatedAmount, { at, ids });
      payment.undo(event, event === 'bounce' ? billing.bounceCharge : Money.zero, at);
      // Cash that was never there does not count towards what the person may still pay.
      if (payment.method === 'CASH' && payment.customerId !== null)
        await unit.cashTotals.addFromPerson(payment.customerId, payment.businessDay, payment.amount.negated());
      unit.record(paymentUndone(event, payment, reopened, reason));
      if (event === 'bounce') await billBounceCharge({ clock, ids, billing }, unit, payment);
      return payment;
    });

/**
 * What was recorded by mistake is taken back: its invoices are due again, and nothing of it is left.
 * @throws DomainError `payment.transition`, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const reversePayment = undoing('reverse');

/**
 * A cheque was not honoured: what it paid is due again, and the charge that is configured is billed by a debit note (PAY-05).
 * @throws DomainError `payment.transition` for anything but a cheque, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const bouncePayment = undoing('bounce');
