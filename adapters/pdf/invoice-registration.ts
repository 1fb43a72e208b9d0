import type { Content } from 'pdfmake/interfaces.js';
import type { TaxDocument } from '@dms/domain/billing/invoice-document';
import { businessDay } from '@dms/domain/shared/calendar';
import type { Labels } from './labels.ts';
import { bareLayout, dayText, flowing, ink, label, timeText } from './look.ts';

// Two points for each module, as for the code to pay by: what a version of the code holds at the lowest level of correction, in bytes.
const QR_SQUARES = [
  { characters: 520, points: 154 },
  { characters: 858, points: 194 },
  { characters: 1273, points: 234 },
  { characters: 1732, points: 274 },
  { characters: 2953, points: 354 },
] as const;

/** What the registration portal answered, CGST Rule 46(r): reference number, acknowledgement, and the QR code as it was signed; never on two pages. */
export const registration = ({ registration: answer, template: { language } }: TaxDocument, words: Labels): Content[] => {
  if (answer === undefined) return [];
  const { irn, ackNumber, ackDate, signedQr } = answer;
  const square = QR_SQUARES.find(({ characters }) => signedQr.length <= characters);
  if (square === undefined) throw new Error(`A QR code does not hold the ${signedQr.length} characters that the portal signed.`);
  const facts = [
    ['IRN', irn],
    [words.ackNumber, ackNumber],
    [words.ackDate, `${dayText(businessDay(new Date(ackDate)), language)} ${timeText(ackDate)}`],
  ] as const;
  return [
    {
      columns: [
        { width: 'auto', stack: [{ qr: signedQr, fit: square.points, foreground: '#000000' }] },
        {
          width: '*',
          stack: [
            label(words.eInvoice),
            {
              table: {
                widths: ['auto', '*'],
                body: facts.map(([name, value]) => [{ text: name, color: ink.muted, noWrap: true, margin: [0, 0, 8, 0] }, flowing(value)]),
              },
              layout: bareLayout({ x: 0, y: 0 }),
            },
          ],
        },
      ],
      columnGap: 14,
      margin: [0, 0, 0, 10],
      unbreakable: true,
    },
  ];
};
