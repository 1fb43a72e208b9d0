import { DomainError } from './errors.ts';
import type { ImportRow } from './import-batch.ts';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';

/** How the cell of a column is read. @throws DomainError for what cannot stand there */
export type ReadCell = (text: string) => unknown;

// As far as the API goes: their product in paise fits the database's bigint.
const RUPEES = /^[0-9]{1,10}(\.[0-9]{1,2})?$/;
const UNITS = /^[0-9]{1,6}(\.[0-9]{1,3})?$/;
const WHOLE = /^[0-9]{1,9}$/;
const E_MAIL = /^[^@\s]+@[^@\s]+$/;
const LONGEST_E_MAIL = 254;

const refusal = (sentence: string): DomainError => new DomainError('request.invalid', sentence);

/** Words, no more than so many characters. */
export const words =
  (maxLength: number): ReadCell =>
  (text) => {
    if ([...text].length > maxLength) throw refusal(`more than ${maxLength} characters.`);
    return text;
  };

const yesOrNo: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };
export const flag: ReadCell = (text) => {
  const value = yesOrNo[text.toLowerCase()];
  if (value === undefined) throw refusal(`"${text}" is neither yes nor no.`);
  return value;
};

/** One of these words, in capitals. */
export const oneOf =
  (values: readonly string[]): ReadCell =>
  (text) => {
    const value = values.find((each) => each.toUpperCase() === text.toUpperCase());
    if (value === undefined) throw refusal(`"${text}" is none of ${values.join(', ')}.`);
    return value;
  };

/** Some of these words, with blanks or semicolons between them. */
export const someOf = (values: readonly string[]): ReadCell => {
  const one = oneOf(values);
  return (text) => [...new Set(text.split(/[\s;,]+/).filter((part) => part !== ''))].map(one);
};

/** A whole number between these. */
export const whole =
  (least: number, most: number): ReadCell =>
  (text) => {
    const value = Number(text);
    if (!WHOLE.test(text) || value < least || value > most) throw refusal(`"${text}" is no whole number from ${least} to ${most}.`);
    return value;
  };

export const rupees: ReadCell = (text) => {
  const amount = Money.parse(text);
  if (!RUPEES.test(text)) throw refusal(`"${text}" is no amount from nothing to ten digits of rupees.`);
  return amount;
};

export const units: ReadCell = (text) => {
  const quantity = Quantity.parse(text);
  if (!UNITS.test(text)) throw refusal(`"${text}" is no quantity from nothing to six digits.`);
  return quantity;
};

export const mailAddress: ReadCell = (text) => {
  if (!E_MAIL.test(text) || text.length > LONGEST_E_MAIL) throw refusal(`"${text}" is no e-mail address.`);
  return text;
};

const readCell = (columns: Readonly<Record<string, ReadCell>>, column: string, text: string): unknown => {
  try {
    if (text.includes('\0')) throw refusal('a NUL character, which cannot be stored.');
    // What the decoder puts in place of bytes that are none of this encoding: a name would be kept mutilated.
    if (text.includes('\uFFFD')) throw refusal('characters that are not UTF-8. Save the file in that encoding.');
    return columns[column]!(text);
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError(error.code, `${column}: ${error.message}`, error.details);
    throw error;
  }
};

/**
 * What the cells of a row say. A cell that is not there says nothing.
 * @throws DomainError with the column in its sentence
 */
export const readCells = (columns: Readonly<Record<string, ReadCell>>, cells: ImportRow['cells']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, readCell(columns, column, text)]));

/** @throws DomainError for columns that may not be empty */
export const refuseEmpty = (needed: readonly string[], cells: ImportRow['cells']): void => {
  const missing = needed.filter((column) => cells[column] === undefined);
  if (missing.length > 0) throw refusal(`${missing.join(', ')} must not be empty.`);
};
