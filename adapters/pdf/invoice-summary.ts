import type { Content, TableCell } from 'pdfmake/interfaces.js';
import {
  bearsTax,
  halfRate,
  isToBePaid,
  stateTaxLabelOf,
  type TaxDocument,
  type InvoiceDocumentHsnRow,
} from '@dms/domain/billing/invoice-document';
import { Money } from '@dms/domain/shared/money';
import type { Labels } from './labels.ts';
import { accentOf, amountText, bareLayout, figure, flowing, ink, label, ruledLayout, size } from './look.ts';

/** What is to be paid and how: words, bank and QR code on the left, the totals on the right; never on two pages. */
export const settlement = (document: TaxDocument, words: Labels): Content => ({
  columns: [
    {
      width: '*',
      stack: [inWords(document, words), { columns: [...payByUpi(document, words), ...payByBank(document, words)], columnGap: 14 }],
    },
    { width: 208, stack: [totals(document, words)] },
  ],
  columnGap: 18,
  margin: [0, 10, 0, 10],
  unbreakable: true,
});

/** Any amount in words, under its label. */
export const inWords = ({ amountInWords }: { readonly amountInWords: string }, words: Labels): Content => ({
  stack: [label(words.amountInWords), { text: amountInWords, bold: true }],
  margin: [0, 0, 0, 8],
});

// A module must be two points wide to be read from paper, and the encoder only takes whole points: so the square grows with the link.
const QR_SQUARES = [
  { linkLength: 230, points: 106 },
  { linkLength: 530, points: 154 },
] as const;

const payByUpi = ({ upi, totals }: TaxDocument, words: Labels): Content[] => {
  if (upi === undefined) return [];
  const square = QR_SQUARES.find(({ linkLength }) => upi.link.length <= linkLength) ?? QR_SQUARES[1];
  return [
    {
      width: 'auto',
      stack: [
        { qr: upi.link, fit: square.points, foreground: '#000000' },
        { text: `${words.scanToPay} ₹${amountText(totals.total)}`, fontSize: size.small, margin: [0, 4, 0, 0] },
      ],
    } as Content,
  ];
};

const payByBank = (document: TaxDocument, words: Labels): Content[] => {
  const { bank, upiId } = document.seller;
  const facts = [
    ...(bank === undefined ? [] : [[words.bank, bank.name], [words.account, bank.account], ['IFSC', bank.ifsc]]),
    ...(upiId === undefined ? [] : [['UPI', upiId]]),
  ] as const; // prettier-ignore
  if (facts.length === 0 || !isToBePaid(document)) return [];
  const rows = facts.map(([name, value]) => [{ text: name!, color: ink.muted, margin: [0, 0, 8, 0] }, flowing(value!)] as TableCell[]);
  return [
    {
      width: '*',
      stack: [label(words.paymentDetails), { table: { widths: ['auto', '*'], body: rows }, layout: bareLayout({ x: 0, y: 0 }) }],
    } as Content,
  ];
};

const totals = (document: TaxDocument, words: Labels): Content => {
  const rows = totalRows(document, words).map(([name, amount]) => [{ text: name, color: ink.muted }, figure(amountText(amount))]);
  const last = rows.length;
  const accent = accentOf(document.seller.branding?.accentColor);
  return {
    table: {
      widths: ['*', 'auto'],
      body: [...rows, [grand(words.total), { ...grand(`₹ ${amountText(document.totals.total)}`), alignment: 'right', noWrap: true }]],
    },
    layout: {
      ...bareLayout({ x: 8, y: 2.5 }),
      hLineWidth: (row) => (row >= last ? 1 : 0),
      hLineColor: () => accent,
    },
  };
};

const grand = (text: string) => ({
  text,
  bold: true,
  fontSize: size.total,
  fillColor: ink.band,
  margin: [0, 2, 0, 0] as [number, number, number, number],
});

