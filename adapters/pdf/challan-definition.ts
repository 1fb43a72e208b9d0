import type { Column, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { ChallanLine, DeliveryChallan } from '@dms/domain/inventory/delivery-challan';
import type { PlaceCopy } from '@dms/domain/shared/place-copy';
import { type Marking, markOf, unmarked } from './copies.ts';
import { address, block, blocks, heading, strip } from './invoice-heading.ts';
import { closing } from './invoice-summary.ts';
import { type Labels, labelsOf, titleIn } from './labels.ts';
import { amountText, dayText, figure, flowing, ink, quantityText, ruledLayout, accentOf, size } from './look.ts';
import { sheet } from './sheet.ts';

/**
 * What the delivery challan of a transfer within one registration looks like, CGST Rule 55(1).
 * Depends on the frozen copy alone.
 * @param logo a PNG or JPEG as a data URL, where the copy names one
 */
export const challanDefinition = (challan: DeliveryChallan, logo?: string, marking: Marking = unmarked): TDocumentDefinitions => {
  const { language } = challan.template;
  const { number, issuedAt, consignor, consignee } = challan;
  const words = labelsOf[language];
  const title = titleIn(language, challan.title);
  const day = dayText(challan.date, language);
  const facts = [[words.challanNumber, number, 'strong'], [words.date, day, 'strong'], [words.transfer, challan.transferNumber]] as const; // prettier-ignore
  return sheet({
    ...{ language, title, number, day, issuedAt, seller: consignor, marking, logo },
    mark: markOf(language, 'challan', marking.copy),
    content: [
      ...heading({ seller: consignor, title, facts }, words, logo !== undefined),
      blocks(place(words.consignor, consignor), place(words.consignee, consignee)),
      ...strip([
        [words.reason, challan.reason],
        [words.vehicle, challan.transport.vehicleNumber],
        [words.transporter, challan.transport.transporter],
      ]),
      {
        table: {
          headerRows: 1,
          keepWithHeaderRows: 1,
          dontBreakRows: true,
          widths: ['auto', '*', 'auto', 'auto', 'auto'],
          body: [heads(words), ...challan.lines.map(row), sums(challan, words)],
        },
        layout: ruledLayout(accentOf(consignor.branding?.accentColor)),
        margin: [0, 0, 0, 16],
      },
      closing({ seller: consignor }, words),
    ],
  });
};

const place = (title: string, copy: PlaceCopy): Column =>
  block(title, [
    { ...flowing(copy.legalName), bold: true, fontSize: 10.5, lineHeight: 0.95 },
    flowing(`${copy.branchName} (${copy.branchCode})`),
    ...address(copy),
    { text: `GSTIN ${copy.gstin}`, bold: true },
  ]);

const heads = (words: Labels): TableCell[] =>
  [words.position, words.description, 'HSN', words.quantity, words.taxableValue].map((text, index) => ({
    ...{ text, bold: true, fontSize: size.small, fillColor: ink.band },
    alignment: index < 3 ? 'left' : 'right',
  }));

const row = ({ position, description, sku, hsn, quantity, unit, taxableValue }: ChallanLine): TableCell[] => [
  { text: String(position), color: ink.muted },
  { stack: [flowing(description), { text: sku, fontSize: size.small, color: ink.muted }] },
  hsn,
  figure(quantityText(quantity, unit)),
  figure(amountText(taxableValue)),
];

const sums = ({ taxableValue }: DeliveryChallan, words: Labels): TableCell[] => [
  '',
  { text: words.total, bold: true },
  '',
  '',
  { ...figure(`₹ ${amountText(taxableValue)}`), bold: true },
];
