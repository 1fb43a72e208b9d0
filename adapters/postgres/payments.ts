import type { Payment } from '@dms/domain/billing/payment';
import type { Payments } from '@dms/domain/billing/ports';
import { everywhere } from '@dms/domain/shared/actor';
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
  settling: async (invoiceId) => {
    const { rows } = await sql<{ id: string }>`
      select payment_id as id from payment_allocations where invoice_id = ${invoiceId} group by payment_id having sum(amount) > 0
      order by payment_id`.execute(db);
    return rows.map(({ id }) => id);
  },
});
