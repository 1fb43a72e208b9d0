import type { Content, ContentColumns, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { SellerCopy } from '@dms/domain/billing/invoice-document';
import type { PaperLanguage } from '@dms/domain/shared/languages';
import type { Marking } from './copies.ts';
import { labelsOf } from './labels.ts';
import { accentOf, ink, joined, page, size } from './look.ts';

export type Sheet = {
  readonly language: PaperLanguage;
  readonly title: string;
  readonly number: string;
  /** As it is printed. */
  readonly day: string;
  /** ISO instant; it dates the file. */
  readonly issuedAt: string;
  readonly seller: Pick<SellerCopy, 'legalName' | 'branding'>;
  readonly marking: Marking;
  /** Which copy this is, in words. */
  readonly mark: string;
  readonly content: Content[];
  /** A PNG or JPEG as a data URL. */
  readonly logo?: string | undefined;
  /** What the lines up to the end of a page come to; empty where none follow. */
  readonly carried?: (caption: string, pageNumber: number) => string;
};

/** A paper on A4: the branch's bar on top, what the page before came to, the mark of the copy, and page by page how many there are. */
export const sheet = (paper: Sheet): TDocumentDefinitions => {
  const { language, title, number, seller, marking, content, logo } = paper;
  const issuedAt = new Date(paper.issuedAt);
  return {
    pageSize: 'A4',
    pageMargins: [page.side, page.top, page.side, page.bottom],
    defaultStyle: { font: 'Hind', fontSize: size.normal, color: ink.text, lineHeight: 0.92 },
    language: `${language}-IN`,
    displayTitle: true,
    info: {
      title: `${title} ${number}`,
      author: seller.legalName,
      creator: 'DMS',
      // Otherwise the file would be dated by the moment it is drawn, and its id with it (INV-05).
      creationDate: issuedAt,
      modDate: issuedAt,
    },
    ...(logo === undefined ? {} : { images: { logo } }),
    ...(marking.cancelled && {
      watermark: { text: labelsOf[language].cancelled, color: '#b3261e', opacity: 0.16, bold: true, angle: -50 },
    }),
    content,
    header: (pageNumber) => header(paper, pageNumber),
    footer: (pageNumber, pageCount) => footer(paper, pageNumber, pageCount),
  };
};

const header = ({ language, title, number, day, seller, mark, marking, carried }: Sheet, pageNumber: number): Content[] => {
  const words = labelsOf[language];
  const cancelled = marking.cancelled ? words.cancelled : undefined;
  return [
    { canvas: [{ type: 'rect', x: 0, y: 0, w: page.width, h: 6, color: accentOf(seller.branding?.accentColor) }] },
    pageNumber === 1
      ? margins({ text: joined('  ·  ', cancelled, mark), alignment: 'right' })
      : margins({
          columns: [
            joined('  ·  ', cancelled, seller.legalName, `${title} ${number}`, day),
            { width: 'auto', text: carried?.(words.broughtForward, pageNumber - 1) ?? '', alignment: 'right' },
          ],
        }),
  ];
};

const footer = ({ language, seller, carried }: Sheet, pageNumber: number, pageCount: number): Content[] => {
  const words = labelsOf[language];
  const count = language === 'hi' ? `पृष्ठ ${pageNumber} / ${pageCount}` : `Page ${pageNumber} of ${pageCount}`;
  return [
    margins({ text: carried?.(words.carriedForward, pageNumber) || ' ', alignment: 'right' }, 2),
    margins(
      {
        columns: [joined('  ·  ', words.computerGenerated, seller.branding?.footer), { width: 'auto', text: count, alignment: 'right' }],
      },
      6,
    ),
  ];
};

const margins = (content: ContentText | ContentColumns, top = 12): Content => ({
  ...content,
  margin: [page.side, top, page.side, 0],
  fontSize: size.small,
  color: ink.muted,
});
