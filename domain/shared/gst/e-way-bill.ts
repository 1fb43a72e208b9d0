import type { BusinessDay } from '../calendar.ts';
import type { Money } from '../money.ts';
import { amountOn, type DatedAmounts, eWayBillLimits } from './dated-amounts.ts';

export type Movement = {
  readonly interState: boolean;
  /** Whether goods move; nothing but services needs no e-way bill. */
  readonly goods: boolean;
  /** The value of the goods with tax, whatever paper they travel with. */
  readonly value: Money;
  readonly day: BusinessDay;
};

/** Within a state each has limits of its own; a state that is not named has that of movements between states. */
export type EWayBillLimits = { readonly interState: DatedAmounts; readonly byState: { readonly [stateCode: string]: DatedAmounts } };

const lakh: DatedAmounts = [{ from: '2018-04-01', amount: '100000.00' }];

/** Delhi, Maharashtra, Tamil Nadu, West Bengal, Bihar, Jharkhand, Punjab and Rajasthan let goods of a lakh move within them. */
export const usualEWayBillLimits: EWayBillLimits = {
  interState: eWayBillLimits,
  byState: Object.fromEntries(['03', '07', '08', '10', '19', '20', '27', '33'].map((code) => [code, lakh])),
};

/** Whether goods need an e-way bill: their value is above the limit of the day (CGST Rule 138(1)). */
export const needsEWayBill = (
  { interState, goods, value, day }: Movement,
  fromState?: string,
  limits: EWayBillLimits = usualEWayBillLimits,
): boolean => {
  const own = interState || fromState === undefined ? undefined : limits.byState[fromState];
  const limit = amountOn(own ?? limits.interState, day);
  return goods && limit !== undefined && value.compare(limit) > 0;
};
