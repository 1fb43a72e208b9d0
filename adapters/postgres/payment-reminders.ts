import { MOST_DAYS_LATE, type PaymentReminder, type PaymentReminders } from '@dms/domain/billing/payment-reminder';
import { Money } from '@dms/domain/shared/money';
import type { Ids } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

type Row = Omit<PaymentReminder, 'balance'> & { readonly balance: string };
type Due = { readonly invoiceId: string; readonly dueDate: string; readonly dayOffset: number };

export const postgresPaymentReminders = (db: Executor, ids: Ids): PaymentReminders => {
  const insert = (due: readonly Due[], now: Date) => {
    const rows = JSON.stringify(due.map((each) => ({ id: ids.next(), ...each })));
    return sql<Row>`
      with reminded as (
        insert into payment_reminders (id, invoice_id, due_date, day_offset, reminded_at)
        select r.id, r."invoiceId", r."dueDate", r."dayOffset", ${now}::timestamptz
        from json_to_recordset(${rows}::json) as r (id uuid, "invoiceId" uuid, "dueDate" date, "dayOffset" integer)
        on conflict (invoice_id, due_date, day_offset) do nothing
        returning invoice_id, due_date, day_offset)
      select i.id as "invoiceId", i.service_center_id as "serviceCenterId", i.invoice_number as "invoiceNumber",
        i.customer_id as "customerId", r.due_date as "dueDate", r.day_offset as "dayOffset",
        (i.total_amount - i.paid_amount - i.credited_amount - i.written_off_amount)::text as balance
      from reminded r join invoices i on i.id = r.invoice_id order by i.id`.execute(db);
  };

  return {
    async fallDue(today, offsets, most, now) {
      if (offsets.length === 0) return [];
      // Locked as who pays locks them: what is paid meanwhile is waited for, and then no longer due.
      const { rows: due } = await sql<Due>`
        select i.id as "invoiceId", i.due_date as "dueDate", passed.day_offset as "dayOffset"
        from invoices i
        cross join lateral (
          select max(o) as day_offset from unnest(${offsets}::integer[]) o
          where i.due_date + o between greatest(i.document_date, ${today}::date - ${MOST_DAYS_LATE}::integer) and ${today}::date) passed
        where i.kind = 'INVOICE' and i.source_type <> 'transfer' and i.status in ('UNPAID', 'PARTIAL')
          and i.cancellation_asked_at is null
          and i.due_date between ${today}::date - ${MOST_DAYS_LATE + Math.max(...offsets)}::integer and ${today}::date - ${Math.min(...offsets)}::integer
          and passed.day_offset is not null
          and not exists (
            select from payment_reminders r
            where r.invoice_id = i.id and r.due_date = i.due_date and r.day_offset >= passed.day_offset)
        order by i.id limit ${most} for no key update of i`.execute(db);
      const { rows } = due.length === 0 ? { rows: [] } : await insert(due, now);
      return rows.map(({ balance, ...row }) => ({ ...row, balance: Money.ofPaise(BigInt(balance)) }));
    },

    async lastOf(invoiceId, dueDate) {
      const { rows } = await sql<{ last: number | null }>`
        select max(day_offset) as last from payment_reminders where invoice_id = ${invoiceId} and due_date = ${dueDate}`.execute(db);
      return rows[0]!.last ?? undefined;
    },
  };
};
