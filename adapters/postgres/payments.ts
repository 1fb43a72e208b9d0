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
    const theirs = sql`p.customer_id = ${customerId} and p.service_center_id = ${serviceCenterId} and p.advance_for = 'SERVICE'
        and p.status in ('captured', 'partially_refunded')`;
    await sql`select from payments p where ${theirs} order by p.id for update`.execute(db);
    // Asked once they are held: it sees what who held them before has counted.
    const { rows } = await sql<{ paymentId: string; day: string; open: string }>`
      select * from (
        select p.id as "paymentId", p.business_day as day,
          (p.amount + p.tds_amount - p.allocated_amount - p.refund_amount - counted.amount)::bigint as open
        from payments p cross join lateral (
          select coalesce(sum(greatest(c.amount * 100 - settled.amount, 0)), 0) as amount
          from invoices i cross join lateral jsonb_to_recordset(i.counted_advances) as c("paymentId" uuid, amount numeric)
            cross join lateral (
              select coalesce(sum(a.amount), 0) as amount from payment_allocations a where a.payment_id = p.id and a.invoice_id = i.id
            ) settled
          where i.customer_id = p.customer_id and i.status not in ('DRAFT', 'CANCELLED', 'DISCARDED') and c."paymentId" = p.id
        ) counted
        where ${theirs}
      ) advances where open > 0 order by day, "paymentId"`.execute(db);
    return rows.map(({ paymentId, day, open }) => ({ paymentId, day, open: Money.ofPaise(BigInt(open)) }));
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
