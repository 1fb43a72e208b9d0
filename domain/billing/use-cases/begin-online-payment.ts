import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { paymentBegun } from '../events.ts';
import { Payment } from '../payment.ts';
import type { PaymentProviders } from '../payment-provider.ts';
import type { Invoices, Payments } from '../ports.ts';

export type BeginOnlinePayment = { readonly invoiceId: string; /** By default what is due. */ readonly amount?: Money | undefined };
export type BegunPayment = { readonly payment: Payment; readonly checkoutUrl: string };

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; payments: Payments }>;
  readonly paymentProviders: PaymentProviders;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Has a provider collect money for an invoice. Nothing is settled until the provider says that it is there (PAY-06); an order that is never
 * paid, or that no record was kept of, costs nobody anything.
 * @throws DomainError `payment.exceeds_balance` with the balance, `payment.refused` where no provider is configured or nothing is due,
 * `invoice.transition` for a draft, `entity.absent`, `access.denied`
 */
export const beginOnlinePayment =
  ({ transact, paymentProviders, clock, ids }: Deps) =>
  ({ invoiceId, amount: asked }: BeginOnlinePayment, actor: Actor): Promise<BegunPayment> =>
    transact(actor, async ({ invoices, payments, record }) => {
      const invoice = await invoices.get(invoiceId, reach(actor, 'invoice.read'));
      const { serviceCenterId, customerId, sourceType, balance } = invoice;
      const facts = { paidInCash: false, amountPaise: 0n, dayTotalPaise: 0n };
      permit(actor, 'payment.record', { serviceCenterId, source: sourceType, ...facts });
      const provider = paymentProviders.chosen;
      if (!provider) throw new DomainError('payment.refused', 'Nobody is configured to collect payments online.');
      const amount = asked ?? balance;
      invoice.refuseAbove(amount);
      if (!amount.isPositive()) throw new DomainError('payment.refused', 'Nothing is due on this invoice.');
      const [id, now] = [ids.next(), clock.now()];
      const { orderId, checkoutUrl } = await provider.create({ id, amount });
      const payment = new Payment({
        ...{ id, serviceCenterId, customerId, amount, method: 'ONLINE', status: 'pending', meantFor: invoiceId },
        ...{ receivedAt: now, businessDay: businessDay(now), provider: provider.name, providerOrderId: orderId },
      });
      payments.add(payment);
      record(paymentBegun(payment));
      return { payment, checkoutUrl };
    });
