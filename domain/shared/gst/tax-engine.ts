import { parseScaled } from '../decimal.ts';
import { DomainError } from '../errors.ts';
import { Money } from '../money.ts';
import type { Quantity } from '../quantity.ts';
import { allocate, divideRounded } from '../rounding.ts';
import { HUNDRED_PERCENT, Percent } from './percent.ts';
import { isStateCode, OVERSEAS, type StateCode } from './states.ts';
import { taxSplit, type StateTaxLabel, type SupplyType } from './tax-split.ts';
import { UnitPrice } from './unit-price.ts';

/** What a line is for. Tax goes by HSN and rate; the kind only chooses which lines an invoice discount is for. */
export type LineKind = 'PART' | 'LABOUR' | 'SERVICE' | 'CONSUMABLE' | 'FREIGHT';

/**
 * How each treatment is taxed, and whether its rate is reported. NOT_A_SUPPLY is a transfer under one GSTIN (delivery challan);
 * ZERO_RATED is an export or SEZ supply under a letter of undertaking (IGST Act s. 16), which keeps its rate and bears no tax.
 */
export const treatments = {
  TAXABLE: { bearsTax: true, keepsRate: true },
  ZERO_RATED: { bearsTax: false, keepsRate: true },
  NIL: { bearsTax: false, keepsRate: false },
  EXEMPT: { bearsTax: false, keepsRate: false },
  NON_GST: { bearsTax: false, keepsRate: false },
  NOT_A_SUPPLY: { bearsTax: false, keepsRate: false },
} as const;

export type TaxTreatment = keyof typeof treatments;

/** An amount off in rupees, or a percentage off. Tax-inclusive money where prices include tax. */
export type Discount =
  | { readonly type: 'AMOUNT'; readonly value: Money | string }
  | { readonly type: 'PERCENT'; readonly value: Percent | string };

/** A discount on the whole document, or on the lines of some kinds only. */
export type InvoiceDiscount = Discount & { readonly appliesTo?: readonly LineKind[] };

export type TaxLine = {
  readonly kind: LineKind;
  /** HSN of goods or SAC of services: 4, 6 or 8 digits. */
  readonly hsn: string;
  readonly quantity: Quantity;
  /** Rupees per unit, to four decimals. */
  readonly unitPrice: UnitPrice | Money | string;
  /** The whole rate in percent, also where it is split into halves. */
  readonly taxRate: Percent | string;
  /** By default TAXABLE. */
  readonly treatment?: TaxTreatment;
  readonly discount?: Discount;
};

export type TaxInput = {
  readonly supplierState: StateCode;
  readonly placeOfSupply: StateCode;
  readonly priceIncludesTax: boolean;
  /** The recipient is a unit or developer of a special economic zone. */
  readonly sez?: boolean;
  /** Export or SEZ supply under a letter of undertaking: no tax is charged. */
  readonly zeroRatedWithoutTax?: boolean;
  /** By default true: the total goes to the nearest rupee, with a round-off of its own. */
  readonly roundTotal?: boolean;
  readonly lines: readonly TaxLine[];
  readonly invoiceDiscount?: InvoiceDiscount;
};

export type PricedLine = {
  readonly gross: Money;
  readonly discount: Money;
  /** The line's part of the discount on the whole. */
  readonly invoiceDiscount: Money;
  readonly taxable: Money;
  readonly cgst: Money;
  /** SGST, or UTGST where the label says so. */
  readonly sgst: Money;
  readonly igst: Money;
};

export type HsnSummaryRow = {
  readonly hsn: string;
  readonly rate: Percent;
  readonly taxable: Money;
  readonly cgst: Money;
  readonly sgst: Money;
  readonly igst: Money;
};

export type PricedDocument = {
  readonly lines: readonly PricedLine[];
  /** Sum of gross before any discount; tax-inclusive money where prices include tax, as is `discount`. */
  readonly subtotal: Money;
  readonly discount: Money;
  readonly taxable: Money;
  readonly cgst: Money;
  readonly sgst: Money;
  readonly igst: Money;
  readonly tax: Money;
  /** Taxable value and tax before the round-off. */
  readonly grandTotal: Money;
  readonly roundOff: Money;
  readonly total: Money;
  readonly supplyType: SupplyType;
  /** Absent where IGST is charged. */
  readonly stateTaxLabel?: StateTaxLabel;
  /** By HSN and rate, in the order of first appearance. */
  readonly hsnSummary: readonly HsnSummaryRow[];
};

/** A line as read, before tax: its amounts in paise, and the rate it is reported under. */
type NetLine = { readonly gross: bigint; readonly discount: bigint; readonly net: bigint; readonly rate: Percent };

/** Sums that grow line by line, in paise. */
type Sums = { taxable: bigint; cgst: bigint; sgst: bigint; igst: bigint };

type Row = Sums & { readonly hsn: string; readonly rate: Percent };

