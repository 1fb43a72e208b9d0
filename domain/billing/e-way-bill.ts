import type { BusinessDay } from '../shared/calendar.ts';
import type { FieldFault } from '../shared/errors.ts';
import { isDocumentNumber } from '../shared/gst/document-number.ts';
import { type EWayBillLimits, limitOf, needsEWayBill } from '../shared/gst/e-way-bill.ts';
import { isUnitCode } from '../shared/gst/unit-codes.ts';
import { isGstin } from '../shared/identifiers/gstin.ts';
import { pincodeFitsState } from '../shared/identifiers/pincode.ts';
import { Money } from '../shared/money.ts';
import { isServiceCode, isUntaxed } from './gst-document.ts';
import { portalAmount } from './gstr1.ts';
import type { AddressCopy, InvoiceDocument } from './invoice-document.ts';

/** Who carries the goods, as far as it is known: Part B comes with the vehicle. */
export type Carrier = { readonly vehicleNumber?: string | undefined; readonly transporter?: string | undefined };

type Party = AddressCopy & { readonly name: string; readonly gstin?: string };
type Goods = {
  readonly description: string;
  readonly hsn: string;
  readonly quantity: string;
  readonly unit: string;
  readonly taxable: string;
  readonly taxRate: string;
  readonly cgst: string;
  readonly sgst: string;
  readonly igst: string;
  /** Nil-rated, exempt or outside GST; it is no part of the value where taxed goods travel under the same invoice. */
  readonly exempt?: boolean;
};

/** What travels, under which paper: the same of a challan and of an invoice, from their frozen copies. */
export type Consignment = {
  /** 1 is a supply, 5 goods for own use between places of one registration. */
  readonly subSupplyType: '1' | '5';
  readonly docType: 'INV' | 'CHL';
  readonly number: string;
  readonly day: BusinessDay;
  readonly from: Party;
  readonly to: Party;
  readonly delivery?: AddressCopy;
  readonly goods: readonly Goods[];
  readonly carrier: Carrier;
};

/** A place of the company as a challan names it. */
type ChallanPlace = AddressCopy & { readonly legalName: string; readonly gstin: string };
/** What an e-way bill takes of the frozen copy of a delivery challan. */
export type ChallanCopy = {
  readonly number: string;
  readonly date: BusinessDay;
  readonly consignor: ChallanPlace;
  readonly consignee: ChallanPlace;
  readonly lines: readonly (Pick<Goods, 'description' | 'hsn' | 'quantity' | 'unit'> & { readonly taxableValue: string })[];
  readonly transport: Carrier;
};

const placeOf = ({ legalName, ...place }: ChallanPlace): Party => ({ ...place, name: legalName });

/** Goods that travel with a challan: they bear a value, and no tax (CGST Rule 55(1)). */
export const challanConsignment = ({ number, date, consignor, consignee, lines, transport }: ChallanCopy): Consignment => ({
  ...{ subSupplyType: '5', docType: 'CHL', number, day: date, from: placeOf(consignor), to: placeOf(consignee), carrier: transport },
  goods: lines.map(({ taxableValue, ...line }) => ({
    ...line,
    ...{ taxable: taxableValue, taxRate: '0', cgst: '0.00', sgst: '0.00', igst: '0.00' },
  })),
});

/**
 * The goods of an invoice; what it charges for services is not among them.
 * @param lines those of the invoice, which know how each is taxed
 */
export const invoiceConsignment = (document: InvoiceDocument, lines: readonly TaxedLine[], carrier: Carrier = {}): Consignment => ({
  ...{ subSupplyType: '1', docType: 'INV', number: document.number, day: document.date, carrier },
  from: { ...document.seller, name: document.seller.legalName },
  to: document.buyer,
  ...(document.deliveryAddress && { delivery: document.deliveryAddress }),
  goods: document.lines.filter(({ hsn }) => !isServiceCode(hsn)).map((line) => ({ ...line, exempt: isExempt(lines, line) })),
});

type TaxedLine = { readonly position: number; readonly treatment: string };

