import { DomainError } from '../shared/errors.ts';
import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';

/** A line of the invoice, and the quantity or the amount before tax by which a note changes what it came to. */
export type AskedNoteLine = { readonly lineId: string; readonly quantity?: Quantity | undefined; readonly amount?: Money | undefined };

/** What a note is drawn up from. */
export type AskedNote = { readonly invoiceId: string; readonly lines: readonly AskedNoteLine[]; readonly reason: string };

/** So much of a line: units of it, or an amount before tax by which its price was wrong. */
export type PartOfLine = { readonly quantity: Quantity } | { readonly amount: Money };

export type NotedLine = { readonly line: InvoiceLine; readonly part: PartOfLine };

type Refusal = 'creditnote.refused' | 'debitnote.refused';

/**
 * The lines of the invoice that a note is about, in the order they were asked for, each named once.
 * @throws DomainError `refusal`, which says where
 */
export const notedLines = ({ lines }: Invoice, asked: readonly AskedNoteLine[], refusal: Refusal): readonly NotedLine[] =>
  asked.map((one, index) => {
    const line = lines.find(({ id }) => id === one.lineId);
    if (line && asked.findIndex(({ lineId }) => lineId === one.lineId) === index) return { line, part: partOf(one, refusal) };
    const message = line ? 'A line is named once.' : 'There is no such line on the invoice.';
    throw new DomainError(refusal, message, { errors: [{ pointer: `/lines/${index}/lineId`, message }] });
  });

const partOf = ({ quantity, amount }: AskedNoteLine, refusal: Refusal): PartOfLine => {
  if (quantity !== undefined && amount === undefined) return { quantity };
  if (amount !== undefined && quantity === undefined) return { amount };
  throw new DomainError(refusal, 'Of each line either a quantity or an amount is named.');
};

/** What a line of a note has as the line of the invoice had it: law wants the same codes and rates (CGST Act s. 34, TAX-10). */
export const asOnInvoice = ({ kind, partId, description, hsn, unit, unitPrice, taxRate, treatment }: InvoiceLine) => ({
  ...{ kind, partId, description, hsn, unit, unitPrice, taxRate, treatment },
});
