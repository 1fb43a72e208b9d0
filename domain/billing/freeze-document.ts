import { amountInWords } from '../shared/amount-in-words.ts';
import { brandingCopy } from '../shared/branding-copy.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import { isInZone } from '../shared/gst/price-lines.ts';
import { stateIn } from '../shared/gst/state-names.ts';
import { type StateCode, stateName } from '../shared/gst/states.ts';
import { type StateTaxLabel, type SupplyType, taxSplit } from '../shared/gst/tax-split.ts';
import { upiLink } from '../shared/identifiers/upi.ts';
import { knownFields } from '../shared/known-fields.ts';
import { type PaperLanguage, paperLanguage } from '../shared/languages.ts';
import { Money } from '../shared/money.ts';
import { isUntaxed } from './gst-document.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import type { BuyerCopy, DocumentTitle, InvoiceDocument, InvoiceDocumentHsnRow, SellerCopy, VehicleCopy } from './invoice-document.ts';

/** What billing has to know of the branch, the buyer and the vehicle on the day of issue. */
export type Parties = {
  readonly seller: Seller;
  readonly buyer: Buyer | undefined;
  readonly vehicle?: VehicleCopy;
  readonly job?: Job;
  readonly transfer?: { readonly number: string };
};

type Job = { readonly number: string; readonly openedAt: string };
type Seller = {
  readonly legalName: string;
  readonly name: string;
  readonly code: string;
  readonly address: string;
  readonly city: string;
  readonly state: string;
  readonly stateCode: string;
  readonly pincode: string;
  readonly gstNumber: string;
  readonly panNumber: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly bankIfsc: string | null;
  readonly upiId: string | null;
  readonly branding: {
    readonly accentColor?: string;
    readonly tagline?: string;
    readonly footer?: string;
    readonly language?: string;
    readonly logoHash?: string;
    readonly terms?: readonly string[];
  };
};
type Buyer = {
  readonly displayName: string;
  readonly phone: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly stateCode: string | null;
  readonly pincode: string | null;
  readonly gstin: string | null;
  readonly gstCategory?: string;
  /** The one that the customer wants to be written to in. */
  readonly language?: string;
};

export type PrintedLine = Omit<InvoiceLine, 'id' | 'invoiceId' | 'sourceLineId' | 'treatment'>;
export type Numbered = { readonly number: string; readonly day: BusinessDay; readonly at: Date; readonly dueDate: BusinessDay };

/**
 * The frozen copy of an invoice as it is issued: everything Rule 46 asks, and all that the PDF will ever see (INV-02). It is in the
 * customer's language, else the branch's, if papers are written in it.
 */
export const freezeDocument = (invoice: Invoice, parties: Parties, numbered: Numbered): InvoiceDocument =>
  frozen(invoice, parties, numbered, paperLanguage(parties.buyer?.language, parties.seller.branding.language));

const frozen = (
  invoice: Invoice,
  { seller, buyer, vehicle, job, transfer }: Parties,
  { number, day, at, dueDate }: Numbered,
  language: PaperLanguage,
): InvoiceDocument => ({
  template: { version: 1, language },
  title: titleOf(invoice.lines, buyer),
  number,
  date: day,
  issuedAt: at.toISOString(),
  dueDate,
  seller: sellerCopy(seller),
  buyer: buyer ? buyerCopy(buyer) : { name: nobodyKnown[language], lines: [] },
  placeOfSupply: { code: invoice.placeOfSupply, name: stateIn(language, invoice.placeOfSupply as StateCode) },
  reverseCharge: false,
  supplyType: invoice.supplyType as SupplyType,
  ...labelled(invoice, seller.stateCode),
  ...(vehicle && { vehicle }),
  ...(job && { job }),
  ...(transfer && { transfer }),
  lines: invoice.lines.map(lineCopy),
  hsnSummary: hsnSummary(invoice.lines),
  totals: {
    subtotal: invoice.subtotal.toString(),
    discount: invoice.discount.toString(),
    taxable: invoice.taxable.toString(),
    cgst: invoice.cgst.toString(),
    sgst: invoice.sgst.toString(),
    igst: invoice.igst.toString(),
    tax: invoice.tax.toString(),
    roundOff: invoice.roundOff.toString(),
    total: invoice.totalAmount.toString(),
  },
  amountInWords: amountInWords(invoice.totalAmount, language),
  ...payLinkOf(seller, number, invoice.totalAmount),
  declarations: isInZone(buyer ?? {}) ? suppliedToZone[language] : [],
  terms: seller.branding.terms ?? [],
});

// CGST Rule 46, first proviso. Its words are the endorsement that officers look for, so that a paper in another language says both.
const TO_ZONE = 'SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS ON PAYMENT OF INTEGRATED TAX';
const suppliedToZone: Readonly<Record<PaperLanguage, readonly string[]>> = {
  en: [TO_ZONE],
  hi: ['एकीकृत कर के संदाय पर प्राधिकृत संक्रियाओं के लिए विशेष आर्थिक जोन इकाई या विशेष आर्थिक जोन विकासकर्ता को पूर्ति', TO_ZONE],
};

