import { DomainError } from '../errors.ts';

const IFSC = /^[A-Z]{4}0[A-Z0-9]{6}$/;

/** Whether the text has the shape of the code of a bank's branch; capitals only. */
export const isIfsc = (text: string): boolean => IFSC.test(text);

/**
 * The text itself once it is known to be an IFSC.
 * @throws DomainError `ifsc.invalid`
 */
export const parseIfsc = (text: string): string => {
  if (!isIfsc(text))
    throw new DomainError('ifsc.invalid', `"${text}" is not an IFSC: four letters, a zero, and six letters or digits, in capitals.`);
  return text;
};
