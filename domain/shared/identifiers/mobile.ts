import { DomainError } from '../errors.ts';

const SEPARATORS = /[\s-]/g;
const MOBILE = /^(?:\+?91|0)?([6-9]\d{9})$/;
const E164 = /^\+91[6-9]\d{9}$/;

/** The number in E.164 (`+919845012345`), or undefined when it is no Indian mobile number. Spaces, hyphens, +91, 91 and 0 may lead. */
export const readMobile = (text: string): string | undefined => {
  const digits = MOBILE.exec(text.replace(SEPARATORS, ''))?.[1];
  return digits === undefined ? undefined : `+91${digits}`;
};

/**
 * The one normal form of a mobile number: E.164.
 * @throws DomainError `phone.invalid`
 */
export const normaliseMobile = (text: string): string => {
  const number = readMobile(text);
  if (number === undefined)
    throw new DomainError('phone.invalid', `"${text}" is not an Indian mobile number of ten digits beginning with 6 to 9.`);
  return number;
};

/** A number as those see it who may not: of its ten national digits the first two and the last four, `98****2345`. */
export const maskMobile = (e164: string): string => {
  if (!E164.test(e164)) throw new DomainError('phone.invalid', 'Only a mobile number in E.164 can be masked.');
  return `${e164.slice(3, 5)}****${e164.slice(-4)}`;
};
