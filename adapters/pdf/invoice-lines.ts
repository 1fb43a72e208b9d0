import type { Content, TableCell } from 'pdfmake/interfaces.js';
import {
  bearsTax,
  halfRate,
  hasDiscount,
  hasSac,
  stateTaxLabelOf,
  totalOfFirst,
  type TaxDocument,
  type InvoiceDocumentLine,
} from '@dms/domain/billing/invoice-document';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Labels } from './labels.ts';
import { accentOf, amountText, figure, flowing, ink, quantityText, ruledLayout, size, unitPriceText } from './look.ts';

type LineColumn = {
  readonly title: string;
  readonly width: 'auto' | '*';
  readonly alignment: 'left' | 'right';
  readonly cell: (line: InvoiceDocumentLine) => TableCell;
  /** What stands at the foot of the column, where a sum means something. */
  readonly foot?: string;
};

/** Where the layout put a node, which it writes onto the node itself. */
type Placed = { readonly positions?: readonly { readonly pageNumber: number }[] };

/** The table, and how many lines are on the first so many pages; known once the table has been laid out, and nought before. */
export type LineTable = { readonly content: Content; readonly linesUpToPage: (pageNumber: number) => number };

/** The lines with their tax, CGST Rule 46(g) to (m); the heads of the columns stand on every page, and no line is cut in two. */
export const lineTable = (document: TaxDocument, words: Labels): LineTable => {
  const columns = columnsOf(document, words);
  const rows = document.lines.map((line) => columns.map(({ cell }) => cell(line)));
  const lastCells = rows.map((row) => row.at(-1) as Placed);
  return {
    content: {
      table: {
        headerRows: 1,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        widths: columns.map(({ width }) => width),
        body: [columns.map(head), ...rows, columns.map(foot)],
      },
      layout: ruledLayout(accentOf(document.seller.branding?.accentColor)),
    },
    linesUpToPage: (pageNumber) =>
      lastCells.filter(({ positions }) => positions?.[0] !== undefined && positions[0].pageNumber <= pageNumber).length,
  };
};

const columnsOf = (document: TaxDocument, words: Labels): readonly LineColumn[] => [
  { title: words.position, width: 'auto', alignment: 'left', cell: ({ position }) => ({ text: String(position), color: ink.muted }) },
  { title: words.description, width: '*', alignment: 'left', cell: described, foot: words.total },
  {
    title: words.quantity,
    width: 'auto',
    alignment: 'right',
    cell: ({ quantity, unit }) => figure(isNothing(quantity) ? '' : quantityText(quantity, unit)),
  },
  {
    title: words.rate,
    width: 'auto',
    alignment: 'right',
    cell: ({ quantity, unitPrice }) => figure(isNothing(quantity) ? '' : unitPriceText(unitPrice)),
  },
  ...(hasDiscount(document) ? [money(words.discount, ({ discount }) => discount, amountText(document.totals.discount))] : []),
  money(bearsTax(document) ? words.taxableValue : words.value, ({ taxable }) => taxable, amountText(document.totals.taxable)),
  ...(bearsTax(document) ? taxColumns(document, words) : []),
  money(words.amount, ({ total }) => total, formatIndian(totalOfFirst(document, document.lines.length))),
];

// A note by amount corrects a price: no units are multiplied.
const isNothing = (quantity: string): boolean => Quantity.parse(quantity).isZero();

const taxColumns = (document: TaxDocument, words: Labels): readonly LineColumn[] => [
  { title: words.gst, width: 'auto', alignment: 'right', cell: ({ taxRate }) => figure(`${taxRate}%`) },
  ...taxesOf(document),
];

const taxesOf = (document: TaxDocument): readonly LineColumn[] =>
  document.supplyType === 'INTER'
    ? [tax('IGST', ({ igst }) => igst, ({ taxRate }) => taxRate, document.totals.igst)]
    : [
        tax('CGST', ({ cgst }) => cgst, ({ taxRate }) => halfRate(taxRate), document.totals.cgst),
        tax(stateTaxLabelOf(document), ({ sgst }) => sgst, ({ taxRate }) => halfRate(taxRate), document.totals.sgst),
      ]; // prettier-ignore

const described = ({ description, hsn }: InvoiceDocumentLine): TableCell => ({
  stack: [
    flowing(description),
    ...(hsn === '' ? [] : [{ text: `${hasSac(hsn) ? 'SAC' : 'HSN'} ${hsn}`, fontSize: size.small, color: ink.muted }]),
  ],
});

const money = (title: string, amount: (line: InvoiceDocumentLine) => string, foot: string): LineColumn => ({
  title,
  width: 'auto',
  alignment: 'right',
  cell: (line) => figure(amountText(amount(line))),
  foot,
});

// CGST Rule 46(l) and (m): rate and amount of each tax, one below the other.
const tax = (
  title: string,
  amount: (line: InvoiceDocumentLine) => string,
  rate: (line: InvoiceDocumentLine) => string,
  sum: string,
): LineColumn => ({
  ...money(title, amount, amountText(sum)),
  cell: (line) => ({
    stack: [figure(amountText(amount(line))), { text: `${rate(line)}%`, fontSize: size.small, color: ink.muted, alignment: 'right' }],
  }),
});

const head = ({ title, alignment }: LineColumn): TableCell => ({
  text: title,
  alignment,
  bold: true,
  fontSize: size.small,
  fillColor: ink.band,
});

const foot = ({ foot = '', alignment }: LineColumn): TableCell => ({ text: foot, alignment, bold: true, noWrap: true });
