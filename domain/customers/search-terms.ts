import { readMobile } from '../shared/identifiers/mobile.ts';
import { readRegistration } from '../shared/identifiers/vehicle-registration.ts';
import { readVin } from '../shared/identifiers/vin.ts';

/** What a vehicle is found by. */
export const searchFields = ['vin', 'registration', 'phone', 'name'] as const;
export type SearchField = (typeof searchFields)[number];

/** Letters and digits in capitals: one form for every way of writing a plate or a VIN (SRC-02). */
export const normalForm = (typed: string): string => typed.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();

/**
 * The forms that a plate may have been kept in, the likelier first: of a shape that is known with office and number padded, as in
 * `GJ05AB0001` for what is typed `GJ 5 AB 1` (VEH-01), or as it is typed.
 */
export const plateForms = (typed: string): readonly string[] => {
  const plain = normalForm(typed);
  return [...new Set([readRegistration(typed)?.key ?? plain, plain])];
};

/** The ten digits of a number, or those of them that were typed: without the country's code and the zero before it. */
export const nationalDigits = (typed: string): string => {
  const digits = typed.replaceAll(/\D/g, '');
  return digits.length > 10 ? digits.replace(/^0*(?:91)?0?(?=\d{8})/, '') : digits.replace(/^0/, '');
};

/** The words of a name in small letters, four at most. */
export const nameWords = (typed: string): string[] =>
  typed
    .toLowerCase()
    .split(/[\s\p{P}\p{S}]+/u)
    .filter((word) => [...word].length > 1)
    .slice(0, MOST_WORDS);
const MOST_WORDS = 4;

const isVin = (typed: string): boolean => readVin(normalForm(typed)) !== undefined;
const hasDigits = (typed: string): boolean => /\d/.test(typed);
const hasLetters = (typed: string): boolean => /\p{L}/u.test(typed);

/** What a term that says nothing of itself may be in full, in the order of search (SRC-01). */
const wholes: readonly (readonly [SearchField, (typed: string) => boolean])[] = [
  ['vin', isVin],
  ['registration', hasDigits],
  ['phone', (typed) => readMobile(typed) !== undefined],
];
export const wholeFieldsOf = (typed: string): SearchField[] => wholes.filter(([, may]) => may(typed)).map(([field]) => field);

/** What it may resemble, or be a part of. A plate has a digit, a name has none. */
const parts: readonly (readonly [SearchField, (typed: string) => boolean])[] = [
  ['vin', (typed) => hasDigits(typed) && normalForm(typed).length >= SHORTEST_PART_OF_VIN],
  ['registration', (typed) => hasDigits(typed) && normalForm(typed).length <= LONGEST_PLATE],
  ['phone', (typed) => !hasLetters(typed) && nationalDigits(typed).length >= SHORTEST_PART_OF_PHONE],
  ['name', (typed) => hasLetters(typed) && !hasDigits(typed)],
];
const SHORTEST_PART_OF_VIN = 5;
const LONGEST_PLATE = 13;
const SHORTEST_PART_OF_PHONE = 5;
export const partFieldsOf = (typed: string): SearchField[] => parts.filter(([, may]) => may(typed)).map(([field]) => field);