const isExempt = (lines: readonly TaxedLine[], { position }: { readonly position: number }): boolean =>
  lines.some((line) => line.position === position && isUntaxed(line));

/** The goods whose value counts: all where none is taxed, else those that are (CGST Rule 138(1), Explanation 2). */
const counted = ({ goods }: Consignment): readonly Goods[] =>
  goods.every(({ exempt }) => exempt) ? goods : goods.filter(({ exempt }) => !exempt);

const sum = (goods: readonly Goods[], of: 'taxable' | 'cgst' | 'sgst' | 'igst'): Money =>
  Money.sum(goods.map((line) => Money.parse(line[of])));
const worthOf = (goods: readonly Goods[]): Money => Money.sum((['taxable', 'cgst', 'sgst', 'igst'] as const).map((of) => sum(goods, of)));
const arrival = ({ to, delivery }: Consignment): AddressCopy => delivery ?? to;

/** Whether the law wants an e-way bill for it, and above which value (CGST Rule 138(1)). */
export const eWayBillNeed = (consignment: Consignment, limits: EWayBillLimits) => {
  const fromState = consignment.from.stateCode;
  const interState = fromState !== arrival(consignment).stateCode;
  const value = worthOf(counted(consignment));
  const movement = { interState, goods: consignment.goods.length > 0, value, day: consignment.day };
  return { needed: needsEWayBill(movement, fromState, limits), value, limit: limitOf(movement, fromState, limits) ?? null };
};

const portalDate = (day: BusinessDay): string => day.split('-').reverse().join('/');
const LINE_LENGTH = 120;
const TEXT_LENGTH = 100;

/** Numbers of vehicles have neither spaces nor signs on the portal. */
const plain = (plate: string): string => plate.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Part A, and Part B as far as the carrier is known, in the JSON of the e-way bill portal: its names, numbers and codes. */
export const eWayBill = (consignment: Consignment) => {
  const { from, to, carrier } = consignment;
  const goods = counted(consignment);
  const whole = worthOf(consignment.goods);
  const at = arrival(consignment);
  const total = (of: 'taxable' | 'cgst' | 'sgst' | 'igst'): number => portalAmount(sum(goods, of));
  return {
    supplyType: 'O',
    subSupplyType: consignment.subSupplyType,
    docType: consignment.docType,
    docNo: consignment.number,
    docDate: portalDate(consignment.day),
    // 2 where they go elsewhere than to whom they are billed.
    transactionType: consignment.delivery ? 2 : 1,
    fromGstin: from.gstin ?? 'URP',
    fromTrdName: from.name.slice(0, TEXT_LENGTH),
    ...addressed('from', from),
    fromStateCode: Number(from.stateCode ?? 0),
    actFromStateCode: Number(from.stateCode ?? 0),
    toGstin: to.gstin ?? 'URP',
    toTrdName: to.name.slice(0, TEXT_LENGTH),
    ...addressed('to', at),
    toStateCode: Number(to.stateCode ?? at.stateCode ?? 0),
    actToStateCode: Number(at.stateCode ?? 0),
    totalValue: total('taxable'),
    cgstValue: total('cgst'),
    sgstValue: total('sgst'),
    igstValue: total('igst'),
    cessValue: 0,
    // Exempt goods beside taxed ones: on the invoice, and no part of the value.
    otherValue: portalAmount(whole.minus(worthOf(goods))),
    totInvValue: portalAmount(whole),
    // 0 lets the portal take the distance between the two pincodes.
    transDistance: 0,
    ...(carrier.transporter && { transporterName: carrier.transporter.slice(0, TEXT_LENGTH) }),
    ...(carrier.vehicleNumber && { transMode: '1', vehicleType: 'R', vehicleNo: plain(carrier.vehicleNumber) }),
    itemList: goods.map((line) => ({
      productName: line.description.slice(0, TEXT_LENGTH),
      hsnCode: Number(line.hsn),
      quantity: Number(line.quantity),
      qtyUnit: line.unit,
      taxableAmount: portalAmount(Money.parse(line.taxable)),
      ...ratesOf(line),
      cessRate: 0,
    })),
  };
};

