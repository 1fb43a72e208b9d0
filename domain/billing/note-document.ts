import { amountInWords } from '../shared/amount-in-words.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { CreditNote } from './credit-note.ts';
import { hsnSummary, lineCopy } from './freeze-document.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceDocument } from './invoice-document.ts';

/**
 * The frozen copy of an issued credit note: the particulars of CGST Rule 53(1A), and all that its PDF will ever see. The parties, place of
 * supply and names of the taxes are those of the invoice it corrects.
 */
export type CreditNoteDocument = Omit<
  InvoiceDocument,
  'title' | 'dueDate' | 'upi' | 'vehicle' | 'job' | 'transfer' | 'deliveryAddress' | 'reverseCharge'
> & {
  readonly title: 'Credit Note';
  /** Number and date of the invoice, Rule 53(1A)(g). */
  readonly original: { readonly number: string; readonly date: BusinessDay };
  readonly reason: string;
};

export const freezeCreditNote = (
  note: CreditNote,
  invoice: Invoice & { readonly document: InvoiceDocument },
  { number, day, at }: { readonly number: string; readonly day: BusinessDay; readonly at: Date },
): CreditNoteDocument => {
  const { template, seller, buyer, placeOfSupply, supplyType, stateTaxLabel, terms } = invoice.document;
  return {
    template,
    title: 'Credit Note',
    number,
    date: day,
    issuedAt: at.toISOString(),
    original: { number: invoice.document.number, date: invoice.document.date },
    reason: note.reason,
    seller,
    buyer,
    placeOfSupply,
    supplyType,
    ...(stateTaxLabel && { stateTaxLabel }),
    lines: note.lines.map(lineCopy),
    hsnSummary: hsnSummary(note.lines),
    totals: {
      subtotal: note.subtotal.toString(),
      discount: note.discount.toString(),
      taxable: note.taxable.toString(),
      cgst: note.cgst.toString(),
      sgst: note.sgst.toString(),
      igst: note.igst.toString(),
      tax: note.tax.toString(),
      roundOff: note.roundOff.toString(),
      total: note.totalAmount.toString(),
    },
    amountInWords: amountInWords(note.totalAmount, template.language),
    declarations: [],
    terms,
  };
};