const nobodyKnown: Readonly<Record<PaperLanguage, string>> = { en: 'Cash customer', hi: 'नकद ग्राहक' };

// What is outside tax goes on a bill of supply (CGST Rule 49); with taxed lines on one paper only for a buyer without a GSTIN (Rule 46A).
// A supply at rate nought of a zero-rated kind keeps its tax invoice, Rule 46.
const titleOf = (lines: readonly InvoiceLine[], buyer: Buyer | undefined): DocumentTitle => {
  const untaxed = lines.filter(isUntaxed).length;
  if (untaxed === 0) return 'Tax Invoice';
  if (untaxed === lines.length) return 'Bill of Supply';
  return buyer?.gstin ? 'Tax Invoice' : 'Invoice-cum-Bill of Supply';
};

/** SGST or UTGST by the state of supply; an inter-state invoice has neither. */
export const labelled = (
  { supplyType, placeOfSupply }: Pick<Invoice, 'supplyType' | 'placeOfSupply'>,
  supplierState: string,
): { stateTaxLabel?: StateTaxLabel } => {
  if (supplyType === 'INTER') return {};
  const { stateTaxLabel } = taxSplit(supplierState as StateCode, placeOfSupply as StateCode, false);
  return stateTaxLabel ? { stateTaxLabel } : {};
};

/** The link of a paper that is to be paid: none where the branch has no UPI id, or nothing is due. */
export const payLinkOf = (
  { upiId, legalName }: { readonly upiId?: string | null; readonly legalName: string },
  number: string,
  total: Money,
  what?: PaidPaper,
): Pick<InvoiceDocument, 'upi'> => (upiId && total.isPositive() ? { upi: { link: payLink(upiId, legalName, number, total, what) } } : {});

type PaidPaper = 'Invoice' | 'Debit note';

/** What a customer's app is told to pay on an invoice or a debit note. */
export const payLink = (upiId: string, legalName: string, number: string, total: Money, what: PaidPaper = 'Invoice'): string =>
  upiLink({
    payee: upiId,
    payeeName: legalName,
    amount: total,
    note: `${what} ${number}`,
    reference: number.replaceAll(/[^A-Za-z0-9]/g, ''),
  });

export const sellerCopy = (seller: Seller): SellerCopy => ({
  legalName: seller.legalName,
  branchName: seller.name,
  branchCode: seller.code,
  lines: addressLines(seller.address),
  gstin: seller.gstNumber,
  ...knownFields({ city: seller.city, state: seller.state, stateCode: seller.stateCode, pincode: seller.pincode }),
  ...knownFields({ pan: seller.panNumber, phone: seller.phone, email: seller.email, upiId: seller.upiId }),
  ...(seller.bankName &&
    seller.bankAccount &&
    seller.bankIfsc && { bank: { name: seller.bankName, account: seller.bankAccount, ifsc: seller.bankIfsc } }),
  branding: brandingCopy(seller.branding),
});

export const buyerCopy = ({
  displayName: name,
  address,
  city,
  state,
  stateCode,
  pincode,
  phone,
  gstin,
  gstCategory,
}: Buyer): BuyerCopy => ({
  name,
  lines: address ? addressLines(address) : [],
  // The code alone says which State it is (CGST Rule 46(e) has both on the paper).
  ...knownFields({ city, state: state ?? (stateCode && stateName(stateCode as StateCode)), stateCode, pincode, phone, gstin }),
  ...(isInZone({ gstin, ...(gstCategory !== undefined && { gstCategory }) }) && { gstCategory: 'SEZ' as const }),
});

const addressLines = (address: string): string[] => address.split('\n').map((line) => line.trim());

/** What of a line stands on the paper, of an invoice as of a note. */
export const lineCopy = (line: PrintedLine) => ({
  position: line.position,
  kind: line.kind,
  description: line.description,
  hsn: line.hsn,
  quantity: line.quantity.toString(),
  unit: line.partId === null ? '' : line.unit,
  unitPrice: line.unitPrice.toString(),
  gross: line.gross.toString(),
  discount: line.discount.toString(),
  taxable: line.taxable.toString(),
  taxRate: line.taxRate,
  cgst: line.cgst.toString(),
  sgst: line.sgst.toString(),
  igst: line.igst.toString(),
  total: Money.sum([line.taxable, line.cgst, line.sgst, line.igst]).toString(),
});

export const hsnSummary = (lines: readonly PrintedLine[]): InvoiceDocumentHsnRow[] =>
  [...Map.groupBy(lines, ({ hsn, taxRate }) => `${hsn} ${taxRate}`).values()].map((rows) => {
    const sum = (of: (line: PrintedLine) => Money): Money => Money.sum(rows.map(of));
    const [cgst, sgst, igst] = [sum((line) => line.cgst), sum((line) => line.sgst), sum((line) => line.igst)];
    return {
      hsn: rows[0]!.hsn,
      rate: rows[0]!.taxRate,
      taxable: sum((line) => line.taxable).toString(),
      cgst: cgst.toString(),
      sgst: sgst.toString(),
      igst: igst.toString(),
      total: Money.sum([cgst, sgst, igst]).toString(),
    };
  });
