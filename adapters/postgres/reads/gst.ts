import type { AdvanceOfPeriod } from '@dms/domain/billing/advance-tax';
import type { IssuedSeries } from '@dms/domain/billing/documents-issued';
import type { GstDocument, GstLine, SupplyKind } from '@dms/domain/billing/gst-document';
import type { GstReads } from '@dms/domain/billing/gst-reads';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { documents as numbered } from './series.ts';

/** Figures as texts: a sum of paise must not pass through a double. */
type LineRow = { [Field in keyof GstLine]: string };
type Row = Omit<GstDocument, 'total' | 'original' | 'lines'> & {
  readonly total: string;
  readonly original: { readonly number: string; readonly day: string; readonly total: string } | null;
  readonly lines: readonly LineRow[];
};

/** A table of documents of supply, and that of their lines. */
type Supply = { readonly select: RawBuilder<unknown>; readonly lines: RawBuilder<unknown> };

/** Documents of before there was a category tell a zone by IGST within the seller's own state. */
const inZone = (table: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  coalesce(${table}.document #>> '{buyer,gstCategory}' = 'SEZ', false)
    or (${table}.document #>> '{buyer,gstin}' is not null and ${table}.supply_type = 'INTER' and ${table}.place_of_supply = left(${table}.gstin, 2))
    as "buyerInZone"`;

/** What a note says of itself and of the invoice it changes, by which its table of GSTR-1 is decided. */
const noteOf = (kind: SupplyKind, table: string): RawBuilder<unknown> => sql`
  select n.id, ${sql.lit(kind)} as kind, n.note_number as number, n.document_date as day, false as cancelled, n.gstin,
    n.document #>> '{buyer,gstin}' as "buyerGstin", ${inZone(sql`n`)}, n.place_of_supply as "placeOfSupply", n.supply_type as "supplyType",
    n.total_amount::text as total,
    json_build_object('number', o.invoice_number, 'day', o.document_date, 'total', o.total_amount::text) as original
  from ${sql.table(table)} n join invoices o on o.id = n.invoice_id where n.note_number is not null`;

/** Where documents of supply are kept. A new kind of them adds its line. */
const supplies: readonly Supply[] = [
  {
    select: sql`
      select id, kind, invoice_number as number, document_date as day, status = 'CANCELLED' as cancelled, gstin,
        document #>> '{buyer,gstin}' as "buyerGstin", ${inZone(sql`invoices`)}, place_of_supply as "placeOfSupply", supply_type as "supplyType",
        total_amount::text as total, null::json as original
      from invoices where kind = 'INVOICE' and status <> 'DRAFT'`,
    lines: sql`(select *, invoice_id as owner from invoice_lines) l`,
  },
  {
    // The charge of a cheque is no supply, and in no table.
    select: sql`
      select i.id, i.kind, i.invoice_number as number, i.document_date as day, i.status = 'CANCELLED' as cancelled, i.gstin,
        i.document #>> '{buyer,gstin}' as "buyerGstin", ${inZone(sql`i`)}, i.place_of_supply as "placeOfSupply", i.supply_type as "supplyType",
        i.total_amount::text as total,
        json_build_object('number', o.invoice_number, 'day', o.document_date, 'total', o.total_amount::text) as original
      from invoices i join invoices o on o.id = i.original_id where i.kind = 'DEBIT_NOTE' and i.invoice_number is not null`,
    lines: sql`(select *, invoice_id as owner from invoice_lines) l`,
  },
  { select: noteOf('CREDIT_NOTE', 'credit_notes'), lines: sql`(select *, credit_note_id as owner from credit_note_lines) l` },
];

type AdvanceRow = Omit<AdvanceOfPeriod, 'before' | 'after'> & { readonly before: string; readonly after: string };

/** The kind of supply whose tax the voucher told: within one state IGST is of a special economic zone, and of nothing else. */
const supplyOfVoucher: RawBuilder<unknown> = sql`
  case when p.place_of_supply <> left(p.gstin, 2)
      or (p.receipt #>> '{buyer,gstCategory}' = 'SEZ' and p.receipt #>> '{advance,cgst}' = '0.00')
    then 'INTER' else 'INTRA' end`;

const paise = (text: string): Money => Money.ofPaise(BigInt(text));
const lineOf = ({ quantity, taxable, cgst, sgst, igst, treatment, ...line }: LineRow): GstLine => ({
  ...line,
  treatment: treatment as GstLine['treatment'],
  quantity: Quantity.parse(quantity),
  ...{ taxable: paise(taxable), cgst: paise(cgst), sgst: paise(sgst), igst: paise(igst) },
});

/** Whoever issues meanwhile is in all of a return, or in none of it (GST-01). */
export const postgresGstReads = (db: Executor): GstReads => ({
  ...readsOf(db),
  atOneMoment: (work) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((snapshot) => work(readsOf(snapshot))),
});

const readsOf = (db: Executor): Omit<GstReads, 'atOneMoment'> => ({
  async gstins() {
    // A registration that was given up still has its returns.
    const { rows } = await sql<{ gstin: string }>`
      select gst_number as gstin from service_centers union select gstin from number_series order by 1`.execute(db);
    return rows.map(({ gstin }) => gstin);
  },

  async documents(gstin, { from, to }) {
    const parts = supplies.map(
      ({ select, lines }) => sql`
      select d.*, (select coalesce(json_agg(json_build_object('hsn', l.hsn, 'description', l.description, 'unit', l.unit, 'quantity', l.quantity::text,
            'taxRate', trim_scale(l.tax_rate)::text, 'treatment', l.treatment, 'taxable', l.taxable::text, 'cgst', l.cgst::text, 'sgst', l.sgst::text,
            'igst', l.igst::text) order by l.position), '[]') from ${lines} where owner = d.id) as lines
      from (${select}) d where d.gstin = ${gstin} and d.day between ${from} and ${to}`,
    );
    const { rows } = await sql<Row>`
      select id, kind, number, day, cancelled, left(gstin, 2) as "sellerState", "buyerGstin", "buyerInZone", "placeOfSupply", "supplyType", total, original, lines
      from (${sql.join(parts, sql` union all `)}) supplied order by day, kind, number`.execute(db);
    return rows.map(({ total, original, lines, ...document }) => ({
      ...document,
      total: paise(total),
      original: original && { ...original, total: paise(original.total) },
      lines: lines.map(lineOf),
    }));
  },

  async advances(gstin, { from, to }) {
    const { rows } = await sql<AdvanceRow>`
      select p.id, left(p.gstin, 2) as "sellerState", p.place_of_supply as "placeOfSupply", ${supplyOfVoucher} as "supplyType", trim_scale(p.tax_rate)::text as "taxRate",
        p.business_day as day, p.business_day >= ${from} as received,
        case when p.business_day >= ${from} or undone_on < ${from} then 0 else p.amount - m.before end::text as before,
        case when undone_on <= ${to} then 0 else p.amount - m.before - m.within end::text as after
      from payments p cross join lateral (
        select coalesce(sum(u.amount) filter (where u.business_day < ${from}), 0) as before,
          coalesce(sum(u.amount) filter (where u.business_day >= ${from}), 0) as within
        from (
          select amount, business_day from payment_allocations where payment_id = p.id and business_day <= ${to}
          union all
          select amount, business_day from refunds where payment_id = p.id and credit_note_id is null and status = 'succeeded' and business_day <= ${to}
        ) u
      ) m cross join lateral (select (p.undone_at at time zone 'Asia/Kolkata')::date as undone_on) undone
      where p.gstin = ${gstin} and p.advance_for = 'SERVICE' and p.business_day <= ${to} and p.status not in ('pending', 'failed')
        and (p.business_day >= ${from} or undone_on between ${from} and ${to} or m.within <> 0)
      order by p.business_day, p.id`.execute(db);
    return rows.map(({ before, after, ...advance }) => ({ ...advance, before: paise(before), after: paise(after) }));
  },

  async series(gstin, { from, to }) {
    // A row for each run of numbers without a gap: between two vouchers stand receipts that are not reported.
    const { rows } = await sql<IssuedSeries>`
      with given as (
        select d.*, row_number() over (partition by kind, prefix order by issued_at, length(number), number) as n
        from (${numbered}) d where gstin = ${gstin} and day between ${from} and ${to}
      ), runs as (select *, n - row_number() over (partition by kind, prefix order by n) as run from given where reported)
      select kind, prefix, (array_agg(number order by n))[1] as "from", (array_agg(number order by n desc))[1] as "to", count(*)::int as total,
        (count(*) filter (where cancelled and coalesce(ended_on <= ${to}, true)))::int as cancelled
      from runs group by kind, prefix, run order by kind, prefix, min(n)`.execute(db);
    return rows;
  },
});
