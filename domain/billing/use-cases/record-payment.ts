import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import { reach } from '../../shared/permit.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { paymentReceived } from '../events.ts';
import { Payment, PaymentAllocation, type PaymentMethod } from '../payment.ts';
import type { Invoices, Payments } from '../ports.ts';

export type RecordPayment = {
  readonly invoiceId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly notes?: string | undefined;
  /** When the money came in; by default now. Not in the future. */
  readonly receivedAt?: Date | undefined;
};

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; payments: Payments; limitUses: LimitUses }>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Takes down money against one invoice, never more than is due (PAY-01). The invoice is locked, so of many payments of the
 * whole amount at once one is taken (PAY-03).
 * @throws DomainError `payment.exceeds_balance` with the balance, `payment.refused`, `invoice.transition` for a draft
 */
export const recordPayment =
  ({ transact, clock, ids }: Deps) =>
  ({ invoiceId, amount, method, reference, notes, receivedAt }: RecordPayment, actor: Actor): Promise<Payment> =>
    transact(actor, async ({ invoices, payments, limitUses, record }) => {
      const now = clock.now();
      const at = receivedAt ?? now;
      if (!amount.isPositive()) throw new DomainError('payment.refused', 'The amount has to be more than zero.');
      if (at > now) throw new DomainError('payment.refused', 'Money cannot have been received in the future.');
      const invoice = await invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      await permitToday({ limitUses }, now, actor, 'payment.record', {
        serviceCenterId: invoice.serviceCenterId,
        source: invoice.sourceType,
        amountPaise: amount.paise,
        paidInCash: method === 'CASH',
      });
      const before = invoice.status;
      invoice.receive(amount, at);
      const id = ids.next();
      const payment = new Payment({
        id,
        serviceCenterId: invoice.serviceCenterId,
        customerId: invoice.customerId,
        amount,
        method,
        reference: reference ?? null,
        notes: notes ?? null,
        receivedAt: at,
        businessDay: businessDay(at),
        allocations: [new PaymentAllocation({ id: ids.next(), paymentId: id, invoiceId, amount })],
      });
      payments.add(payment);
      record(paymentReceived(payment, invoice, before));
      return payment;
    });
