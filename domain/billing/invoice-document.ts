import type { BrandingCopy } from '../shared/branding-copy.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import { formatScaledShort } from '../shared/decimal.ts';
import { Percent } from '../shared/gst/percent.ts';
import type { StateTaxLabel, SupplyType } from '../shared/gst/tax-split.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import { Money } from '../shared/money.ts';

/**
 * What the document is in law: a tax invoice (CGST Rule 46), a bill of supply where nothing is taxed (Rule 49), both in one for a buyer
 * who is not registered (Rule 46A), or a note on an invoice (Rule 53).
 */
export const documentTitles = ['Tax Invoice', 'Bill of Supply', 'Invoice-cum-Bill of Supply', 'Credit Note', 'Debit Note'] as const;
export type DocumentTitle = (typeof documentTitles)[number];

/**
 * The frozen copy that an issued invoice keeps (INV-02): everything its paper says, as JSON, and nothing that can change later.
 * Amounts are rupees as decimal strings of two places, rates are whole percent as decimal strings. The PDF is made of this alone, so
 * that the same invoice gives the same bytes (INV-05).
 */
export type InvoiceDocument = {
  /** Which template drew it first; a later change of the look is a new version, and old invoices keep theirs. */
  readonly template: { readonly version: 1; readonly language: PaperLanguage };
  /** What the document is; it is printed in the language of the paper. */
  readonly title: DocumentTitle;
  /** CGST Rule 46(b). */
  readonly number: string;
  /** The day in India that the invoice bears, CGST Rule 46(c). */
  readonly date: BusinessDay;
  /** The instant of issue, ISO 8601; it dates the file. */
  readonly issuedAt: string;
  readonly dueDate: BusinessDay;
  readonly seller: SellerCopy;
  readonly buyer: BuyerCopy;
  /** Only where the goods go elsewhere than the buyer's address, CGST Rule 46(o). */
  readonly deliveryAddress?: AddressCopy;
  readonly placeOfSupply: { readonly code: string; readonly name: string };
  /** CGST Rule 46(p); a service centre's own supplies are never under reverse charge. */
  readonly reverseCharge: boolean;
  /** INTRA prints CGST and the state's tax, INTER prints IGST. */
  readonly supplyType: SupplyType;
  /** SGST where it is absent. */
  readonly stateTaxLabel?: StateTaxLabel;
  /** For a job or visit; a counter sale has none. */
  readonly vehicle?: VehicleCopy;
  /** The job card that is billed; `openedAt` is an ISO instant. */
  readonly job?: { readonly number: string; readonly openedAt: string };
  /** The stock transfer between two registrations that is billed. */
  readonly transfer?: { readonly number: string };
  /** Of a note: the invoice that it corrects, CGST Rule 53(1A)(h). */
  readonly original?: { readonly number: string; readonly date: BusinessDay };
  /** Of a note: why it was issued. */
  readonly reason?: string;
  readonly lines: readonly InvoiceDocumentLine[];
  /** By HSN and rate. */
  readonly hsnSummary: readonly InvoiceDocumentHsnRow[];
  readonly totals: InvoiceDocumentTotals;
  /** The total in words: `Rupees Five Thousand Sixty Eight Only`. */
  readonly amountInWords: string;
  /** The link behind the QR code, asking for exactly the total; absent where the branch has no UPI id. */
  readonly upi?: { readonly link: string };
  /** What the law wants said, such as the sentence on supplies to a special economic zone. */
  readonly declarations: readonly string[];
  /** The branch's terms, a sentence each. */
  readonly terms: readonly string[];
};

/** What the registration portal answered, as it is printed: CGST Rules 46(r) and 48(4). */
export type RegistrationCopy = {
  readonly irn: string;
  readonly ackNumber: string;
  /** ISO instant. */
  readonly ackDate: string;
  readonly signedQr: string;
};

/** What a document says on paper, and of one that has an e-invoice what the portal answered: both are kept once and never change. */
export type Registered<Document> = Document & { readonly registration?: RegistrationCopy };

/** Whatever is drawn as an invoice is: that, or a note, which has neither a due date nor anything to say of reverse charge. */
export type TaxDocument = Registered<
  Omit<InvoiceDocument, 'dueDate' | 'reverseCharge'> & Partial<Pick<InvoiceDocument, 'dueDate' | 'reverseCharge'>>
>;

export type AddressCopy = {
  /** Street, building, locality; one entry for each line of paper. */
  readonly lines: readonly string[];
  readonly city?: string;
  readonly state?: string;
  /** GST state code. */
  readonly stateCode?: string;
  readonly pincode?: string;
};