const HSN = /^\d{4}(?:\d{2}){0,2}$/;
// Thousandths of a unit times ten-thousandths of a rupee, per paisa.
const SCALE_PER_PAISA = 100_000n;
// Keeps every figure and every sum inside a 64-bit column.
const MAX_PAISE = 100_000_000_000_000_000n;
const DISCOUNT_DECIMALS = 6;
const ZERO_PERCENT = Percent.parse('0');

/**
 * Prices a document: lines in, exact figures out, by the rules TAX-01 to TAX-06. Credit and debit notes are priced by the same
 * rules with positive amounts; their sign is in the kind of document.
 * @throws DomainError `tax.invalid` naming the line and figure that does not fit; `money.malformed` for an unreadable price or amount
 */
export const priceDocument = (input: TaxInput): PricedDocument => {
  assertStates(input);
  const split = taxSplit(input.supplierState, input.placeOfSupply, input.sez === true);
  const nets = input.lines.map(netLine);
  const shares = invoiceDiscountShares(input, nets);
  const sums: Sums = { taxable: 0n, cgst: 0n, sgst: 0n, igst: 0n };
  const rows = new Map<string, Row>();
  const lines = input.lines.map((line, index) => {
    const net = nets[index]!;
    const share = shares[index]!;
    const figures = taxed(input, split.supplyType, bearsTax(input, line) ? net.rate.tenThousandths : 0n, net.net - share);
    add(sums, figures);
    add(summaryRow(rows, line.hsn, net.rate), figures);
    return pricedLine(net, share, figures);
  });
  return { lines, ...totals(nets, shares, sums, input.roundTotal !== false), ...labels(split), hsnSummary: summary(rows) };
};

const assertStates = ({ supplierState, placeOfSupply, zeroRatedWithoutTax, sez }: TaxInput): void => {
  if (!isStateCode(supplierState) || supplierState === OVERSEAS) {
    throw fault('/supplierState', `The supplier's state "${supplierState}" is not the code of an Indian state in force.`);
  }
  if (!isStateCode(placeOfSupply))
    throw fault('/placeOfSupply', `The place of supply "${String(placeOfSupply)}" is not a state code in force.`);
  // IGST Act s. 16
  if (zeroRatedWithoutTax === true && sez !== true && placeOfSupply !== OVERSEAS)
    throw fault('/zeroRatedWithoutTax', 'Only an export, or a supply to a special economic zone, goes without tax.');
};

/** Reads a line; whatever does not fit is refused with the number of the line. */
const netLine = (line: TaxLine, index: number): NetLine => {
  try {
    return readLine(line);
  } catch (error) {
    throw error instanceof DomainError ? onLine(index, error) : error;
  }
};

const readLine = (line: TaxLine): NetLine => {
  if (!HSN.test(line.hsn)) throw fault('/hsn', `"${line.hsn}" is not an HSN or SAC of 4, 6 or 8 digits.`);
  if (line.quantity.isNegative()) throw fault('/quantity', 'The quantity is negative; goods taken back are a credit note.');
  const gross = divideRounded(line.quantity.thousandths * unitPriceOf(line.unitPrice).tenThousandths, SCALE_PER_PAISA);
  if (gross > MAX_PAISE) throw fault('', 'The value is beyond what a document can hold.');
  const discount = line.discount === undefined ? 0n : discountOn(gross, line.discount);
  const rate = percentOf(line.taxRate, '/taxRate');
  return { gross, discount, net: gross - discount, rate: treatments[line.treatment ?? 'TAXABLE'].keepsRate ? rate : ZERO_PERCENT };
};

/** Reads a figure given as text; whatever does not fit is refused with the field it stands in. */
const located = <Figure>(pointer: string, read: () => Figure): Figure => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.message, { errors: [{ pointer, message: error.message }] });
  }
};

const onLine = (index: number, { code, message, details }: DomainError): DomainError => {
  const pointer = `/lines/${index}${details.errors?.[0]?.pointer ?? ''}`;
  return new DomainError(code, `Line ${index + 1}: ${message}`, { errors: [{ pointer, message }] });
};

const unitPriceOf = (price: UnitPrice | Money | string): UnitPrice =>
  typeof price === 'string' ? located('/unitPrice', () => UnitPrice.parse(price)) : price instanceof Money ? UnitPrice.of(price) : price;

const percentOf = (percent: Percent | string, pointer: string): Percent =>
  typeof percent === 'string' ? located(pointer, () => Percent.parse(percent)) : percent;

const discountOn = (amount: bigint, discount: Discount, pointer: string = '/discount/value'): bigint => {
  if (discount.type === 'PERCENT') return divideRounded(amount * percentOf(discount.value, pointer).tenThousandths, HUNDRED_PERCENT);
  const { value } = discount;
  const paise = typeof value === 'string' ? located(pointer, () => paiseIn(value)) : value.paise;
  if (paise < 0n) throw fault(pointer, 'The discount is negative; something added is a line of its own.');
  if (paise > amount) throw fault(pointer, `The discount is more than the value of ${Money.ofPaise(amount).toString()} it is taken from.`);
  return paise;
};

