import { type BusinessDay, financialYear, financialYearStarting } from '../calendar.ts';
import { DomainError } from '../errors.ts';
import { DOCUMENT_NUMBER_LENGTH, isDocumentNumber } from './document-number.ts';

const DEFAULT_DIGITS = 5;
const FEWEST_DIGITS = 5;
const COUNTER = /\{n(?::(\d{1,2}))?\}/g;
const OTHER_TOKEN = /\{(?!prefix\}|FY\}|FY4\}|n\}|n:\d{1,2}\})[^}]*\}?/;

/**
 * A number of a series from its pattern. The tokens are `{prefix}`, `{FY}` (26-27), `{FY4}` (2627) and `{n}`, padded with zeros
 * to five digits or, as `{n:6}`, to six. The financial year is that of the document's day in IST.
 * `{prefix}/{FY4}/{n}` with BLR01 gives `BLR01/2627/00123`.
 * @throws DomainError `document_number.invalid` for a count below one
 */
export const renderSeriesNumber = (pattern: string, prefix: string, day: BusinessDay, n: number): string => {
  if (!Number.isSafeInteger(n) || n < 1)
    throw new DomainError('document_number.invalid', `A number series counts from 1; ${n} is no number of it.`);
  const { label, compact } = financialYear(day);
  return fill(pattern, prefix, label, compact, (digits) => String(n).padStart(digits, '0'));
};

/**
 * As `renderSeriesNumber`, for statutory documents: what does not satisfy TAX-09 is refused.
 * @throws DomainError `series.exhausted` when the count has outgrown the sixteen characters
 */
export const renderDocumentNumber = (pattern: string, prefix: string, day: BusinessDay, n: number): string => {
  const number = renderSeriesNumber(pattern, prefix, day, n);
  if (number.length > DOCUMENT_NUMBER_LENGTH) {
    throw new DomainError(
      'series.exhausted',
      `"${number}" is longer than ${DOCUMENT_NUMBER_LENGTH} characters: the series is used up for this year.`,
    );
  }
  if (!isDocumentNumber(number))
    throw new DomainError('document_number.invalid', `"${number}" is not a number that CGST Rule 46(b) permits.`);
  return number;
};

/**
 * Refuses a series of statutory documents when it is configured rather than when a customer waits (INV-01).
 * @throws DomainError `document_number.invalid` with what is wrong about the pattern or the prefix
 */
export const assertSeriesFits = (pattern: string, prefix: string): void => {
  const fault = seriesFault(pattern, prefix);
  if (fault !== undefined)
    throw new DomainError('document_number.invalid', `The series ${pattern} with the prefix "${prefix}" cannot be used: ${fault}.`);
};

const seriesFault = (pattern: string, prefix: string): string | undefined => {
  const unknown = OTHER_TOKEN.exec(pattern)?.[0];
  if (unknown !== undefined) return `it has the unknown token ${unknown}`;
  const counters = [...pattern.matchAll(COUNTER)];
  if (counters.length !== 1) return 'it needs {n} exactly once';
  const room = DOCUMENT_NUMBER_LENGTH - sample(pattern, prefix, () => '').length;
  if (room < FEWEST_DIGITS)
    return `it leaves ${Math.max(room, 0)} of ${DOCUMENT_NUMBER_LENGTH} characters for the count, and five are needed`;
  const digits = Number(counters[0]![1] ?? DEFAULT_DIGITS);
  if (digits > room) return `it pads the count to ${digits} digits where ${room} have room`;
  if (!isDocumentNumber(sample(pattern, prefix, (width) => '1'.padStart(width, '0')))) {
    return 'a number may have only letters, digits, "/" and "-", and not begin with 0 or a sign';
  }
  return undefined;
};

const sample = (pattern: string, prefix: string, count: (digits: number) => string): string =>
  fill(pattern, prefix, '26-27', '2627', count);

const fill = (pattern: string, prefix: string, label: string, compact: string, count: (digits: number) => string): string =>
  pattern
    .replaceAll('{FY}', label)
    .replaceAll('{FY4}', compact)
    .replace(COUNTER, (_, digits: string | undefined) => count(Number(digits ?? DEFAULT_DIGITS)))
    // Last, and by a function, so that nothing inside the prefix is taken for a token.
    .replaceAll('{prefix}', () => prefix);

/**
 * The count that a number of a series stands for; undefined when the pattern would not give it with this prefix in the financial year
 * that begins in `start`.
 */
export const readDocumentNumber = (pattern: string, prefix: string, start: number, number: string): number | undefined => {
  const { label, compact } = financialYearStarting(start);
  const around = fill(pattern, prefix, label, compact, () => '\n').split('\n');
  const [before, after] = around as [string, string];
  if (around.length !== 2 || !number.startsWith(before) || !number.endsWith(after)) return undefined;
  const digits = number.slice(before.length, number.length - after.length);
  if (!/^\d{1,15}$/.test(digits)) return undefined;
  const n = Number(digits);
  return n > 0 && fill(pattern, prefix, label, compact, (width) => String(n).padStart(width, '0')) === number ? n : undefined;
};
