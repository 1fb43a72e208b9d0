import { type BusinessDay, isBusinessDay } from './calendar.ts';

/** In the order in which a calendar counts them: 0 is Sunday. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

/** One stretch of a day on which the branch is open, in IST: from the first minute to the one before `to`. */
export type Shift = { readonly from: string; readonly to: string };

/** The shifts of each weekday; a day that is not named is a day off. */
export type OpeningHours = { readonly [Day in Weekday]?: readonly Shift[] };

export type Holiday = { readonly day: BusinessDay; readonly name?: string };

const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** What is wrong with the hours, as a sentence; nothing when they can be kept. Shifts follow each other and do not overlap. */
export const faultOfHours = (hours: OpeningHours): string | undefined => {
  for (const day of weekdays) {
    const fault = faultOfDay(day, hours[day] ?? []);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const faultOfDay = (day: Weekday, shifts: readonly Shift[]): string | undefined => {
  let closedSince = '00:00';
  for (const { from, to } of shifts) {
    if (!TIME.test(from) || !TIME.test(to)) return `On ${day} "${from}" to "${to}" are not times such as 09:30.`;
    if (from >= to) return `On ${day} the branch would close at ${to} before it opens at ${from}.`;
    if (from < closedSince) return `On ${day} the shift from ${from} begins before the one before it ends at ${closedSince}.`;
    closedSince = to;
  }
  return undefined;
};

/** What is wrong with the list of holidays, as a sentence: a day that does not exist, or one that is there twice. */
export const faultOfHolidays = (holidays: readonly Holiday[]): string | undefined => {
  const missing = holidays.find(({ day }) => !isBusinessDay(day));
  if (missing) return `${missing.day} is no day of the calendar.`;
  const days = holidays.map(({ day }) => day);
  const twice = days.find((day, index) => days.indexOf(day) !== index);
  return twice === undefined ? undefined : `${twice} is there twice.`;
};
