import type { Column, Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { GatePassDocument } from '@dms/domain/workshop/gate-pass';
import { type Marking, markOf, unmarked } from './copies.ts';
import { type Fact, heading, kilometresText, strip } from './invoice-heading.ts';
import { closing } from './invoice-summary.ts';
import { type Labels, labelsOf, titleIn } from './labels.ts';
import { dayText, ink, joined, timeText } from './look.ts';
import { sheet } from './sheet.ts';

/**
 * What the pass looks like with which a vehicle leaves: its plate large enough to be read at the gate. Depends on the frozen copy alone.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const gatePassDefinition = (pass: GatePassDocument, logo?: string, marking: Marking = unmarked): TDocumentDefinitions => {
  const { number, issuedAt, seller, vehicle, invoices } = pass;
  const { language } = pass.template;
  const words = labelsOf[language];
  const title = titleIn(language, pass.title);
  const day = dayText(pass.date, language);
  const facts: readonly Fact[] = [
    [words.gatePassNumber, number, 'strong'],
    [words.date, day, 'strong'],
    [words.time, timeText(issuedAt)],
    [words.jobCard, pass.jobNumber],
  ];
  return sheet({
    ...{ language, title, number, day, issuedAt, seller, marking, logo },
    mark: markOf(language, 'other', marking.copy),
    content: [
      ...heading({ seller, title, facts }, words, logo !== undefined),
      { text: vehicle.registration, fontSize: 30, bold: true, alignment: 'center', margin: [0, 10, 0, 0] },
      {
        text: joined('  ·  ', `${vehicle.make} ${vehicle.model}`, vehicle.color),
        fontSize: 12,
        alignment: 'center',
        margin: [0, 0, 0, 12],
      },
      ...strip([
        [words.vin, vehicle.vin],
        [words.odometer, kilometresText(pass.odometer, words)],
        [words.invoices, invoices.length === 0 ? undefined : invoices.join(', ')],
      ]),
      { text: words.mayLeave, bold: true, fontSize: 11, alignment: 'center', margin: [0, 6, 0, 40] },
      signatures(words),
      closing({ seller }, words),
    ],
  });
};

/** Who takes the vehicle, and who lets it out. */
const signatures = (words: Labels): Content => ({
  columns: [signature(words.receivedBy), signature(words.guard)],
  columnGap: 40,
  margin: [0, 0, 0, 24],
});

const signature = (text: string): Column => ({
  width: '*',
  stack: [
    { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 220, y2: 0, lineWidth: 0.5, lineColor: ink.muted }] },
    { text, color: ink.muted, margin: [0, 3, 0, 0] },
  ],
});
