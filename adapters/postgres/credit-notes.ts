import type { CreditNote } from '@dms/domain/billing/credit-note';
import type { CreditNotes } from '@dms/domain/billing/ports';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Repository } from '@dms/domain/shared/repository';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

type Row = { readonly invoiceLineId: string; readonly quantity: string } & Readonly<
  Record<'gross' | 'discount' | 'taxable' | 'cgst' | 'sgst' | 'igst', string>
>;

const money = (paise: string): Money => Money.ofPaise(BigInt(paise));

/** Credit notes, and what all of them on an invoice give back. */
export const postgresCreditNotes = (db: Executor, rooted: Repository<CreditNote>): CreditNotes => ({
  ...rooted,
  givenBackOn: async (invoiceId) => {
    const { rows } = await sql<Row>`
      select l.invoice_line_id as "invoiceLineId", l.quantity::text, l.gross::text, l.discount::text, l.taxable::text, l.cgst::text, l.sgst::text,
        l.igst::text
      from credit_notes n join credit_note_lines l on l.credit_note_id = n.id where n.invoice_id = ${invoiceId} and n.status <> 'discarded' order by l.id`.execute(
      db,
    );
    const sum = await sql<{ total: string; issued: string }>`
      select coalesce(sum(total_amount), 0)::text as total, coalesce(sum(total_amount) filter (where note_number is not null), 0)::text as issued
      from credit_notes where invoice_id = ${invoiceId} and status <> 'discarded'`.execute(db);
    const lines = rows.map(({ invoiceLineId, quantity, gross, discount, taxable, cgst, sgst, igst }) => ({
      invoiceLineId,
      quantity: Quantity.parse(quantity),
      ...{ gross: money(gross), discount: money(discount), taxable: money(taxable) },
      ...{ cgst: money(cgst), sgst: money(sgst), igst: money(igst) },
    }));
    return { lines, total: money(sum.rows[0]!.total), issued: money(sum.rows[0]!.issued) };
  },
});
