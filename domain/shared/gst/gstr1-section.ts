import type { BusinessDay } from '../calendar.ts';
import type { Money } from '../money.ts';
import { amountOn, b2clLimits, type DatedAmounts } from './dated-amounts.ts';

/** The tables of GSTR-1 that a document of supply can belong to. */
export const gstr1Sections = ['b2b', 'b2cl', 'b2cs', 'cdnr', 'cdnur', 'exp', 'nil'] as const;
export type Gstr1Section = (typeof gstr1Sections)[number];

export type SuppliedDocument = {
  readonly kind: 'INVOICE' | 'CREDIT_NOTE' | 'DEBIT_NOTE';
  /** Whether the buyer has a GSTIN. */
  readonly registered: boolean;
  readonly interState: boolean;
  /** The place of supply is abroad. */
  readonly overseas?: boolean;
  /** All of it is nil-rated, exempt or outside GST. */
  readonly untaxed?: boolean;
  /** The total of an invoice with tax. */
  readonly value: Money;
  readonly day: BusinessDay;
  /** Of a note: the invoice it changes, which decides. */
  readonly original?: { readonly value: Money; readonly day: BusinessDay };
};

/**
 * The table of GSTR-1 that a document is reported in (rule 59(4)). A note follows the invoice it changes: one of an invoice that was
 * large is reported by itself however small, and any other goes into the net figures of small supplies.
 */
export const gstr1Section = (document: SuppliedDocument, limits: DatedAmounts = b2clLimits): Gstr1Section => {
  if (document.untaxed) return 'nil';
  const note = document.kind !== 'INVOICE';
  if (document.registered) return note ? 'cdnr' : 'b2b';
  if (document.overseas) return note ? 'cdnur' : 'exp';
  if (!isLarge(document, limits)) return 'b2cs';
  return note ? 'cdnur' : 'b2cl';
};

const isLarge = ({ kind, interState, value, day, original }: SuppliedDocument, limits: DatedAmounts): boolean => {
  const judged = kind === 'INVOICE' ? { value, day } : original;
  const limit = judged && amountOn(limits, judged.day);
  return interState && judged !== undefined && limit !== undefined && judged.value.compare(limit) > 0;
};
