import type { TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { ReceiptDocument } from '@dms/domain/billing/receipt-document';
import { Money } from '@dms/domain/shared/money';
import { type Marking, markOf, unmarked } from './copies.ts';
import { blocks, type Fact, heading, party, strip } from './invoice-heading.ts';
import { closing, inWords } from './invoice-summary.ts';
import { type Labels, labelsOf, methodIn, titleIn } from './labels.ts';
import { accentOf, amountText, dayText, figure } from './look.ts';
import { advanceTable, ruledTable } from './advance-table.ts';
import { sheet } from './sheet.ts';

/**
 * What the receipt of a payment looks like; of an advance it is the receipt voucher of CGST Rule 50. Depends on the frozen copy alone.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const receiptDefinition = (receipt: ReceiptDocument, logo?: string, marking: Marking = unmarked): TDocumentDefinitions => {
  const { number, issuedAt, seller, buyer, advance } = receipt;
  const { language } = receipt.template;
  const words = labelsOf[language];
  const title = titleIn(language, receipt.title);
  const accent = accentOf(seller.branding?.accentColor);
  const day = dayText(receipt.date, language);
  const facts: readonly Fact[] = [
    [words.receiptNumber, number, 'strong'],
    [words.date, day, 'strong'],
    [words.receivedOn, dayText(receipt.receivedOn, language)],
    [words.placeOfSupply, advance && `${advance.placeOfSupply.name} (${advance.placeOfSupply.code})`],
    [words.reverseCharge, advance && words.no],
  ];
  return sheet({
    ...{ language, title, number, day, issuedAt, seller, marking, logo },
    mark: markOf(language, 'other', marking.copy),
    content: [
      ...heading({ seller, title, facts }, words, logo !== undefined),
      blocks(party(words.receivedFrom, buyer, words)),
      ...strip([
        [words.method, methodIn(language, receipt.method)],
        [words.reference, receipt.reference],
        [words.advanceFor, advance && { GOODS: words.goods, SERVICE: words.services }[advance.supply]],
      ]),
      ruledTable(accent, 'auto', [words.settles, words.invoiceDate, words.amount], usesOf(receipt, words)),
      ...(advance ? [advanceTable(accent, advance, words)] : []),
      inWords(receipt, words),
      closing({ seller }, words),
    ],
  });
};

/** What the money was used for, what was kept back as tax, and what it comes to. */
const usesOf = ({ template, invoices, unallocated, tds, amount }: ReceiptDocument, words: Labels): TableCell[][] => [
  ...invoices.map((settled) => [settled.number, figure(dayText(settled.date, template.language)), figure(amountText(settled.amount))]),
  ...(Money.parse(unallocated).isZero() ? [] : [[words.toCredit, '', figure(amountText(unallocated))]]),
  ...(tds === undefined ? [] : [[words.taxDeducted, '', figure(amountText(Money.parse(tds).negated().toString()))]]),
  [{ text: words.total, bold: true }, '', { ...figure(`₹ ${amountText(amount)}`), bold: true }],
];
