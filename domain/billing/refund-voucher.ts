import { amountInWords } from '../shared/amount-in-words.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { SupplyType } from '../shared/gst/tax-split.ts';
import type { Money } from '../shared/money.ts';
import { taxInside } from './advance-tax.ts';
import type { BuyerCopy, SellerCopy } from './invoice-document.ts';
import type { ReceiptAdvance, ReceiptDocument } from './receipt-document.ts';
import type { Refund } from './refund.ts';

/**
 * The frozen copy of a refund voucher, as JSON: an advance went back, or a part of it, and nothing was supplied for it (CGST Rule 51).
 * Amounts are rupees as decimal strings of two places, rates are whole percent.
 */
export type RefundVoucherDocument = {
  readonly template: ReceiptDocument['template'];
  readonly title: 'Refund Voucher';
  /** Rule 51(b): of a series of its own (TAX-09). */
  readonly number: string;
  /** The day in India that the money went back, Rule 51(c). */
  readonly date: BusinessDay;
  /** The instant of writing, ISO 8601; it dates the file. */
  readonly issuedAt: string;
  /** Rule 51(a). */
  readonly seller: SellerCopy;
  /** Rule 51(d). */
  readonly buyer: BuyerCopy;
  /** The receipt voucher of the advance, Rule 51(e). */
  readonly original: { readonly number: string; readonly date: BusinessDay };
  /** What went back of the advance, Rule 51(g); less than the refund where a part of that had been used for bills. */
  readonly amount: string;
  readonly amountInWords: string;
  readonly method: string;
  /** What the bank calls the transfer. */
  readonly reference?: string;
  readonly reason: string;
  /** Rule 51(f) and (h) to (j): what it had been for, at which rate, and the tax inside what went back. */
  readonly advance: ReceiptAdvance;
};

/** The receipt voucher of an advance. */
export type AdvanceVoucher = ReceiptDocument & { readonly advance: ReceiptAdvance };

type Written = { readonly number: string; readonly day: BusinessDay; readonly at: Date };

/**
 * Freezes a refund voucher under its number, in the language of the receipt voucher. Its tax is that of what was open of the advance less
 * that of what is, as Table 11B of GSTR-1 has it: the vouchers of an advance come to the tax that was paid on it.
 * @param open what of the advance no bill had used nor anybody got back, before and after
 */
export const freezeRefundVoucher = (
  { reason, method, reference }: Pick<Refund, 'reason' | 'method' | 'reference'>,
  { template, seller, buyer, number: receiptNumber, date: receiptDate, advance }: AdvanceVoucher,
  open: { readonly before: Money; readonly after: Money },
  { number, day, at }: Written,
): RefundVoucherDocument => {
  const amount = open.before.minus(open.after);
  return {
    template,
    title: 'Refund Voucher',
    number,
    date: day,
    issuedAt: at.toISOString(),
    seller,
    buyer,
    original: { number: receiptNumber, date: receiptDate },
    amount: amount.toString(),
    amountInWords: amountInWords(amount, template.language),
    method,
    ...(reference !== null && { reference }),
    reason,
    advance: { ...advance, ...taxBetween(seller, buyer, advance, open) },
  };
};

const taxBetween = (
  { gstin }: SellerCopy,
  { gstCategory }: BuyerCopy,
  { placeOfSupply: { code: placeOfSupply }, cgst, taxRate }: ReceiptAdvance,
  { before, after }: { readonly before: Money; readonly after: Money },
): Pick<ReceiptAdvance, 'taxable' | 'cgst' | 'sgst' | 'igst'> => {
  const sellerState = gstin.slice(0, 2);
  // Within one state IGST is of a special economic zone, and of nothing else.
  const inter = placeOfSupply !== sellerState || (gstCategory === 'SEZ' && cgst === '0.00');
  const supplyType: SupplyType = inter ? 'INTER' : 'INTRA';
  const place = { sellerState, placeOfSupply, supplyType };
  const [was, is] = [taxInside(before, place, taxRate), taxInside(after, place, taxRate)];
  const less = (name: keyof typeof was): string => was[name].minus(is[name]).toString();
  return { taxable: less('taxable'), cgst: less('cgst'), sgst: less('sgst'), igst: less('igst') };
};
