import { addDays } from '../shared/calendar.ts';
import type { FieldFault } from '../shared/errors.ts';
import { isDocumentNumber } from '../shared/gst/document-number.ts';
import { isStateCode, OVERSEAS } from '../shared/gst/states.ts';
import { isUnitCode } from '../shared/gst/unit-codes.ts';
import { isGstin } from '../shared/identifiers/gstin.ts';
import { isPincode, pincodeFitsState } from '../shared/identifiers/pincode.ts';
import { divideRounded } from '../shared/rounding.ts';
import type { RegistrationDay } from './e-invoice-duty.ts';
import type { EInvoice } from './e-invoice.ts';

type Item = EInvoice['ItemList'][number];
type Rule<Of> = readonly [pointer: string, holds: (of: Of) => boolean, message: string];

const MOST_ITEMS = 1_000;
/** Rates that the portal knows, percent. */
const RATES: ReadonlySet<number> = new Set([0, 0.1, 0.25, 1, 1.5, 3, 5, 6, 7.5, 12, 18, 28, 40]);
const FORBIDDEN = /["\\]/;

const long = (text: string, least: number, most: number): boolean => text.length >= least && text.length <= most && !FORBIDDEN.test(text);
const paise = (amount: number): number => Math.round(amount * 100);
const decimals = (amount: number, places: number): boolean => Number(amount.toFixed(places)) === amount;
const near = (a: number, b: number): boolean => Math.abs(paise(a) - paise(b)) <= 1;
const adds = (items: readonly Item[], of: (item: Item) => number, sum: number): boolean =>
  items.reduce((total, item) => total + paise(of(item)), 0) === paise(sum);
/** Whether it is one of the state is asked when it is known which state that is. */
const hasItsPincode = ({ Gstin, Pin, Stcd }: EInvoice['SellerDtls']): boolean =>
  Gstin.slice(0, 2) === Stcd ? pincodeFitsState(String(Pin), Stcd) : isPincode(String(Pin));
const isExport = ({ TranDtls }: EInvoice): boolean => TranDtls.SupTyp.startsWith('EXP');

/** Within a state there is CGST and SGST, else IGST; and so to a special economic zone or abroad (IGST Act s. 7 and 8). */
const isWithinState = ({ TranDtls, SellerDtls, BuyerDtls }: EInvoice): boolean =>
  TranDtls.SupTyp === 'B2B' && BuyerDtls.Pos === SellerDtls.Stcd;
const dayOf = (dt: string): string => dt.split('/').reverse().join('-');
/** The amount of a quantity at a price, paise; both have at most three decimals. */
const product = (quantity: number, price: number): number =>
  Number(divideRounded(BigInt(Math.round(quantity * 1_000)) * BigInt(Math.round(price * 1_000)), 10_000n));

/** The rules of INV-01 v1.1, field by field, as the portal's key validations have them. */
const rules: readonly Rule<EInvoice>[] = [
  [
    '/DocDtls/No',
    ({ DocDtls }) => isDocumentNumber(DocDtls.No),
    'must have 1 to 16 letters, digits, "/" and "-", not beginning with 0 or a sign',
  ],
  ['/DocDtls/Dt', ({ DocDtls }) => /^\d{2}\/\d{2}\/\d{4}$/.test(DocDtls.Dt), 'must be a day such as 22/11/2026'],
  ['/SellerDtls/Gstin', ({ SellerDtls }) => isGstin(SellerDtls.Gstin), 'must be the GSTIN of a regular taxpayer'],
  ['/SellerDtls/LglNm', ({ SellerDtls }) => long(SellerDtls.LglNm, 3, 100), 'must have 3 to 100 characters'],
  ['/SellerDtls/Addr1', ({ SellerDtls }) => long(SellerDtls.Addr1, 1, 100), 'must have 1 to 100 characters'],
  ['/SellerDtls/Loc', ({ SellerDtls }) => long(SellerDtls.Loc, 3, 50), 'must have 3 to 50 characters'],
  ['/SellerDtls/Pin', ({ SellerDtls }) => hasItsPincode(SellerDtls), 'must be a pincode of the state'],
  ['/SellerDtls/Stcd', ({ SellerDtls }) => SellerDtls.Stcd === SellerDtls.Gstin.slice(0, 2), 'must be the state of the GSTIN'],
  [
    '/BuyerDtls/Gstin',
    (document) => (isExport(document) ? document.BuyerDtls.Gstin === 'URP' : isGstin(document.BuyerDtls.Gstin)),
    'must be the GSTIN of a registered buyer: a supply to anybody else has no e-invoice',
  ],
  ['/BuyerDtls/Gstin', ({ BuyerDtls, SellerDtls }) => BuyerDtls.Gstin !== SellerDtls.Gstin, 'must not be that of the seller'],
  ['/BuyerDtls/LglNm', ({ BuyerDtls }) => long(BuyerDtls.LglNm, 3, 100), 'must have 3 to 100 characters'],
  ['/BuyerDtls/Pos', ({ BuyerDtls }) => isStateCode(BuyerDtls.Pos), 'must be a state code in force'],
  ['/BuyerDtls/Pos', (document) => !isExport(document) || document.BuyerDtls.Pos === OVERSEAS, 'must be 96 for an export'],
  ['/BuyerDtls/Addr1', ({ BuyerDtls }) => long(BuyerDtls.Addr1, 1, 100), 'must have 1 to 100 characters'],
  ['/BuyerDtls/Loc', ({ BuyerDtls }) => long(BuyerDtls.Loc, 3, 100), 'must have 3 to 100 characters'],
  ['/BuyerDtls/Pin', ({ BuyerDtls }) => hasItsPincode(BuyerDtls), 'must be a pincode of the state'],
  [
    '/BuyerDtls/Stcd',
    (document) => document.BuyerDtls.Stcd === (isExport(document) ? OVERSEAS : document.BuyerDtls.Gstin.slice(0, 2)),
    'must be the state of the GSTIN, and 96 for an export',
  ],
  ['/ItemList', ({ ItemList }) => ItemList.length > 0, 'must have an item that bears a rate: what is all exempt has no e-invoice'],
  ['/ItemList', ({ ItemList }) => ItemList.length <= MOST_ITEMS, `must have at most ${MOST_ITEMS} items`],
  ['/ValDtls/AssVal', ({ ItemList, ValDtls }) => adds(ItemList, ({ AssAmt }) => AssAmt, ValDtls.AssVal), 'must be the sum of its items'],
  [
    '/ValDtls/CgstVal',
    ({ ItemList, ValDtls }) => adds(ItemList, ({ CgstAmt }) => CgstAmt, ValDtls.CgstVal),
    'must be the sum of its items',
  ],
  [
    '/ValDtls/SgstVal',
    ({ ItemList, ValDtls }) => adds(ItemList, ({ SgstAmt }) => SgstAmt, ValDtls.SgstVal),
    'must be the sum of its items',
  ],
  [
    '/ValDtls/IgstVal',
    ({ ItemList, ValDtls }) => adds(ItemList, ({ IgstAmt }) => IgstAmt, ValDtls.IgstVal),
    'must be the sum of its items',
  ],
  [
    '/ValDtls/IgstVal',
    (document) => !isWithinState(document) || document.ItemList.every(({ IgstAmt }) => IgstAmt === 0),
    'must be zero where the place of supply is the state of the seller',
  ],
  [
    '/ValDtls/CgstVal',
    (document) => isWithinState(document) || document.ItemList.every(({ CgstAmt }) => CgstAmt === 0),
    'must be zero where the place of supply is another state, a special economic zone or abroad',
  ],
  ['/ValDtls/OthChrg', ({ ValDtls }) => ValDtls.OthChrg >= 0, 'must not be negative'],
  ['/ValDtls/RndOffAmt', ({ ValDtls }) => Math.abs(ValDtls.RndOffAmt) <= 99.99, 'must be from -99.99 to 99.99'],
  [
    '/ValDtls/TotInvVal',
    ({ ValDtls: { AssVal, CgstVal, SgstVal, IgstVal, OthChrg, Discount, RndOffAmt, TotInvVal } }) =>
      paise(TotInvVal) === paise(AssVal + CgstVal + SgstVal + IgstVal + OthChrg - Discount + RndOffAmt),
    'must be what its parts add up to',
  ],
  [
    '/RefDtls/PrecDocDtls',
    ({ DocDtls, RefDtls }) => DocDtls.Typ === 'INV' || RefDtls !== undefined,
    'must name the invoice that a note changes',
  ],
  [
    '/RefDtls/PrecDocDtls',
    ({ DocDtls, RefDtls }) => (RefDtls?.PrecDocDtls ?? []).every(({ InvDt }) => dayOf(InvDt) <= dayOf(DocDtls.Dt)),
    'must name an invoice of that day or before',
  ],
];

/** What the day of the registration decides. */
const dayRules = ({ today, withinDays }: RegistrationDay): readonly Rule<EInvoice>[] => [
  ['/DocDtls/Dt', ({ DocDtls }) => dayOf(DocDtls.Dt) <= today, 'must not be in the future'],
  [
    '/DocDtls/Dt',
    ({ DocDtls }) => withinDays === undefined || dayOf(DocDtls.Dt) >= addDays(today, -withinDays),
    `must be at most ${withinDays} days ago`,
  ],
];

const itemRules: readonly Rule<Item>[] = [
  ['/PrdDesc', ({ PrdDesc }) => long(PrdDesc, 3, 300), 'must have 3 to 300 characters'],
  // Who makes e-invoices has a turnover that asks for six (Notification 78/2020-CT).
  ['/HsnCd', ({ HsnCd }) => /^\d{6}(\d{2})?$/.test(HsnCd), 'must be an HSN or SAC of 6 or 8 digits'],
  ['/IsServc', ({ HsnCd, IsServc }) => HsnCd.startsWith('99') === (IsServc === 'Y'), 'must be Y for a SAC and N for an HSN'],
  ['/Unit', ({ IsServc, Unit }) => IsServc === 'Y' || (Unit !== undefined && isUnitCode(Unit)), 'must be a unit quantity code'],
  [
    '/Qty',
    ({ IsServc, Qty }) => IsServc === 'Y' || (Qty !== undefined && Qty > 0 && decimals(Qty, 3)),
    'must be more than zero, with at most three decimals',
  ],
  ['/UnitPrice', ({ UnitPrice }) => UnitPrice >= 0 && decimals(UnitPrice, 3), 'must not be negative, with at most three decimals'],
  [
    '/TotAmt',
    ({ Qty = 1, UnitPrice, TotAmt }) => !decimals(Qty, 3) || !decimals(UnitPrice, 3) || product(Qty, UnitPrice) === paise(TotAmt),
    'must be the quantity times the unit price, rounded to the paisa',
  ],
  ['/AssAmt', ({ TotAmt, Discount, AssAmt }) => paise(AssAmt) === paise(TotAmt) - paise(Discount), 'must be the amount less the discount'],
  ['/GstRt', ({ GstRt }) => RATES.has(GstRt), 'must be a rate that the portal knows'],
  ['/SgstAmt', ({ CgstAmt, SgstAmt }) => CgstAmt === SgstAmt, 'must be that of CGST'],
  [
    '/TotItemVal',
    ({ AssAmt, IgstAmt, CgstAmt, SgstAmt, TotItemVal }) => paise(TotItemVal) === paise(AssAmt + IgstAmt + CgstAmt + SgstAmt),
    'must be what its parts add up to',
  ],
];

/** Of an invoice: what a note gives back is so much of what the invoice charged, and the portal does not check it against the rate. */
const invoicedItemRules: readonly Rule<Item>[] = [
  [
    '/GstRt',
    ({ AssAmt, GstRt, IgstAmt, CgstAmt }) =>
      IgstAmt + CgstAmt === 0 || (CgstAmt > 0 ? near(CgstAmt, (AssAmt * GstRt) / 200) : near(IgstAmt, (AssAmt * GstRt) / 100)),
    'must be the rate that its taxes are charged at',
  ],
];

const broken = <Of>(table: readonly Rule<Of>[], of: Of, at: string): FieldFault[] =>
  table.filter(([, holds]) => !holds(of)).map(([pointer, , message]) => ({ pointer: at + pointer, message }));

/** Everything that the portal would refuse about an e-invoice on a day, by field; nothing where it would take it (TAX-12). */
export const eInvoiceFaults = (document: EInvoice, on: RegistrationDay): FieldFault[] => {
  const ofItems = document.DocDtls.Typ === 'INV' ? [...itemRules, ...invoicedItemRules] : itemRules;
  return [
    ...broken([...rules, ...dayRules(on)], document, ''),
    ...document.ItemList.flatMap((item, index) => broken(ofItems, item, `/ItemList/${index}`)),
  ];
};
