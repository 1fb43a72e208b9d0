import { addDays, businessDay, startOfBusinessDay } from './calendar.ts';

/** Times of day in IST, as `21:00`; where `to` is not after `from`, the hours go over midnight. */
export type QuietHours = { readonly from: string; readonly to: string };

const MINUTE_MS = 60_000;
const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
};

/** When the quiet hours end in which an instant falls; undefined outside of them. `from` is quiet, `to` no longer (NOT-02). */
export const quietUntil = ({ from, to }: QuietHours, at: Date): Date | undefined => {
  const today = businessDay(at);
  const instant = (days: number, time: string): number => startOfBusinessDay(addDays(today, days)).getTime() + minutesOf(time) * MINUTE_MS;
  const overMidnight = minutesOf(to) <= minutesOf(from);
  const nights = overMidnight
    ? [
        { from: instant(-1, from), to: instant(0, to) },
        { from: instant(0, from), to: instant(1, to) },
      ]
    : [{ from: instant(0, from), to: instant(0, to) }];
  const night = nights.find((each) => each.from <= at.getTime() && at.getTime() < each.to);
  return night && new Date(night.to);
};
