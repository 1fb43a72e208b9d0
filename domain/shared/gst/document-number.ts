import { DomainError } from '../errors.ts';

/** The longest number a statutory document may have (CGST Rule 46(b)). */
export const DOCUMENT_NUMBER_LENGTH = 16;

const RULE_46 = /^[A-Za-z0-9][A-Za-z0-9/-]{0,15}$/;
// The e-invoice portal also refuses a leading zero.
const E_INVOICE = /^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$/;

/** Whether CGST Rule 46(b) permits the number; other dealers' documents are held to this alone. */
export const isRule46Number = (text: string): boolean => RULE_46.test(text);

/** Whether the number is one that we may issue: Rule 46(b) and the e-invoice portal (TAX-09). */
export const isDocumentNumber = (text: string): boolean => E_INVOICE.test(text);

/**
 * The text itself once it is known to be a number that we may issue.
 * @throws DomainError `document_number.invalid`
 */
export const parseDocumentNumber = (text: string): string => {
  if (!isDocumentNumber(text)) {
    throw new DomainError(
      'document_number.invalid',
      `"${text}" is not a document number: 1 to 16 letters, digits, "/" and "-", not beginning with 0 or a sign.`,
    );
  }
  return text;
};

/** What numbers are compared by: the e-invoice portal takes INV/1 and inv/1 for one (TAX-09). */
export const documentNumberKey = (number: string): string => number.toUpperCase();
