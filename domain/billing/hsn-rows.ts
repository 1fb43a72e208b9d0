import { Quantity } from '../shared/quantity.ts';
import { type GstAmounts, type GstDocument, isServiceCode, isSupply, signOf, sumAmounts } from './gst-document.ts';

/** A row of the HSN summary: what was supplied under a code, unit and rate, net of notes. */
export type HsnRow = {
  readonly hsn: string;
  readonly description: string;
  /** UQC; `NA` for services, which have no quantity. */
  readonly unit: string;
  readonly quantity: Quantity;
  readonly taxRate: string;
} & GstAmounts;

/** Descriptions of returns have at most thirty characters. */
const DESCRIPTION_LENGTH = 30;

/** By HSN, unit and rate, in this order (GSTR-1 Table 12). */
export const hsnRows = (documents: readonly GstDocument[]): HsnRow[] => {
  const lines = documents.flatMap((document) =>
    document.lines.filter(isSupply).map((line) => ({ ...line, unit: isServiceCode(line.hsn) ? 'NA' : line.unit, sign: signOf(document) })),
  );
  return [...Map.groupBy(lines, ({ hsn, unit, taxRate }) => `${hsn} ${unit} ${taxRate.padStart(8, '0')}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rows]) => {
      const { hsn, unit, taxRate, description } = rows[0]!;
      const thousandths = unit === 'NA' ? 0n : rows.reduce((sum, { sign, quantity }) => sum + sign * quantity.thousandths, 0n);
      return {
        ...{ hsn, description: description.slice(0, DESCRIPTION_LENGTH), unit, taxRate },
        quantity: Quantity.ofThousandths(thousandths),
        ...sumAmounts(rows),
      };
    });
};
