import { compareDays, financialYear, financialYearStarting } from '../shared/calendar.ts';
import { readDocumentNumber } from '../shared/gst/number-series.ts';
import type { SeriesKey } from './ports.ts';
import type { NumberedDocument, SeriesContent } from './series-reads.ts';

export const seriesFaultKinds = ['MISSING', 'TWICE', 'FOREIGN', 'DATE_ORDER', 'OTHER_YEAR', 'NEXT', 'LAST_DAY', 'NO_ROW'] as const;
export type SeriesFaultKind = (typeof seriesFaultKinds)[number];

/** One thing that is wrong with a series, as a sentence, and the number it is about. */
export type SeriesFault = { readonly kind: SeriesFaultKind; readonly number: string | null; readonly sentence: string };

/** A pattern of the kind, and from when on numbers are made by it. */
export type DatedPattern = { readonly pattern: string; readonly since: Date };

export type SeriesFindings = {
  /** How many documents bear a number of the series, and how many of them were cancelled: those keep their number. */
  readonly issued: number;
  readonly cancelled: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly faults: readonly SeriesFault[];
};

type Counted = NumberedDocument & { readonly n: number };

const fault = (kind: SeriesFaultKind, number: string | null, sentence: string): SeriesFault => ({ kind, number, sentence });

/** Everything that is wrong with a series: its numbers have to be exactly 1 to n, once each, in the order of their days (INV-01). */
export const examineSeries = (key: SeriesKey, { row, documents }: SeriesContent, patterns: readonly DatedPattern[]): SeriesFindings => {
  const read = documents.map((document) => ({ ...document, n: countOf(key, document, patterns) }));
  const counted = (read.filter(({ n }) => n !== undefined) as Counted[]).sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
  return {
    issued: documents.length,
    cancelled: documents.filter(({ cancelled }) => cancelled).length,
    first: counted[0]?.number ?? null,
    last: counted.at(-1)?.number ?? null,
    faults: [
      ...read.filter(({ n }) => n === undefined).map(({ number }) => foreign(number)),
      ...gaps(counted),
      ...daysBack(counted),
      ...otherYears(key, documents),
      ...rowFaults(row, counted),
    ],
  };
};

/** The count that a number stands for by a pattern that was in force when it was given. */
const countOf = (
  { prefix, financialYear: year }: SeriesKey,
  { number, issuedAt }: NumberedDocument,
  patterns: readonly DatedPattern[],
): number | undefined => {
  for (const { pattern } of patterns.filter(({ since }) => since <= issuedAt)) {
    const n = readDocumentNumber(pattern, prefix, year, number);
    if (n !== undefined) return n;
  }
  return undefined;
};

const foreign = (number: string): SeriesFault => fault('FOREIGN', number, `${number} is not made by the pattern of the series.`);

const gaps = (counted: readonly Counted[]): SeriesFault[] =>
  counted.flatMap(({ n, number }, index) => {
    const before = counted[index - 1]?.n ?? 0;
    if (n === before) return [fault('TWICE', number, `${number} bears the count ${n}, which another document has.`)];
    if (n === before + 1) return [];
    const missing = n === before + 2 ? `${n - 1} is` : `${before + 1} to ${n - 1} are`;
    return [fault('MISSING', number, `${missing} missing before ${number}.`)];
  });

const daysBack = (counted: readonly Counted[]): SeriesFault[] =>
  counted.flatMap(({ number, day }, index) => {
    const before = counted[index - 1];
    if (!before || compareDays(before.day, day) <= 0) return [];
    return [fault('DATE_ORDER', number, `${number} is of ${day}, and ${before.number} before it of ${before.day}.`)];
  });

const otherYears = ({ financialYear: start }: SeriesKey, documents: readonly NumberedDocument[]): SeriesFault[] =>
  documents
    .filter(({ day }) => financialYear(day).start !== start)
    .map(({ number, day }) => fault('OTHER_YEAR', number, `${number} is of ${day}, outside ${financialYearStarting(start).long}.`));

const rowFaults = (row: SeriesContent['row'], counted: readonly Counted[]): SeriesFault[] => {
  const last = counted.at(-1);
  if (!row) return last ? [fault('NO_ROW', last.number, 'Numbers were given, and the series has no row to take them from.')] : [];
  const next = (last?.n ?? 0) + 1;
  return [
    ...(row.next === next ? [] : [fault('NEXT', last?.number ?? null, `The next number would be ${row.next}, and ${next} is due.`)]),
    ...(last === undefined || row.lastDay === last.day
      ? []
      : [fault('LAST_DAY', last.number, `The series was last used on ${row.lastDay}, and ${last.number} is of ${last.day}.`)]),
  ];
};
