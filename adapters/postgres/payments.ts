import type { Payment } from '@dms/domain/billing/payment';
import type { Payments } from '@dms/domain/billing/ports';
import type { Repository } from '@dms/domain/shared/repository';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** Payments, and which of them settle an invoice. */
export const postgresPayments = (db: Executor, rooted: Repository<Payment>): Payments => ({
  ...rooted,
  settling: async (invoiceId) => {
    const { rows } = await sql<{ id: string }>`
      select payment_id as id from payment_allocations where invoice_id = ${invoiceId} group by payment_id having sum(amount) > 0
      order by payment_id`.execute(db);
    return rows.map(({ id }) => id);
  },
});
