import { compareDays, type BusinessDay } from '../calendar.ts';

/** The three events that decide the rate around a change of rate. An unpaid document has no payment yet. */
export type SupplyEvents = { readonly supply: BusinessDay; readonly invoice: BusinessDay; readonly payment?: BusinessDay };

/**
 * The day whose rates apply: the middle one of supply, invoice and payment, as whatever changed by then has two of them after it
 * (CGST Act s. 14). A payment still to come is the last of the three.
 */
export const dayOfRate = ({ supply, invoice, payment }: SupplyEvents): BusinessDay => {
  const days = [supply, invoice, ...(payment === undefined ? [] : [payment])];
  return days.toSorted(compareDays)[1]!;
};

/** A change of rate: from this day on, the new one. */
export type RateChange<Rate> = { readonly change: BusinessDay; readonly oldRate: Rate; readonly newRate: Rate };

/**
 * The rate that applies around a change: that of the side with two of supply, invoice and payment (CGST Act s. 14, TAX-07).
 * A payment still to come falls after the change.
 */
export const rateAtTimeOfSupply = <Rate>(events: SupplyEvents, { change, oldRate, newRate }: RateChange<Rate>): Rate => {
  const after = [events.supply, events.invoice, events.payment].filter((day) => day === undefined || compareDays(day, change) >= 0);
  return after.length >= 2 ? newRate : oldRate;
};
