import { Money } from '@dms/domain/shared/money';
import type { Bills, IssuedBill } from '@dms/domain/workshop/ports';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

const issuedOf = (jobCardId: string) => sql`
  invoices where source_type = 'job' and source_id = ${jobCardId} and kind = 'INVOICE' and status not in ('DRAFT', 'CANCELLED', 'DISCARDED')`;

/** What billing knows of a job. */
export const postgresBills = (db: Executor): Bills => ({
  outstandingOf: async (jobCardId) => {
    const { rows } = await sql<{ paise: string | null }>`
      select sum(case when payer = 'CUSTOMER' then total_amount - paid_amount - credited_amount - written_off_amount else 0 end)::text as paise
      from ${issuedOf(jobCardId)}`.execute(db);
    const paise = rows[0]?.paise;
    return paise == null ? undefined : Money.ofPaise(BigInt(paise));
  },
  issuedOf: async (jobCardId) => {
    const { rows } = await sql<IssuedBill>`
      select invoice_number as number, cancellation_asked_at is not null as "isBeingCancelled" from ${issuedOf(jobCardId)} order by id`.execute(
      db,
    );
    return rows;
  },
});
