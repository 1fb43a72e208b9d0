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

/** Limits that hold within some states. */
export type LimitsWithinStates = { readonly states: readonly string[]; readonly limits: DatedAmounts };

/** Delhi, Maharashtra, Tamil Nadu, West Bengal, Bihar, Jharkhand, Punjab and Rajasthan let goods of a lakh move within them. */
export const usualLimitsWithinStates: readonly LimitsWithinStates[] = [
  { states: ['03', '07', '08', '10', '19', '20', '27', '33'], limits: [{ from: '2018-04-01', amount: '100000.00' }] },
];

export const usualEWayBillLimits: EWayBillLimits = {
  interState: eWayBillLimits,
  byState: Object.fromEntries(usualLimitsWithinStates.flatMap(({ states, limits }) => states.map((code) => [code, limits]))),
};

/** The value above which goods need an e-way bill on a day; undefined before there were any. */
export const limitOf = (
  { interState, day }: Pick<Movement, 'interState' | 'day'>,
  fromState?: string,
  limits: EWayBillLimits = usualEWayBillLimits,
): Money | undefined => {
  const own = interState || fromState === undefined ? undefined : limits.byState[fromState];
  return amountOn(own ?? limits.interState, day);
};

/** Whether goods need an e-way bill: their value is above the limit of the day (CGST Rule 138(1)). */
export const needsEWayBill = (
  { interState, goods, value, day }: Movement,
  fromState?: string,
  limits: EWayBillLimits = usualEWayBillLimits,
): boolean => {
  const limit = limitOf({ interState, day }, fromState, limits);
  return goods && limit !== undefined && value.compare(limit) > 0;
};
