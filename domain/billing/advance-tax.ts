import type { BusinessDay } from '../shared/calendar.ts';
import type { StateCode } from '../shared/gst/states.ts';
import { priceDocument } from '../shared/gst/tax-engine.ts';
import { isTaxedAsToZone, type SupplyType } from '../shared/gst/tax-split.ts';
import type { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { type GstAmounts, sumAmounts } from './gst-document.ts';

/** Between which ends an advance is for a supply, and which taxes that bears. */
export type AdvancePlace = { readonly sellerState: string; readonly placeOfSupply: string; readonly supplyType: SupplyType };

/** An advance on services as a return sees it: what of it no bill had used, nor anybody got back, before the days and at their end. */
export type AdvanceOfPeriod = AdvancePlace & {
  readonly id: string;
  /** Whole percent. */
  readonly taxRate: string;
  readonly day: BusinessDay;
  /** Whether it came in these days. */
  readonly received: boolean;
  /** With the tax that is in it; nothing before it came. */
  readonly before: Money;
  readonly after: Money;
};

/** A row of Table 11: by place of supply, kind of supply and rate. */
export type AdvanceRow = GstAmounts & { readonly placeOfSupply: string; readonly supplyType: SupplyType; readonly taxRate: string };

const SAC_OF_REPAIR = '998714';

/** The tax that is in an amount of money for a service (CGST Rules 35 and 50), each tax taken from the whole amount. */
export const taxInside = (amount: Money, { sellerState, placeOfSupply, supplyType }: AdvancePlace, taxRate: string): GstAmounts => {
  const { taxable, cgst, sgst, igst } = priceDocument({
    supplierState: sellerState as StateCode,
    placeOfSupply: placeOfSupply as StateCode,
    priceIncludesTax: true,
    sez: isTaxedAsToZone(sellerState, placeOfSupply, supplyType),
    roundTotal: false,
    lines: [
      {
        ...{ kind: 'SERVICE', hsn: SAC_OF_REPAIR, quantity: Quantity.parse('1'), unitPrice: amount },
        ...{ taxRate, treatment: 'TAXABLE' },
      },
    ],
  });
  return { taxable, cgst, sgst, igst };
};

const inside = (advance: AdvanceOfPeriod, amount: Money): GstAmounts => taxInside(amount, advance, advance.taxRate);

/** Table 11A: what came in these days and is in no bill at their end. */
export const advancesReceived = (advances: readonly AdvanceOfPeriod[]): AdvanceRow[] =>
  rowsOf(advances.filter(({ received }) => received).map((advance) => ({ advance, ...inside(advance, advance.after) })));

/**
 * Table 11B: what came before and was used for bills of these days, or went back (CGST Rule 51). It is the tax of what was open less that
 * of what is, so that over all months an advance is adjusted by exactly the tax that it was reported with.
 */
export const advancesAdjusted = (advances: readonly AdvanceOfPeriod[]): AdvanceRow[] =>
  rowsOf(
    advances
      .filter(({ received }) => !received)
      .flatMap((advance) => [
        { advance, ...inside(advance, advance.before) },
        { advance, ...inside(advance, advance.after), sign: -1n },
      ]),
  );

type Part = GstAmounts & { readonly advance: AdvanceOfPeriod; readonly sign?: bigint };

const keyOf = ({ placeOfSupply, supplyType, taxRate }: AdvanceOfPeriod): string =>
  `${placeOfSupply} ${supplyType} ${taxRate.padStart(8, '0')}`;

const rowsOf = (parts: readonly Part[]): AdvanceRow[] =>
  [...Map.groupBy(parts, ({ advance }) => keyOf(advance))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]): AdvanceRow => {
      const { placeOfSupply, supplyType, taxRate } = of[0]!.advance;
      return { placeOfSupply, supplyType, taxRate, ...sumAmounts(of) };
    })
    .filter(({ taxable, cgst, sgst, igst }) => [taxable, cgst, sgst, igst].some((amount) => !amount.isZero()));
