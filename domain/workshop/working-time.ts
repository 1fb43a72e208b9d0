import { addDays, type BusinessDay, businessDay, startOfBusinessDay } from '../shared/calendar.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';

/** From when to when somebody was at work, as ISO instants; the last one of a running log is open. */
export type TimeSpan = {
  readonly from: string;
  readonly to: string | null;
  /** Why the work was laid aside after it (JOB-04). */
  readonly reason?: string;
};

const MS_PER_THOUSANDTH_OF_AN_HOUR = 3_600n;

/** Hours to three decimals, halves away from zero. */
export const hoursOf = (ms: number): Quantity => Quantity.ofThousandths(divideRounded(BigInt(ms), MS_PER_THOUSANDTH_OF_AN_HOUR));

/** Milliseconds of those spans that are over; what still runs counts once it is paused or stopped. */
export const workedMs = (spans: readonly TimeSpan[]): number =>
  spans.reduce((sum, { from, to }) => sum + (to === null ? 0 : Date.parse(to) - Date.parse(from)), 0);

export type DayShare = { readonly day: BusinessDay; readonly ms: number };

/** The same time by business day: work over midnight IST is part of both days (JOB-04). What still runs counts up to `now`. */
export const byBusinessDay = (spans: readonly TimeSpan[], now: Date): DayShare[] => {
  const days = new Map<BusinessDay, number>();
  for (const { from, to } of spans)
    for (const { day, ms } of split(new Date(from), to === null ? now : new Date(to))) days.set(day, (days.get(day) ?? 0) + ms);
  return [...days].map(([day, ms]) => ({ day, ms })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
};

const split = (from: Date, to: Date): DayShare[] => {
  const shares: DayShare[] = [];
  for (let start = from; start < to;) {
    const day = businessDay(start);
    const midnight = startOfBusinessDay(addDays(day, 1));
    const end = midnight < to ? midnight : to;
    shares.push({ day, ms: end.getTime() - start.getTime() });
    start = end;
  }
  return shares;
};