const totalRows = (document: TaxDocument, words: Labels): readonly (readonly [string, string])[] => {
  const { subtotal, discount, taxable, cgst, sgst, igst, roundOff } = document.totals;
  const isZero = (amount: string): boolean => Money.parse(amount).isZero();
  const taxRows =
    document.supplyType === 'INTER' ? [['IGST', igst] as const] : [['CGST', cgst] as const, [stateTaxLabelOf(document), sgst] as const];
  return [
    [words.subtotal, subtotal],
    ...(isZero(discount) ? [] : [[words.discount, Money.parse(discount).negated().toString()] as const]),
    ...(subtotal === taxable ? [] : [[bearsTax(document) ? words.taxableValue : words.value, taxable] as const]),
    ...(bearsTax(document) ? taxRows : []),
    ...(isZero(roundOff) ? [] : [[words.roundOff, roundOff] as const]),
  ];
};

// A longer summary runs over the page's end rather than leave most of a page empty.
const ROWS_KEPT_TOGETHER = 12;

type SummaryColumn = { readonly title: string; readonly cell: (row: InvoiceDocumentHsnRow) => string; readonly sum: string };

/** Tax by HSN and rate. */
export const taxSummary = (document: TaxDocument, words: Labels): Content => {
  const columns = summaryColumns(document, words);
  const row = (cells: readonly string[], style: object = {}): TableCell[] =>
    cells.map((text, index) => ({ text, alignment: index === 0 ? 'left' : 'right', ...style }));
  return {
    stack: [
      { text: words.taxSummary, bold: true, margin: [0, 0, 0, 2] },
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: columns.map(({ sum }) => (sum === '' ? 'auto' : '*')),
          body: [
            row(columns.map(({ title }) => title), { bold: true, fillColor: ink.band }),
            ...document.hsnSummary.map((summary) => row(columns.map(({ cell }) => cell(summary)))),
            row(columns.map(({ sum }) => sum), { bold: true }),
          ],
        },
        layout: ruledLayout(accentOf(document.seller.branding?.accentColor)),
        fontSize: size.small,
      },
    ],
    margin: [0, 0, 0, 10],
    unbreakable: document.hsnSummary.length <= ROWS_KEPT_TOGETHER,
  }; // prettier-ignore
};

const summaryColumns = (document: TaxDocument, words: Labels): readonly SummaryColumn[] => {
  const { totals, supplyType } = document;
  const half = (label: string, key: 'cgst' | 'sgst'): SummaryColumn[] => [
    { title: `${label} ${words.taxRate}`, cell: ({ rate }) => `${halfRate(rate)}%`, sum: '' },
    { title: label, cell: (row) => amountText(row[key]), sum: amountText(totals[key]) },
  ];
  return [
    { title: 'HSN / SAC', cell: ({ hsn }) => hsn, sum: words.total },
    { title: words.taxableValue, cell: ({ taxable }) => amountText(taxable), sum: amountText(totals.taxable) },
    { title: words.gstRate, cell: ({ rate }) => `${rate}%`, sum: '' },
    ...(supplyType === 'INTER'
      ? [{ title: 'IGST', cell: ({ igst }: InvoiceDocumentHsnRow) => amountText(igst), sum: amountText(totals.igst) }]
      : [...half('CGST', 'cgst'), ...half(stateTaxLabelOf(document), 'sgst')]),
    { title: words.totalTax, cell: ({ total }) => amountText(total), sum: amountText(totals.tax) },
  ];
};

type Closing = {
  readonly declarations?: readonly string[];
  readonly terms?: readonly string[];
  readonly seller: { readonly legalName: string };
};

/** Declarations and terms on the left, the signatory on the right, CGST Rule 46(q). */
export const closing = ({ declarations = [], terms = [], seller }: Closing, words: Labels): Content => ({
  columns: [
    {
      width: '*',
      stack: [
        ...declarations.map((sentence) => ({ ...flowing(sentence), bold: true, margin: [0, 0, 0, 3] }) satisfies Content),
        ...(terms.length === 0
          ? []
          : [label(words.terms), { ol: terms.map((sentence) => flowing(sentence)), fontSize: size.small, color: ink.muted }]),
      ],
    },
    {
      width: 190,
      stack: [
        { text: `${words.signedFor} ${seller.legalName}`, bold: true, margin: [0, 0, 0, 34] },
        { canvas: [{ type: 'line', x1: 60, y1: 0, x2: 190, y2: 0, lineWidth: 0.5, lineColor: ink.muted }] },
        { text: words.authorisedSignatory, color: ink.muted, margin: [0, 3, 0, 0] },
      ],
      alignment: 'right',
    },
  ],
  columnGap: 18,
  unbreakable: true,
});
