import type { IssuedSeries } from '@dms/domain/billing/documents-issued';
import type { GstDocument, GstLine } from '@dms/domain/billing/gst-document';
import type { GstReads } from '@dms/domain/billing/gst-reads';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { documents as numbered } from './series.ts';

/** Figures as texts: a sum of paise must not pass through a double. */
type LineRow = { [Field in keyof GstLine]: string };
type Row = Omit<GstDocument, 'total' | 'original' | 'lines'> & {
  readonly total: string;
  readonly original: { readonly number: string; readonly day: string; readonly total: string } | null;
  readonly lines: readonly LineRow[];
};

const paise = (text: string): Money => Money.ofPaise(BigInt(text));
const lineOf = ({ quantity, taxable, cgst, sgst, igst, treatment, ...line }: LineRow): GstLine => ({
  ...line,
  treatment: treatment as GstLine['treatment'],
  quantity: Quantity.parse(quantity),
  ...{ taxable: paise(taxable), cgst: paise(cgst), sgst: paise(sgst), igst: paise(igst) },
});

export const postgresGstReads = (db: Executor): GstReads => ({
  async gstins() {
    const { rows } = await sql<{ gstin: string }>`select distinct gst_number as gstin from service_centers order by 1`.execute(db);
    return rows.map(({ gstin }) => gstin);
  },

  async documents(gstin, { from, to }) {
    const { rows } = await sql<Row>`
      select i.id, i.kind, i.invoice_number as number, i.document_date as day, i.status = 'CANCELLED' as cancelled,
        left(i.gstin, 2) as "sellerState", i.document #>> '{buyer,gstin}' as "buyerGstin", i.place_of_supply as "placeOfSupply",
        i.supply_type as "supplyType", i.total_amount::text as total,
        ${original} as original,
        (select coalesce(json_agg(json_build_object('hsn', l.hsn, 'description', l.description, 'unit', l.unit, 'quantity', l.quantity::text,
            'taxRate', trim_scale(l.tax_rate)::text, 'treatment', l.treatment, 'taxable', l.taxable::text, 'cgst', l.cgst::text, 'sgst', l.sgst::text,
            'igst', l.igst::text) order by l.position), '[]') from invoice_lines l where l.invoice_id = i.id) as lines
      from invoices i
      where i.gstin = ${gstin} and i.document_date between ${from} and ${to} and i.status <> 'DRAFT' and i.kind in ('INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE')
      order by i.document_date, i.kind, i.invoice_number`.execute(db);
    return rows.map(({ total, original: of, lines, ...document }) => ({
      ...document,
      total: paise(total),
      original: of && { ...of, total: paise(of.total) },
      lines: lines.map(lineOf),
    }));
  },

  async series(gstin, { from, to }) {
    const { rows } = await sql<IssuedSeries>`
      select kind, prefix, (array_agg(number order by issued_at, length(number), number))[1] as "from",
        (array_agg(number order by issued_at desc, length(number) desc, number desc))[1] as "to", count(*)::int as total,
        (count(*) filter (where cancelled))::int as cancelled
      from (${numbered}) d where gstin = ${gstin} and day between ${from} and ${to} group by kind, prefix order by kind, prefix`.execute(
      db,
    );
    return rows;
  },
});

/** The invoice that a debit note changes. */
const original = sql`(select json_build_object('number', o.invoice_number, 'day', o.document_date, 'total', o.total_amount::text)
  from invoices o where o.id = i.original_id)`;
