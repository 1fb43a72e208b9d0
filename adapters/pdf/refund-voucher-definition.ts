import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { RefundVoucherDocument } from '@dms/domain/billing/refund-voucher';
import { advanceTable, ruledTable } from './advance-table.ts';
import { type Marking, markOf, unmarked } from './copies.ts';
import { blocks, type Fact, heading, party, strip } from './invoice-heading.ts';
import { closing, inWords } from './invoice-summary.ts';
import { labelsOf, methodIn, titleIn } from './labels.ts';
import { accentOf, amountText, dayText, figure } from './look.ts';
import { sheet } from './sheet.ts';

/**
 * What a refund voucher looks like, with the particulars of CGST Rule 51. Depends on the frozen copy alone.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const refundVoucherDefinition = (
  voucher: RefundVoucherDocument,
  logo?: string,
  marking: Marking = unmarked,
): TDocumentDefinitions => {
  const { number, issuedAt, seller, buyer, advance, original, amount } = voucher;
  const { language } = voucher.template;
  const words = labelsOf[language];
  const title = titleIn(language, voucher.title);
  const accent = accentOf(seller.branding?.accentColor);
  const day = dayText(voucher.date, language);
  const facts: readonly Fact[] = [
    [words.voucherNumber, number, 'strong'],
    [words.date, day, 'strong'],
    [words.ofReceiptVoucher, original.number],
    [words.receivedOn, dayText(original.date, language)],
    [words.placeOfSupply, `${advance.placeOfSupply.name} (${advance.placeOfSupply.code})`],
    [words.reverseCharge, words.no],
  ];
  return sheet({
    ...{ language, title, number, day, issuedAt, seller, marking, logo },
    mark: markOf(language, 'other', marking.copy),
    content: [
      ...heading({ seller, title, facts }, words, logo !== undefined),
      blocks(party(words.refundedTo, buyer, words)),
      ...strip([
        [words.refundedBy, methodIn(language, voucher.method)],
        [words.reference, voucher.reference],
        [words.advanceFor, { GOODS: words.goods, SERVICE: words.services }[advance.supply]],
        [words.reason, voucher.reason],
      ]),
      ruledTable(accent, 'auto', [words.refundOfAdvance, words.amount], [[original.number, figure(`₹ ${amountText(amount)}`)]]),
      advanceTable(accent, advance, words),
      inWords(voucher, words),
      closing({ seller }, words),
    ],
  });
};