/** Rupees with more decimals than paise have are rounded like every figure of a line (TAX-01). */
const paiseIn = (rupees: string): bigint => {
  const scaled = parseScaled(rupees, DISCOUNT_DECIMALS);
  if (scaled === undefined) throw new DomainError('money.malformed', `"${rupees}" is not an amount in rupees.`);
  return divideRounded(scaled, 10n ** BigInt(DISCOUNT_DECIMALS - 2));
};

/** Each line's part of the discount on the whole: by line net, largest remainder, ties to the first line (TAX-04). */
const invoiceDiscountShares = ({ invoiceDiscount, lines }: TaxInput, nets: readonly NetLine[]): readonly bigint[] => {
  if (invoiceDiscount === undefined) return nets.map(() => 0n);
  const { appliesTo } = invoiceDiscount;
  const weights = nets.map(({ net }, index) => (appliesTo === undefined || appliesTo.includes(lines[index]!.kind) ? net : 0n));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  return allocate(discountOn(whole, invoiceDiscount, '/invoiceDiscount/value'), weights);
};

/**
 * The taxes on an amount (TAX-02, TAX-03). Within a state each half is rounded by itself and both are the same figure; between
 * states IGST is rounded once and is not the sum of two halves. From an inclusive price each tax is taken out of the amount,
 * and the taxable value is what remains (CGST Rule 35), so that the line stays equal to the marked price.
 */
const taxed = ({ priceIncludesTax }: TaxInput, supplyType: SupplyType, rate: bigint, amount: bigint): Sums => {
  const parts = supplyType === 'INTRA' ? 2n : 1n;
  const tax = divideRounded(amount * rate, parts * (priceIncludesTax ? HUNDRED_PERCENT + rate : HUNDRED_PERCENT));
  const half = parts === 2n ? tax : 0n;
  return { taxable: priceIncludesTax ? amount - parts * tax : amount, cgst: half, sgst: half, igst: parts === 1n ? tax : 0n };
};

const bearsTax = (input: TaxInput, { treatment }: TaxLine): boolean =>
  input.zeroRatedWithoutTax !== true && treatments[treatment ?? 'TAXABLE'].bearsTax;

const add = (sums: Sums, figures: Sums): void => {
  sums.taxable += figures.taxable;
  sums.cgst += figures.cgst;
  sums.sgst += figures.sgst;
  sums.igst += figures.igst;
};

const summaryRow = (rows: Map<string, Row>, hsn: string, rate: Percent): Row => {
  const key = `${hsn} ${rate.tenThousandths}`;
  const known = rows.get(key);
  if (known !== undefined) return known;
  const row = { hsn, rate, taxable: 0n, cgst: 0n, sgst: 0n, igst: 0n };
  rows.set(key, row);
  return row;
};

const pricedLine = ({ gross, discount }: NetLine, invoiceDiscount: bigint, figures: Sums): PricedLine => ({
  gross: Money.ofPaise(gross),
  discount: Money.ofPaise(discount),
  invoiceDiscount: Money.ofPaise(invoiceDiscount),
  ...inMoney(figures),
});

const inMoney = ({ taxable, cgst, sgst, igst }: Sums) => ({
  taxable: Money.ofPaise(taxable),
  cgst: Money.ofPaise(cgst),
  sgst: Money.ofPaise(sgst),
  igst: Money.ofPaise(igst),
});

/** The document's figures; the total is rounded once, here, and the difference shown as a round-off of its own (TAX-05). */
const totals = (nets: readonly NetLine[], shares: readonly bigint[], sums: Sums, roundTotal: boolean) => {
  const gross = nets.reduce((sum, line) => sum + line.gross, 0n);
  const discount = nets.reduce((sum, line, index) => sum + line.discount + shares[index]!, 0n);
  const tax = sums.cgst + sums.sgst + sums.igst;
  if (gross + tax > MAX_PAISE) throw fault('/lines', 'The value of the whole is beyond what a document can hold.');
  const grandTotal = Money.ofPaise(sums.taxable + tax);
  const total = roundTotal ? grandTotal.roundedToRupee() : grandTotal;
  return {
    subtotal: Money.ofPaise(gross),
    discount: Money.ofPaise(discount),
    ...inMoney(sums),
    tax: Money.ofPaise(tax),
    grandTotal,
    roundOff: total.minus(grandTotal),
    total,
  };
};

const labels = ({ supplyType, stateTaxLabel }: { supplyType: SupplyType; stateTaxLabel?: StateTaxLabel }) =>
  stateTaxLabel === undefined ? { supplyType } : { supplyType, stateTaxLabel };

const summary = (rows: ReadonlyMap<string, Row>): HsnSummaryRow[] =>
  [...rows.values()].map((row) => ({ hsn: row.hsn, rate: row.rate, ...inMoney(row) }));

const fault = (pointer: string, message: string): DomainError =>
  new DomainError('tax.invalid', message, { errors: [{ pointer, message }] });
