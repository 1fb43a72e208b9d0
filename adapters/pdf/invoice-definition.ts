import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { bearsTax, hasGoods, isNote, isOfSupply, isToBePaid, totalOfFirst, type TaxDocument } from '@dms/domain/billing/invoice-document';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { type Marking, markOf, unmarked } from './copies.ts';
import { heading, parties, type Fact } from './invoice-heading.ts';
import { lineTable, type LineTable } from './invoice-lines.ts';
import { registration } from './invoice-registration.ts';
import { closing, settlement, taxSummary } from './invoice-summary.ts';
import { type Labels, labelsOf, titleIn } from './labels.ts';
import { dayText } from './look.ts';
import { sheet } from './sheet.ts';

/**
 * What an issued invoice, bill of supply or note looks like (CGST Rules 46, 49 and 53, template version 1). Depends on the frozen copy alone,
 * and of a registered one on what the portal answered.
 * The definition serves one rendering: the layout notes on it where each line came to stand, from which the totals carried forward follow.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const invoiceDefinition = (document: TaxDocument, logo?: string, marking: Marking = unmarked): TDocumentDefinitions => {
  const { number, issuedAt, seller } = document;
  const { language } = document.template;
  const words = labelsOf[language];
  const title = titleIn(language, document.title);
  const lines = lineTable(document, words);
  return sheet({
    ...{ language, title, number, issuedAt, seller, marking, logo },
    day: dayText(document.date, language),
    mark: markOf(language, useOf(document), marking.copy),
    content: [
      ...heading({ seller, title, facts: particulars(document, words) }, words, logo !== undefined),
      ...parties(document, words),
      lines.content,
      settlement(marking.cancelled ? unpayable(document) : document, words),
      ...(bearsTax(document) ? [taxSummary(document, words)] : []),
      ...registration(document, words),
      // Terms are of what is sold: a note sells nothing.
      closing(isNote(document) ? { ...document, terms: [] } : document, words),
    ],
    carried: (caption, pageNumber) => carried(caption, document, lines, pageNumber),
  });
};

// Nobody is to pay what was cancelled.
const unpayable = ({ upi: _link, ...document }: TaxDocument): TaxDocument => ({
  ...document,
  seller: { ...document.seller, bank: undefined, upiId: undefined },
});

const useOf = (document: TaxDocument) => {
  if (isNote(document)) return 'other';
  return hasGoods(document) ? 'goods' : 'services';
};

const particulars = (document: TaxDocument, words: Labels): readonly Fact[] => {
  const { template, number, date, dueDate, placeOfSupply, reverseCharge, original, reason } = document;
  const day = (value: string): string => dayText(value, template.language);
  const note = isNote(document);
  return [
    [note ? words.noteNumber : words.invoiceNumber, number, 'strong'],
    [words.date, day(date), 'strong'],
    [words.dueDate, dueDate && isToBePaid(document) ? day(dueDate) : undefined],
    // CGST Rule 53(1A)(h): number and date of the invoice that the note is on.
    [words.againstInvoice, original?.number, 'strong'],
    [words.invoiceDate, original && day(original.date)],
    [words.reason, reason],
    // CGST Rule 46(n): with the name of the State.
    [words.placeOfSupply, isOfSupply(document) ? `${placeOfSupply.name} (${placeOfSupply.code})` : undefined],
    // CGST Rule 46(p).
    [words.reverseCharge, note ? undefined : reverseCharge ? words.yes : words.no],
  ];
};

/** What the lines so far come to, on a page that other lines follow; else nothing. */
const carried = (caption: string, document: TaxDocument, lines: LineTable, pageNumber: number): string => {
  const count = lines.linesUpToPage(pageNumber);
  return count > 0 && count < document.lines.length ? `${caption}  ₹ ${formatIndian(totalOfFirst(document, count))}` : '';
};
