import { scopeOf } from '../../shared/access/decide.ts';
import { type Actor, nowhere } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Payment } from '../payment.ts';
import type { BillingReads, PaymentFilter, PaymentRow, RefundFilter, RefundRow } from '../reads.ts';
import type { Refund } from '../refund.ts';

type Deps = { readonly billingReads: BillingReads };

/** One's own payments are those of one's visits, and no visit is billed yet. */
const seenBy = (actor: Actor, action: 'payment.read' | 'refund.read') =>
  scopeOf(actor, action).kind === 'own' ? nowhere : reach(actor, action);

export const listPayments =
  ({ billingReads }: Deps) =>
  (filter: PaymentFilter, page: PageRequest, actor: Actor): Promise<Page<PaymentRow>> =>
    billingReads.payments(filter, seenBy(actor, 'payment.read'), page);

/** @throws DomainError `entity.absent`, `access.denied` */
export const readPayment =
  ({ billingReads }: Deps) =>
  async (paymentId: string, actor: Actor): Promise<Payment> => {
    const payment = await billingReads.payment(paymentId, reach(actor, 'payment.read'));
    permit(actor, 'payment.read', { serviceCenterId: payment.serviceCenterId });
    return payment;
  };

export const listRefunds =
  ({ billingReads }: Deps) =>
  (filter: RefundFilter, page: PageRequest, actor: Actor): Promise<Page<RefundRow>> =>
    billingReads.refunds(filter, seenBy(actor, 'refund.read'), page);

/** @throws DomainError `entity.absent`, `access.denied` */
export const readRefund =
  ({ billingReads }: Deps) =>
  async (refundId: string, actor: Actor): Promise<Refund> => {
    const refund = await billingReads.refund(refundId, reach(actor, 'refund.read'));
    permit(actor, 'refund.read', { serviceCenterId: refund.serviceCenterId });
    return refund;
  };
