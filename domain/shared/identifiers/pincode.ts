import { DomainError } from '../errors.ts';

const PINCODE = /^[1-9][0-9]{5}$/;

/** Whether the text has the shape of a postal code; 999999 stands for places without one (Other Territory, abroad). */
export const isPincode = (text: string): boolean => PINCODE.test(text);

/**
 * The text itself once it is known to be a pincode.
 * @throws DomainError `pincode.invalid`
 */
export const parsePincode = (text: string): string => {
  if (!isPincode(text)) throw new DomainError('pincode.invalid', `"${text}" is not a pincode: six digits, the first not 0.`);
  return text;
};
