import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { HistoryDocument, HistoryLine } from '@dms/domain/customers/history-document';
import type { PaperLanguage } from '@dms/domain/shared/languages';
import { type Marking, unmarked } from './copies.ts';
import { type Fact, heading, strip } from './invoice-heading.ts';
import { entryIn, type Labels, labelsOf, titleIn, workIn } from './labels.ts';
import { accentOf, amountText, countText, dayText, figure, flowing, ink, joined, ruledLayout, size } from './look.ts';
import { sheet } from './sheet.ts';

/**
 * What the history of a vehicle looks like. Depends on the frozen copy alone. Where its reader sees no amount there is no column for them.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const historyDefinition = (history: HistoryDocument, logo?: string, marking: Marking = unmarked): TDocumentDefinitions => {
  const { number, issuedAt, seller, vehicle } = history;
  const { language } = history.template;
  const words = labelsOf[language];
  const title = titleIn(language, history.title);
  const day = dayText(history.date, language);
  const facts: readonly Fact[] = [
    [words.vehicle, vehicle.registration, 'strong'],
    [words.asOf, day, 'strong'],
  ];
  return sheet({
    ...{ language, title, number, day, issuedAt, seller, marking, logo, mark: '' },
    content: [
      ...heading({ seller, title, facts }, words, logo !== undefined),
      ...strip([
        [words.makeAndModel, `${vehicle.make} ${vehicle.model}`],
        [words.modelYear, vehicle.year === undefined ? undefined : String(vehicle.year)],
        [words.vin, vehicle.vin],
        [words.odometer, vehicle.odometer === undefined ? undefined : `${countText(vehicle.odometer)} ${words.kilometres}`],
      ]),
      ...(history.entries.length > 0 ? [timeline(history, words)] : [note(words.noHistory)]),
      ...(history.cutOff ? [note(words.olderLeftOut)] : []),
    ],
  });
};

const note = (text: string): Content => ({ text, color: ink.muted, margin: [0, 0, 0, 8] });

const timeline = ({ entries, seller, template: { language } }: HistoryDocument, words: Labels): Content => {
  const withAmounts = entries.some(({ amount }) => amount !== undefined);
  const heads = [words.date, words.work, words.branch, words.odometer, ...(withAmounts ? [words.amount] : [])];
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: ['auto', '*', 110, 'auto', ...(withAmounts ? ['auto'] : [])],
      body: [heads.map(head), ...entries.map((entry) => row(entry, language, words, withAmounts))],
    },
    layout: ruledLayout(accentOf(seller.branding?.accentColor), 0),
    margin: [0, 0, 0, 12],
  };
};

const FIGURES_FROM = 3;

const head = (text: string, index: number): TableCell => ({
  ...{ text, bold: true, fontSize: size.small, fillColor: ink.band },
  alignment: index < FIGURES_FROM ? 'left' : 'right',
});

const row = (entry: HistoryLine, language: PaperLanguage, words: Labels, withAmounts: boolean): TableCell[] => [
  { text: dayText(entry.day, language), noWrap: true },
  { stack: [{ ...flowing(whatOf(entry, language)), bold: true }, ...(entry.summary === undefined ? [] : [flowing(entry.summary)])] },
  entry.branch === undefined ? '' : flowing(entry.branch),
  figure(entry.odometer === undefined ? '' : `${countText(entry.odometer)} ${words.kilometres}`),
  ...(withAmounts ? [figure(entry.amount === undefined ? '' : amountText(entry.amount))] : []),
];

const whatOf = ({ kind, serviceType, number }: HistoryLine, language: PaperLanguage): string =>
  joined('  ·  ', entryIn(language, kind), serviceType && workIn(language, serviceType), number);
