import { DomainError } from './errors.ts';

/** A calendar day in Asia/Kolkata, written `YYYY-MM-DD`; never a UTC day. Days in this form sort as text. */
export type BusinessDay = string;

/** A calendar month, written `YYYY-MM`. */
export type BusinessMonth = string;

/** A year of accounts, 1 April to 31 March in IST, under the four ways it is written. */
export type FinancialYear = {
  /** The calendar year it begins in: 2026. */
  readonly start: number;
  /** `26-27`, as `{FY}` in a number series. */
  readonly label: string;
  /** `2627`, as `{FY4}` in a number series. */
  readonly compact: string;
  /** `2026-27`, as on returns. */
  readonly long: string;
  readonly firstDay: BusinessDay;
  readonly lastDay: BusinessDay;
};

/** A day of 24 hours, as all are in India. */
export const DAY_MS = 86_400_000;
// India has one zone without daylight saving, so a fixed offset is the whole time-zone rule.
const IST_OFFSET_MS = 5.5 * 3_600_000;
const DAY_SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_SHAPE = /^\d{4}-(0[1-9]|1[0-2])$/;
const FIRST_MONTH_OF_ACCOUNTS = 4;
const MONTHS_OF_YEAR = 12;

/** Whether the text is a day that exists: `2026-02-29` is not. */
export const isBusinessDay = (text: string): boolean => dayNumber(text) !== undefined;

/**
 * The text itself once it is known to be a day that exists.
 * @throws DomainError `day.malformed`
 */
export const parseBusinessDay = (text: string): BusinessDay => {
  requiredDayNumber(text);
  return text;
};

/**
 * The day in India at an instant.
 * @throws DomainError `day.malformed` for an invalid Date
 */
export const businessDay = (instant: Date): BusinessDay => {
  const ms = instant.getTime();
  if (Number.isNaN(ms)) throw new DomainError('day.malformed', 'There is no business day for an instant that does not exist.');
  return formatDay(Math.floor((ms + IST_OFFSET_MS) / DAY_MS));
};

/** The instant of 00:00 IST of a day. */
export const startOfBusinessDay = (day: BusinessDay): Date => new Date(requiredDayNumber(day) * DAY_MS - IST_OFFSET_MS);

/** `17:30`, what a clock in India shows at an instant. */
export const timeInIndia = (instant: Date): string => new Date(instant.getTime() + IST_OFFSET_MS).toISOString().slice(11, 16);

/** The day so many days later, or earlier when `days` is negative. */
export const addDays = (day: BusinessDay, days: number): BusinessDay => formatDay(requiredDayNumber(day) + days);

/**
 * The same day of the month so many months later; the last day of that month where it has no such day (General Clauses Act 1897,
 * s. 3(35): a month is one of the calendar).
 */
export const addMonths = (day: BusinessDay, months: number): BusinessDay => {
  const [year, month, date] = parseBusinessDay(day).split('-').map(Number) as [number, number, number];
  const count = year * MONTHS_OF_YEAR + month - 1 + months;
  const target = `${Math.floor(count / MONTHS_OF_YEAR)}-${String((count % MONTHS_OF_YEAR) + 1).padStart(2, '0')}`;
  const last = lastDayOfMonth(target);
  const same = `${target}-${String(date).padStart(2, '0')}`;
  return same < last ? same : last;
};

/** How many days after `from` the day `to` is; negative when it is before. */
export const daysBetween = (from: BusinessDay, to: BusinessDay): number => requiredDayNumber(to) - requiredDayNumber(from);

/** Negative, zero or positive as the first day is before, the same as or after the second. */
export const compareDays = (a: BusinessDay, b: BusinessDay): -1 | 0 | 1 => Math.sign(daysBetween(b, a)) as -1 | 0 | 1;

/** 0 for Sunday to 6 for Saturday. */
export const weekday = (day: BusinessDay): number => (((requiredDayNumber(day) + 4) % 7) + 7) % 7;

/** The month of a day. */
export const monthOf = (day: BusinessDay): BusinessMonth => parseBusinessDay(day).slice(0, 7);

/**
 * The text itself once it is known to be a month.
 * @throws DomainError `day.malformed` when it is not written `YYYY-MM`
 */
export const parseBusinessMonth = (text: string): BusinessMonth => {
  if (!MONTH_SHAPE.test(text)) throw new DomainError('day.malformed', `"${text}" is not a month written YYYY-MM.`);
  return text;
};

/**
 * The first day of a month.
 * @throws DomainError `day.malformed` when the month is not written `YYYY-MM`
 */
export const firstDayOfMonth = (month: BusinessMonth): BusinessDay => parseBusinessDay(`${parseBusinessMonth(month)}-01`);

/** The last day of a month: the 28th to the 31st. */
export const lastDayOfMonth = (month: BusinessMonth): BusinessDay => {
  const someDayOfNextMonth = addDays(firstDayOfMonth(month), 31);
  return addDays(firstDayOfMonth(monthOf(someDayOfNextMonth)), -1);
};

/** The financial year a day falls in; it turns on 1 April. */
export const financialYear = (day: BusinessDay): FinancialYear => {
  const [year, month] = parseBusinessDay(day).split('-').map(Number) as [number, number, number];
  return financialYearStarting(month >= FIRST_MONTH_OF_ACCOUNTS ? year : year - 1);
};

/** The financial year that begins on 1 April of a calendar year. */
export const financialYearStarting = (start: number): FinancialYear => {
  const first = String(start % 100).padStart(2, '0');
  const second = String((start + 1) % 100).padStart(2, '0');
  return {
    start,
    label: `${first}-${second}`,
    compact: `${first}${second}`,
    long: `${start}-${second}`,
    firstDay: parseBusinessDay(`${start}-04-01`),
    lastDay: parseBusinessDay(`${start + 1}-03-31`),
  };
};

const requiredDayNumber = (text: string): number => {
  const number = dayNumber(text);
  if (number === undefined) throw new DomainError('day.malformed', `"${text}" is not a day that exists, written YYYY-MM-DD.`);
  return number;
};

/** Days since 1 January 1970, or undefined for a day that does not exist. */
const dayNumber = (text: string): number | undefined => {
  const [, year, month, date] = DAY_SHAPE.exec(text) ?? [];
  if (year === undefined || year < '1000') return undefined;
  const number = Date.UTC(Number(year), Number(month) - 1, Number(date)) / DAY_MS;
  // Date.UTC rolls 30 February over into March; a day that does not come back as it went in does not exist.
  return formatDay(number) === text ? number : undefined;
};

const formatDay = (number: number): BusinessDay => new Date(number * DAY_MS).toISOString().slice(0, 10);
