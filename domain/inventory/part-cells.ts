import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { CONTROLS, type GivenFields, hasControls } from './part-fields.ts';

type Read = (text: string) => unknown;

const words: Read = (text) => {
  if (hasControls(text)) throw new DomainError('request.invalid', CONTROLS);
  return text;
};
const yesOrNo: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };
const flag: Read = (text) => {
  const value = yesOrNo[text.toLowerCase()];
  if (value === undefined) throw new DomainError('request.invalid', `"${text}" is neither yes nor no.`);
  return value;
};

/** How the cell of each column is read. */
const columns: Readonly<Record<string, Read>> = {
  sku: words,
  name: words,
  hsn: words,
  unit: (text) => text.toUpperCase(),
  description: words,
  category: words,
  manufacturer: words,
  supplier: words,
  barcode: words,
  taxTreatment: (text) => text.toUpperCase(),
  unitPrice: (text) => Money.parse(text),
  cost: (text) => Money.parse(text),
  mrp: (text) => Money.parse(text),
  reorderLevel: (text) => Quantity.parse(text),
  serialTracked: flag,
  active: flag,
};

const readCell = (column: string, text: string): unknown => {
  try {
    return columns[column]!(text);
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError(error.code, `${column}: ${error.message}`, error.details);
    throw error;
  }
};

/**
 * What the cells of a row say of a part. A cell that is not there says nothing.
 * @throws DomainError with the column in its sentence
 */
export const fieldsOfCells = (cells: { readonly [column: string]: string }): GivenFields =>
  Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, readCell(column, text)]));
