import type { StateTaxLabel } from '../shared/gst/tax-split.ts';
import { labelled } from './freeze-document.ts';
import { amountInWords } from '../shared/amount-in-words.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { StateCode } from '../shared/gst/states.ts';
import { stateIn } from '../shared/gst/state-names.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import { Money } from '../shared/money.ts';
import type { BuyerCopy, SellerCopy } from './invoice-document.ts';

/**
 * The frozen copy of a receipt, as JSON, and nothing that can change later. For an advance it is the receipt voucher of CGST Rule 50.
 * Amounts are rupees as decimal strings of two places, rates are whole percent.
 */
export type ReceiptDocument = {
  readonly template: { readonly version: 1; readonly language: PaperLanguage };
  readonly title: 'Receipt' | 'Receipt Voucher';
  /** Rule 50(b): of a series of its own (TAX-09). */
  readonly number: string;
  /** The day in India that the receipt was written, Rule 50(c). */
  readonly date: BusinessDay;
  /** The day in India that the money came in. */
  readonly receivedOn: BusinessDay;
  /** The instant of writing, ISO 8601; it dates the file. */
  readonly issuedAt: string;
  /** Rule 50(a). */
  readonly seller: SellerCopy;
  /** Rule 50(d). */
  readonly buyer: BuyerCopy;
  /** What changed hands, Rule 50(f). */
  readonly amount: string;
  /** Tax deducted at source by the payer, where there was any. */
  readonly tds?: string;
  readonly amountInWords: string;
  readonly method: string;
  /** The number of the cheque, or what the bank or the app calls it. */
  readonly reference?: string;
  /** What it settled when the receipt was written. */
  readonly invoices: readonly ReceiptInvoice[];
  /** What was left to the customer's credit. */
  readonly unallocated: string;
  /** Only on the voucher of an advance. */
  readonly advance?: ReceiptAdvance;
};

export type ReceiptInvoice = { readonly number: string; readonly date: BusinessDay; readonly amount: string };

/** Rule 50(e) and (g) to (j): for which supply, at which rate, with which tax inside the amount. */
export type ReceiptAdvance = {
  readonly supply: 'GOODS' | 'SERVICE';
  readonly placeOfSupply: { readonly code: string; readonly name: string };
  readonly taxRate: string;
  readonly taxable: string;
  readonly cgst: string;
  readonly sgst: string;
  readonly igst: string;
  /** What the state's half is called, where it is not SGST: UTGST in a union territory without a legislature. */
  readonly stateTaxLabel?: StateTaxLabel;
  readonly reverseCharge: false;
};

type Written = {
  readonly language: PaperLanguage;
  readonly number: string;
  readonly day: BusinessDay;
  readonly at: Date;
  readonly seller: SellerCopy;
  readonly buyer: BuyerCopy;
  readonly invoices: readonly ReceiptInvoice[];
  readonly advance?: Omit<ReceiptAdvance, 'placeOfSupply' | 'stateTaxLabel' | 'reverseCharge'> & { readonly placeOfSupply: string };
};

type Received = {
  readonly amount: Money;
  readonly tdsAmount: Money;
  readonly method: string;
  readonly reference: string | null;
  readonly businessDay: BusinessDay;
  readonly unallocated: Money;
};

/** Freezes a receipt under its number, in the language of whoever paid. */
export const freezeReceipt = (
  { amount, tdsAmount, method, reference, businessDay, unallocated }: Received,
  { language, number, day, at, seller, buyer, invoices, advance }: Written,
): ReceiptDocument => ({
  template: { version: 1, language },
  title: advance ? 'Receipt Voucher' : 'Receipt',
  number,
  date: day,
  receivedOn: businessDay,
  issuedAt: at.toISOString(),
  seller,
  buyer,
  amount: amount.toString(),
  ...(tdsAmount.isPositive() && { tds: tdsAmount.toString() }),
  amountInWords: amountInWords(amount, language),
  method,
  ...(reference !== null && { reference }),
  invoices,
  unallocated: unallocated.toString(),
  ...(advance && { advance: advanceCopy(advance, seller, language) }),
});

const advanceCopy = (advance: NonNullable<Written['advance']>, { gstin }: SellerCopy, language: PaperLanguage): ReceiptAdvance => {
  const supplyType = Money.parse(advance.igst).isZero() ? 'INTRA' : 'INTER';
  const label = labelled({ supplyType, placeOfSupply: advance.placeOfSupply }, gstin.slice(0, 2));
  return { ...advance, placeOfSupply: placeCopy(advance.placeOfSupply, language), ...label, reverseCharge: false };
};

const placeCopy = (code: string, language: PaperLanguage) => ({ code, name: stateIn(language, code as StateCode) });
