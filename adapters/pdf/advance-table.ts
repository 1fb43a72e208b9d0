import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { stateTaxLabelOf } from '@dms/domain/billing/invoice-document';
import type { ReceiptAdvance } from '@dms/domain/billing/receipt-document';
import { Money } from '@dms/domain/shared/money';
import type { Labels } from './labels.ts';
import { amountText, figure, ink, ruledLayout, size } from './look.ts';

/** A table of figures under heads; the first column takes what the others leave. */
export const ruledTable = (accent: string, width: 'auto' | '*', heads: readonly string[], rows: readonly TableCell[][]): Content => ({
  table: {
    headerRows: 1,
    dontBreakRows: true,
    widths: heads.map((_, index) => (index === 0 ? '*' : width)),
    body: [
      heads.map((text, index) => ({ text, bold: true, fontSize: size.small, fillColor: ink.band, alignment: sideOf(index) })),
      ...rows,
    ],
  },
  layout: ruledLayout(accent),
  margin: [0, 0, 0, 12],
});

const sideOf = (index: number) => (index === 0 ? 'left' : 'right');

// CGST Rules 50(g) to (i) and 51(h) and (i): rate and amount of each tax inside the advance.
const taxesOf = ({ cgst, sgst, igst, ...advance }: ReceiptAdvance): readonly (readonly [string, string])[] =>
  Money.parse(igst).isZero()
    ? [
        ['CGST', cgst],
        [stateTaxLabelOf(advance), sgst],
      ]
    : [['IGST', igst]];

const advanceHeads = (advance: ReceiptAdvance, words: Labels): readonly string[] => [
  words.taxableValue,
  words.gstRate,
  ...taxesOf(advance).map(([name]) => name),
];

const advanceRow = (advance: ReceiptAdvance): TableCell[] => [
  amountText(advance.taxable),
  figure(`${advance.taxRate}%`),
  ...taxesOf(advance).map(([, amount]) => figure(amountText(amount))),
];

/** The tax inside an advance, as its voucher has it, or inside what went back of it. */
export const advanceTable = (accent: string, advance: ReceiptAdvance, words: Labels): Content =>
  ruledTable(accent, '*', advanceHeads(advance, words), [advanceRow(advance)]);
