import type { Content, ContentColumns, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { totalOfFirst, type InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { heading, parties } from './invoice-heading.ts';
import { lineTable, type LineTable } from './invoice-lines.ts';
import { closing, settlement, taxSummary } from './invoice-summary.ts';
import { accentOf, dayText, ink, joined, page, size } from './look.ts';

/**
 * What an issued invoice looks like on A4, CGST Rule 46, in English (template version 1). Depends on the frozen copy alone.
 * The definition serves one rendering: the layout notes on it where each line came to stand, from which the totals carried forward follow.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const invoiceDefinition = (document: InvoiceDocument, logo?: string): TDocumentDefinitions => {
  const lines = lineTable(document);
  const issuedAt = new Date(document.issuedAt);
  return {
    pageSize: 'A4',
    pageMargins: [page.side, page.top, page.side, page.bottom],
    defaultStyle: { font: 'Hind', fontSize: size.normal, color: ink.text, lineHeight: 0.92 },
    language: 'en-IN',
    displayTitle: true,
    info: {
      title: `${document.title} ${document.number}`,
      author: document.seller.legalName,
      creator: 'DMS',
      // Otherwise the file would be dated by the moment it is drawn, and its id with it (INV-05).
      creationDate: issuedAt,
      modDate: issuedAt,
    },
    ...(logo === undefined ? {} : { images: { logo } }),
    content: [
      ...heading(document, logo !== undefined),
      ...parties(document),
      lines.content,
      settlement(document),
      taxSummary(document),
      closing(document),
    ],
    header: (pageNumber) => header(document, lines, pageNumber),
    footer: (pageNumber, pageCount) => footer(document, lines, pageNumber, pageCount),
  };
};

const header = (document: InvoiceDocument, lines: LineTable, pageNumber: number): Content[] => [
  {
    canvas: [{ type: 'rect', x: 0, y: 0, w: page.width, h: 6, color: accentOf(document.seller.branding?.accentColor) }],
  },
  pageNumber === 1
    ? // Rule 48 wants each copy marked; the one that is handed over is the original.
      margins({ text: 'Original for recipient', alignment: 'right' })
    : margins({
        columns: [
          joined('  ·  ', document.seller.legalName, `${document.title} ${document.number}`, dayText(document.date)),
          { width: 'auto', text: carried('Brought forward', document, lines, pageNumber - 1), alignment: 'right' },
        ],
      }),
];

const footer = (document: InvoiceDocument, lines: LineTable, pageNumber: number, pageCount: number): Content[] => [
  margins({ text: carried('Carried forward', document, lines, pageNumber) || ' ', alignment: 'right' }, 2),
  margins(
    {
      columns: ['This is a computer generated invoice.', { text: `Page ${pageNumber} of ${pageCount}`, alignment: 'right' }],
    },
    6,
  ),
];

/** What the lines so far come to, on a page that other lines follow; else nothing. */
const carried = (caption: string, document: InvoiceDocument, lines: LineTable, pageNumber: number): string => {
  const count = lines.linesUpToPage(pageNumber);
  return count > 0 && count < document.lines.length ? `${caption}  ₹ ${formatIndian(totalOfFirst(document, count))}` : '';
};

const margins = (content: ContentText | ContentColumns, top = 12): Content => ({
  ...content,
  margin: [page.side, top, page.side, 0],
  fontSize: size.small,
  color: ink.muted,
});
