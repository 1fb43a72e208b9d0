import { financialYear, type BusinessDay } from '../calendar.ts';
import { documentNumberKey } from './document-number.ts';

export type IrnParts = {
  readonly gstin: string;
  readonly type: 'INV' | 'CRN' | 'DBN';
  readonly number: string;
  readonly day: BusinessDay;
};

/**
 * The text whose SHA-256 is the invoice reference number of a document: supplier's GSTIN, financial year (`2026-27`), type and number. The
 * number is upper-cased first, so that INV/1 and inv/1 are one document (from 1 June 2025).
 */
export const irnText = ({ gstin, type, number, day }: IrnParts): string =>
  `${gstin}${financialYear(day).long}${type}${documentNumberKey(number)}`;
