import type { SeriesKey } from '@dms/domain/billing/ports';
import type { NumberedDocument, SeriesReads } from '@dms/domain/billing/series-reads';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';

/** Where documents with numbers of a series are kept. A new kind of document adds its line. */
const sources: readonly RawBuilder<unknown>[] = [
  sql`select id, gstin, kind, coalesce(series_prefix, '') as prefix, financial_year, invoice_number as number, document_date as day,
        issued_at, status = 'CANCELLED' as cancelled,
        null::date as ended_on, true as reported from invoices where invoice_number is not null and kind <> 'OPENING'`,
  sql`select id, gstin, document_kind, coalesce(series_prefix, ''), financial_year, document_number, document_date, dispatched_at, false, null, true
        from stock_transfers where document_kind = 'CHALLAN'`,
  sql`select id, gstin, 'CREDIT_NOTE', series_prefix, financial_year, note_number, document_date, issued_at, false, null, true
        from credit_notes where note_number is not null`,
  // Only that of an advance is a receipt voucher (CGST Rule 50), and reported. It is dated by the voucher: the money may have come before.
  sql`select id, gstin, 'RECEIPT', series_prefix, financial_year, receipt_number, (receipt ->> 'date')::date, (receipt ->> 'issuedAt')::timestamptz,
        status in ('reversed', 'bounced'), (undone_at at time zone 'Asia/Kolkata')::date, advance_for is not null
        from payments where receipt_number is not null`,
  sql`select id, gstin, 'REFUND_VOUCHER', series_prefix, financial_year, voucher_number, (voucher ->> 'date')::date, (voucher ->> 'issuedAt')::timestamptz,
        false, null, true from refunds where voucher_number is not null`,
];
export const documents = sql.join(sources, sql` union all `);

type Row = Omit<NumberedDocument, 'issuedAt'> & { readonly issuedAt: string };

export const postgresSeriesReads = (db: Executor): SeriesReads => ({
  async keys() {
    const { rows } = await sql<SeriesKey>`
      select gstin, kind, prefix, financial_year as "financialYear" from number_series
      union select gstin, kind, prefix, financial_year from (${documents}) d
      order by 1, 2, 3, 4`.execute(db);
    return rows;
  },

  async content({ gstin, kind, prefix, financialYear }) {
    const key = sql`gstin = ${gstin} and kind = ${kind} and prefix = ${prefix} and financial_year = ${financialYear}`;
    // One statement, and so one instant: whoever takes a number meanwhile moves the row and the documents together.
    const { rows } = await sql<{ row: { next: number; lastDay: string } | null; documents: Row[] | null }>`
      select (select json_build_object('next', next, 'lastDay', last_date) from number_series where ${key}) as row,
        (select json_agg(json_build_object('id', id, 'number', number, 'day', day, 'issuedAt', issued_at, 'cancelled', cancelled))
         from (${documents}) d where ${key}) as documents`.execute(db);
    const { row, documents: found } = rows[0]!;
    return { row: row ?? undefined, documents: (found ?? []).map((document) => ({ ...document, issuedAt: new Date(document.issuedAt) })) };
  },

  async sharedNumbers() {
    const { rows } = await sql<{ gstin: string; kind: SeriesKey['kind']; financialYear: number; number: string; ids: string[] }>`
      select gstin, kind, financial_year as "financialYear", upper(number) as number, array_agg(id::text order by id) as ids
      from (${documents}) d group by gstin, kind, financial_year, upper(number) having count(*) > 1 order by 1, 2, 3, 4`.execute(db);
    return rows;
  },
});
