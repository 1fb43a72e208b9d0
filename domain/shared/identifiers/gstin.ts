import { DomainError } from '../errors.ts';
import { isStateCode, OVERSEAS, type StateCode } from '../gst/states.ts';

const LENGTH = 15;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

// State, PAN, number of the registration, Z or a later letter, check character. C in the fourteenth place is a collector of tax at source.
const REGULAR = /^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/;

/** What is right and wrong about a text that claims to be a GSTIN, part by part. */
export type GstinFindings = {
  readonly rightLength: boolean;
  /** Undefined where the first fourteen characters are not all digits and capitals. */
  readonly expectedCheckCharacter?: string;
  readonly checkCharacterFits: boolean;
  /** Whether it has the shape of a regular taxpayer's number. */
  readonly regularPattern: boolean;
  /** Undefined where it begins with no state code in force. */
  readonly state?: StateCode;
  /** Whether invoices can be addressed to it as to a regular taxpayer. */
  readonly valid: boolean;
};

/** Examines every part of a GSTIN; capitals only. */
export const examineGstin = (text: string): GstinFindings => {
  const expected = expectedCheckCharacter(text);
  const state = stateOf(text);
  const regularPattern = REGULAR.test(text);
  const checkCharacterFits = text.length === LENGTH && expected !== undefined && text.endsWith(expected);
  return {
    rightLength: text.length === LENGTH,
    ...(expected === undefined ? {} : { expectedCheckCharacter: expected }),
    checkCharacterFits,
    regularPattern,
    ...(state === undefined ? {} : { state }),
    valid: regularPattern && state !== undefined && checkCharacterFits,
  };
};

/** Whether the text is the GSTIN of a regular taxpayer: shape, a state in force, and the check character. */
export const isGstin = (text: string): boolean => examineGstin(text).valid;

/**
 * The text itself once it is known to be the GSTIN of a regular taxpayer.
 * @throws DomainError `gstin.invalid` with the first thing that is wrong
 */
export const parseGstin = (text: string): string => {
  const fault = firstFault(examineGstin(text));
  if (fault !== undefined) throw new DomainError('gstin.invalid', `"${text}" is not a GSTIN: ${fault}.`);
  return text;
};

/** As `parseGstin`, but a blank means an unregistered person. */
export const parseOptionalGstin = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : parseGstin(text);

/** The state a GSTIN is registered in. */
export const stateOfGstin = (gstin: string): StateCode => parseGstin(gstin).slice(0, 2) as StateCode;

/** The PAN inside a GSTIN. */
export const panOfGstin = (gstin: string): string => parseGstin(gstin).slice(2, 12);

const firstFault = ({ rightLength, regularPattern, state, checkCharacterFits }: GstinFindings): string | undefined => {
  if (!rightLength) return `it must have ${LENGTH} characters`;
  if (!regularPattern) return "it has not the shape of a regular taxpayer's number";
  if (state === undefined) return 'it begins with no state code in force';
  return checkCharacterFits ? undefined : 'its check character does not fit, so a character is wrong';
};

const stateOf = (text: string): StateCode | undefined => {
  const code = text.slice(0, 2);
  return isStateCode(code) && code !== OVERSEAS ? code : undefined;
};

/**
 * The last character that fits the first fourteen: weights 1 and 2 in turn, each product giving quotient plus remainder by 36,
 * and the sum made up to a multiple of 36.
 */
const expectedCheckCharacter = (text: string): string | undefined => {
  const values = Array.from(text.slice(0, LENGTH - 1), (character) => ALPHABET.indexOf(character));
  if (values.length < LENGTH - 1 || values.includes(-1)) return undefined;
  const sum = values.reduce((total, value, index) => {
    const product = value * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / ALPHABET.length) + (product % ALPHABET.length);
  }, 0);
  return ALPHABET[(ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length];
};
