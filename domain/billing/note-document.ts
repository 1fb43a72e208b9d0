import { amountInWords } from '../shared/amount-in-words.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import { stateIn } from '../shared/gst/state-names.ts';
import type { StateCode } from '../shared/gst/states.ts';
import type { SupplyType } from '../shared/gst/tax-split.ts';
import type { CreditNote } from './credit-note.ts';
import { hsnSummary, labelled, lineCopy, type Numbered, payLinkOf } from './freeze-document.ts';
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

/** Who a note is between, and what it corrects: as the papers that it goes back to have it. */
export type NoteParties = Pick<InvoiceDocument, 'template' | 'seller' | 'buyer'> & {
  /** None of the charge of a cheque, which corrects nothing. */
  readonly original?: { readonly number: string; readonly date: BusinessDay };
};

/** The frozen copy of an issued debit note, with the particulars of CGST Rule 53(1A). It is due, and paid, like an invoice. */
export const freezeDebitNote = (
  note: Invoice,
  { template, seller, buyer, original }: NoteParties,
  { number, day, at, dueDate }: Numbered,
): InvoiceDocument => ({
  template,
  title: 'Debit Note',
  number,
  date: day,
  issuedAt: at.toISOString(),
  dueDate,
  ...(original && { original }),
  reason: note.reason!,
  seller,
  buyer,
  placeOfSupply: { code: note.placeOfSupply, name: stateIn(template.language, note.placeOfSupply as StateCode) },
  reverseCharge: false,
  supplyType: note.supplyType as SupplyType,
  ...labelled(note, seller.gstin.slice(0, 2)),
  lines: note.lines.map(lineCopy),
  hsnSummary: hsnSummary(note.lines.filter(({ hsn }) => hsn !== '')),
  totals: totalsOf(note),
  amountInWords: amountInWords(note.totalAmount, template.language),
  ...payLinkOf(seller, number, note.totalAmount, 'Debit note'),
  declarations: [],
  terms: [],
});

const totalsOf = (note: Invoice | CreditNote): InvoiceDocument['totals'] => ({
  subtotal: note.subtotal.toString(),
  discount: note.discount.toString(),
  taxable: note.taxable.toString(),
  cgst: note.cgst.toString(),
  sgst: note.sgst.toString(),
  igst: note.igst.toString(),
  tax: note.tax.toString(),
  roundOff: note.roundOff.toString(),
  total: note.totalAmount.toString(),
});

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
    totals: totalsOf(note),
    amountInWords: amountInWords(note.totalAmount, template.language),
    declarations: [],
    terms,
  };
};
