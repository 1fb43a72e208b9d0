import type { BusinessDay } from '../shared/calendar.ts';
import { isInZone } from '../shared/gst/price-lines.ts';
import { OVERSEAS } from '../shared/gst/states.ts';
import { NO_PINCODE } from '../shared/identifiers/pincode.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';
import { type GstLine, isServiceCode, isSupply, isUntaxed } from './gst-document.ts';
import { portalAmount } from './gstr1.ts';
import type { AddressCopy, InvoiceDocument } from './invoice-document.ts';
import type { InvoiceLine } from './invoice.ts';

/** INV-01 version 1.1, the schema of the invoice registration portal: its names and numbers, days `dd/mm/yyyy`. */
export type EInvoice = ReturnType<typeof eInvoice>;

export type EInvoiceType = 'INV' | 'CRN' | 'DBN';
const types: { readonly [Kind in Registrable['kind']]: EInvoiceType } = { INVOICE: 'INV', CREDIT_NOTE: 'CRN', DEBIT_NOTE: 'DBN' };

/** What the portal registers: an invoice, a debit note, or a credit note, from its frozen copy and its lines. */
export type Registrable = {
  readonly kind: 'INVOICE' | 'CREDIT_NOTE' | 'DEBIT_NOTE';
  readonly gstin: string | null;
  readonly placeOfSupply: string;
  readonly supplyType: string;
  readonly igst: Money;
  readonly roundOff: Money;
  readonly totalAmount: Money;
  readonly lines: readonly RegistrableLine[];
  readonly document: Pick<InvoiceDocument, 'number' | 'date' | 'seller' | 'buyer' | 'placeOfSupply' | 'original'>;
};
type RegistrableLine = Omit<InvoiceLine, 'invoiceId' | 'sourceLineId'>;

const ONE = Quantity.parse('1');
const LINE_LENGTH = 100;
const DESCRIPTION_LENGTH = 300;

/**
 * An issued invoice or note in the form that the registration portal takes (CGST Rule 48(4)), from its frozen copy and its lines.
 * What is nil-rated, exempt or outside GST is no item of it: its value stands among the other charges.
 */
export const eInvoice = (invoice: Registrable) => {
  const { document } = invoice;
  // Of a note: the invoice that it changes.
  const { original } = document;
  const supplied = invoice.lines.filter((line) => isSupply(line as GstLine));
  const items = supplied.filter((line) => !isUntaxed(line as GstLine));
  return {
    Version: '1.1',
    TranDtls: { TaxSch: 'GST', SupTyp: supplyType(invoice), RegRev: 'N', IgstOnIntra: 'N' },
    DocDtls: { Typ: types[invoice.kind], No: document.number, Dt: portalDate(document.date) },
    SellerDtls: {
      Gstin: document.seller.gstin,
      LglNm: plain(document.seller.legalName),
      ...address(document.seller),
    },
    BuyerDtls: {
      Gstin: document.buyer.gstin ?? 'URP',
      LglNm: plain(document.buyer.name),
      Pos: document.placeOfSupply.code,
      ...address(document.buyer),
      ...(invoice.placeOfSupply === OVERSEAS && { Pin: Number(NO_PINCODE), Stcd: OVERSEAS }),
    },
    ItemList: items.map(item),
    ValDtls: values(
      invoice,
      items,
      supplied.filter((line) => !items.includes(line)),
    ),
    ...(original && { RefDtls: { PrecDocDtls: [{ InvNo: original.number, InvDt: portalDate(original.date) }] } }),
  };
};

/** Documents of before there was a category tell a zone by IGST within the buyer's own state (IGST Act s. 7(5)(b)). */
const supplyType = ({ supplyType: split, placeOfSupply, igst, gstin, document: { buyer } }: Registrable): string => {
  const tax = igst.isZero() ? 'WOP' : 'WP';
  if (placeOfSupply === OVERSEAS) return `EXP${tax}`;
  const shown = split === 'INTER' && buyer.gstin !== undefined && placeOfSupply === gstin?.slice(0, 2);
  return shown || isInZone(buyer) ? `SEZ${tax}` : 'B2B';
};

const portalDate = (day: BusinessDay): string => day.split('-').reverse().join('/');

/** The portal refuses quotation marks and backslashes in any text. */
const plain = (text: string): string => text.replaceAll('"', "'").replaceAll('\\', '/').trim();

const address = ({ lines, city, pincode, stateCode }: AddressCopy) => {
  const [first = '', ...rest] = lines.map(plain).filter((line) => line !== '');
  const second = rest.join(', ').slice(0, LINE_LENGTH);
  return {
    Addr1: first.slice(0, LINE_LENGTH),
    ...(second !== '' && { Addr2: second }),
    Loc: plain(city ?? ''),
    Pin: Number(pincode ?? 0),
    Stcd: stateCode ?? '',
  };
};

const PRICES_PER_PAISA = 10n;
const THOUSANDTHS = 1_000n;

/**
 * Quantity and unit price of an item, whose product is its amount. A share of a line, and what a note corrects, were not priced by their
 * quantity: they have the price that gives their amount, to the tenth of a paisa, and where there is none they are one of it.
 */
const measured = ({ quantity, unitPrice, gross, hsn }: RegistrableLine): { readonly quantity: Quantity; readonly unitPrice: number } => {
  const whole = { quantity: ONE, unitPrice: portalAmount(gross) };
  // The portal is told no quantity of a service.
  if (isServiceCode(hsn) || !quantity.isPositive()) return whole;
  if (quantity.times(unitPrice).equals(gross)) return { quantity, unitPrice: portalAmount(unitPrice) };
  const price = divideRounded(gross.paise * PRICES_PER_PAISA * THOUSANDTHS, quantity.thousandths);
  const comesTo = divideRounded(price * quantity.thousandths, PRICES_PER_PAISA * THOUSANDTHS);
  return comesTo === gross.paise ? { quantity, unitPrice: Number(price) / 1_000 } : whole;
};

const item = (line: RegistrableLine, index: number) => ({
  SlNo: String(index + 1),
  PrdDesc: plain(line.description).slice(0, DESCRIPTION_LENGTH),
  IsServc: isServiceCode(line.hsn) ? 'Y' : 'N',
  HsnCd: line.hsn,
  ...(isServiceCode(line.hsn) ? {} : { Qty: Number(measured(line).quantity.toString()), Unit: line.unit }),
  UnitPrice: measured(line).unitPrice,
  TotAmt: portalAmount(line.gross),
  Discount: portalAmount(line.discount),
  AssAmt: portalAmount(line.taxable),
  GstRt: Number(line.taxRate),
  IgstAmt: portalAmount(line.igst),
  CgstAmt: portalAmount(line.cgst),
  SgstAmt: portalAmount(line.sgst),
  TotItemVal: portalAmount(Money.sum([line.taxable, line.cgst, line.sgst, line.igst])),
});

const values = ({ roundOff, totalAmount }: Registrable, items: readonly RegistrableLine[], untaxed: readonly RegistrableLine[]) => {
  const sum = (of: (line: RegistrableLine) => Money): number => portalAmount(Money.sum(items.map(of)));
  return {
    AssVal: sum(({ taxable }) => taxable),
    CgstVal: sum(({ cgst }) => cgst),
    SgstVal: sum(({ sgst }) => sgst),
    IgstVal: sum(({ igst }) => igst),
    Discount: 0,
    OthChrg: portalAmount(Money.sum(untaxed.map(({ taxable }) => taxable))),
    RndOffAmt: portalAmount(roundOff),
    TotInvVal: portalAmount(totalAmount),
  };
};
