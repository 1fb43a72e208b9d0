import type { Payment } from '@dms/domain/billing/payment';
import type { Payments } from '@dms/domain/billing/ports';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { Repository } from '@dms/domain/shared/repository';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** Payments, and which of them settle an invoice. */
export const postgresPayments = (db: Executor, rooted: Repository<Payment>): Payments => ({
  ...rooted,
  ofOrder: async (provider, orderId) => {
    const { rows } = await sql<{ id: string }>`
      select id from payments where provider = ${provider} and provider_order_id = ${orderId}`.execute(db);
    return rows[0] && rooted.getForChange(rows[0].id, everywhere);
  },
  openAdvances: async (customerId, serviceCenterId) => {
    const { rows } = await sql<{ day: string; open: string }>`
      select business_day as day, (amount + tds_amount - allocated_amount - refund_amount)::text as open from payments
      where customer_id = ${customerId} and service_center_id = ${serviceCenterId} and advance_for = 'SERVICE'
        and status in ('captured', 'partially_refunded') and amount + tds_amount - allocated_amount - refund_amount > 0
      order by business_day, id`.execute(db);
    return rows.map(({ day, open }) => ({ day, open: Money.ofPaise(BigInt(open)) }));
  },
  settling: async (invoiceId) => {
    const { rows } = await sql<{ id: string }>`
      select payment_id as id from payment_allocations where invoice_id = ${invoiceId} group by payment_id having sum(amount) > 0
      order by payment_id`.execute(db);
    return rows.map(({ id }) => id);
  },
  givenByNotes: async (paymentId, invoiceId) => {
    const { rows } = await sql<{ given: string }>`
      select coalesce(sum(r.amount), 0)::text as given from refunds r join credit_notes n on n.id = r.credit_note_id
      where r.payment_id = ${paymentId} and n.invoice_id = ${invoiceId} and r.status <> 'failed'`.execute(db);
    return Money.ofPaise(BigInt(rows[0]!.given));
  },
});