/** The branch as it was on the day of issue, CGST Rule 46(a). */
export type SellerCopy = AddressCopy & {
  readonly legalName: string;
  readonly tradeName?: string;
  readonly branchName: string;
  readonly branchCode: string;
  readonly gstin: string;
  readonly pan?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly bank?: { readonly name: string; readonly account: string; readonly ifsc: string };
  readonly upiId?: string;
  readonly branding?: BrandingCopy;
};

/** Who is billed, CGST Rule 46(d) to (f); a walk-in buyer may have a name alone. */
export type BuyerCopy = AddressCopy & {
  readonly name: string;
  readonly phone?: string;
  /** Only a registered buyer has one. */
  readonly gstin?: string;
  /** Only of who is in a special economic zone. */
  readonly gstCategory?: 'SEZ';
};

export type VehicleCopy = {
  readonly registration: string;
  readonly make: string;
  readonly model: string;
  readonly vin?: string;
  /** Kilometres at the visit. */
  readonly odometer?: number;
};

export type InvoiceDocumentLine = {
  /** From 1, without a gap. */
  readonly position: number;
  readonly kind: string;
  readonly description: string;
  /** HSN of goods or SAC of services. */
  readonly hsn: string;
  /** Up to three decimals. */
  readonly quantity: string;
  /** UQC; empty where the quantity of a service has no unit. */
  readonly unit: string;
  /** Two decimals, up to four where the price is below the paisa. */
  readonly unitPrice: string;
  readonly gross: string;
  /** All that was taken off this line, its part of a discount on the whole included. */
  readonly discount: string;
  readonly taxable: string;
  readonly taxRate: string;
  readonly cgst: string;
  /** SGST or UTGST. */
  readonly sgst: string;
  readonly igst: string;
  /** Taxable value and its taxes. */
  readonly total: string;
};

export type InvoiceDocumentHsnRow = {
  readonly hsn: string;
  readonly rate: string;
  readonly taxable: string;
  readonly cgst: string;
  readonly sgst: string;
  readonly igst: string;
  /** All taxes of the row. */
  readonly total: string;
};

export type InvoiceDocumentTotals = {
  readonly subtotal: string;
  readonly discount: string;
  readonly taxable: string;
  readonly cgst: string;
  readonly sgst: string;
  readonly igst: string;
  readonly tax: string;
  /** Negative where the total was rounded down. */
  readonly roundOff: string;
  readonly total: string;
};

/** What the state's half of the tax is called on this document. */
export const stateTaxLabelOf = ({ stateTaxLabel }: Pick<TaxDocument, 'stateTaxLabel'>): StateTaxLabel => stateTaxLabel ?? 'SGST';

/** Whether it is a note, which corrects an invoice or charges what is no supply (Rule 53). */
export const isNote = ({ title }: TaxDocument): boolean => title === 'Credit Note' || title === 'Debit Note';

/** Whether it asks for money, as an invoice and a debit note do; a credit note gives it back. */
export const isToBePaid = ({ title }: TaxDocument): boolean => title !== 'Credit Note';

/** Whether anything on it is supplied: the charge of a cheque that was not honoured is not, and has no code. */
export const isOfSupply = ({ lines }: TaxDocument): boolean => lines.some(({ hsn }) => hsn !== '');

/** Whether the paper says anything of taxes; a bill of supply does not (CGST Rule 49), nor does what is of no supply. */
export const bearsTax = (document: TaxDocument): boolean => document.title !== 'Bill of Supply' && isOfSupply(document);

/** Whether there are goods among the lines: they travel with three copies, services with two (CGST Rule 48). */
export const hasGoods = ({ lines }: TaxDocument): boolean => lines.some(({ hsn }) => !hasSac(hsn));

/** Services have a SAC, whose chapter is 99. */
export const hasSac = (hsn: string): boolean => hsn.startsWith('99');

/** Whether anything was taken off any line; a column of zeros says nothing to a customer. */
export const hasDiscount = ({ lines }: TaxDocument): boolean => lines.some(({ discount }) => !Money.parse(discount).isZero());

/** What the first so many lines come to, tax included: what one page carries forward to the next. */
export const totalOfFirst = ({ lines }: TaxDocument, count: number): Money =>
  Money.sum(lines.slice(0, count).map(({ total }) => Money.parse(total)));

/** The rate of CGST, and of SGST or UTGST, in percent: half the whole rate, `9` of `18` (CGST Act s. 9, TAX-02). */
export const halfRate = (rate: string): string => formatScaledShort(Percent.parse(rate).tenThousandths * 5n, 5);
