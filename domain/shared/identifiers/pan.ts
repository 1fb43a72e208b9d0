import { DomainError } from '../errors.ts';

const PAN = /^[A-Z]{5}[0-9]{4}[A-Z]$/;

/** Whether the text has the shape of a permanent account number; capitals only. */
export const isPan = (text: string): boolean => PAN.test(text);

/**
 * The text itself once it is known to be a PAN.
 * @throws DomainError `pan.invalid`
 */
export const parsePan = (text: string): string => {
  if (!isPan(text)) throw new DomainError('pan.invalid', `"${text}" is not a PAN: five letters, four digits and a letter, in capitals.`);
  return text;
};