export type EWayBill = ReturnType<typeof eWayBill>;

const addressed = <Side extends 'from' | 'to'>(side: Side, { lines, city, pincode }: AddressCopy) => {
  const [first = '', ...rest] = lines;
  return {
    [`${side}Addr1`]: first.slice(0, LINE_LENGTH),
    [`${side}Addr2`]: rest.join(', ').slice(0, LINE_LENGTH),
    [`${side}Place`]: city ?? '',
    [`${side}Pincode`]: Number(pincode ?? 0),
  } as Record<`${Side}${'Addr1' | 'Addr2' | 'Place'}`, string> & Record<`${Side}Pincode`, number>;
};

const ratesOf = ({ taxRate, igst, cgst }: Goods) => {
  const rate = Number(taxRate);
  const half = Money.parse(cgst).isZero() ? 0 : rate / 2;
  return { cgstRate: half, sgstRate: half, igstRate: Money.parse(igst).isZero() ? 0 : rate };
};

type Rule<Of> = readonly [pointer: string, holds: (of: Of) => boolean, message: string];
const MOST_ITEMS = 250;
const stateText = (code: number): string => String(code).padStart(2, '0');

/** What the portal refuses, field by field. */
const rules: readonly Rule<EWayBill>[] = [
  ['/docNo', ({ docNo }) => isDocumentNumber(docNo), 'must have 1 to 16 letters, digits, "/" and "-"'],
  ['/fromGstin', ({ fromGstin }) => isGstin(fromGstin), 'must be the GSTIN of a regular taxpayer'],
  ['/toGstin', ({ toGstin }) => toGstin === 'URP' || isGstin(toGstin), 'must be a GSTIN, or URP'],
  ['/toGstin', ({ docType, fromGstin, toGstin }) => docType === 'CHL' || fromGstin !== toGstin, 'must not be that of the seller'],
  ['/fromPlace', ({ fromPlace }) => fromPlace.length >= 3, 'must have 3 characters or more'],
  ['/toPlace', ({ toPlace }) => toPlace.length >= 3, 'must have 3 characters or more'],
  [
    '/fromPincode',
    ({ fromPincode, actFromStateCode }) => pincodeFitsState(String(fromPincode), stateText(actFromStateCode)),
    'must be a pincode of the state',
  ],
  [
    '/toPincode',
    ({ toPincode, actToStateCode }) => pincodeFitsState(String(toPincode), stateText(actToStateCode)),
    'must be a pincode of the state',
  ],
  ['/itemList', ({ itemList }) => itemList.length > 0, 'must have goods: services need no e-way bill'],
  ['/itemList', ({ itemList }) => itemList.length <= MOST_ITEMS, `must have at most ${MOST_ITEMS} items`],
  ['/vehicleNo', ({ vehicleNo }) => vehicleNo === undefined || /^[A-Z0-9]{7,15}$/.test(vehicleNo), 'must have 7 to 15 letters and digits'],
];

const itemRules: readonly Rule<EWayBill['itemList'][number]>[] = [
  ['/hsnCode', ({ hsnCode }) => /^\d{4}(\d{2}){0,2}$/.test(String(hsnCode)), 'must be an HSN of 4, 6 or 8 digits'],
  ['/quantity', ({ quantity }) => quantity > 0, 'must be more than zero'],
  ['/qtyUnit', ({ qtyUnit }) => isUnitCode(qtyUnit), 'must be a unit quantity code'],
];

const broken = <Of>(table: readonly Rule<Of>[], of: Of, at: string): FieldFault[] =>
  table.filter(([, holds]) => !holds(of)).map(([pointer, , message]) => ({ pointer: at + pointer, message }));

/** Everything that the portal would refuse, by field (TAX-12). */
export const eWayBillFaults = (bill: EWayBill): FieldFault[] => [
  ...broken(rules, bill, ''),
  ...bill.itemList.flatMap((item, index) => broken(itemRules, item, `/itemList/${index}`)),
];
