import { DomainError } from '../errors.ts';
import type { Money } from '../money.ts';

const UPI_ID = /^[A-Za-z0-9.\-_]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}$/;
const NOTE_LENGTH = 50;

/** What a customer's app is told to pay. */
export type UpiRequest = {
  readonly payee: string;
  readonly payeeName: string;
  readonly amount: Money;
  /** Shown to the payer, at most 50 characters. */
  readonly note?: string;
  /** Comes back with the bank's statement. */
  readonly reference?: string;
};

/** Whether the text is a virtual payment address such as `dealer@okhdfcbank`. */
export const isUpiId = (text: string): boolean => UPI_ID.test(text);

/**
 * The text itself once it is known to be a UPI id.
 * @throws DomainError `upi.invalid`
 */
export const parseUpiId = (text: string): string => {
  if (!isUpiId(text)) throw new DomainError('upi.invalid', `"${text}" is not a UPI id such as name@bank.`);
  return text;
};

/**
 * The link behind a UPI QR code, by NPCI's linking specification: amount with two decimals, everything percent-encoded.
 * @throws DomainError `upi.invalid` for a wrong id, an amount that is not above zero, or a note over 50 characters
 */
export const upiLink = ({ payee, payeeName, amount, note, reference }: UpiRequest): string => {
  if (!amount.isPositive()) throw new DomainError('upi.invalid', 'A UPI link asks for an amount above zero.');
  if (note !== undefined && note.length > NOTE_LENGTH)
    throw new DomainError('upi.invalid', `The note of a UPI link has at most ${NOTE_LENGTH} characters.`);
  const optional = [
    ['tn', note],
    ['tr', reference],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`&${name}=${encodeURIComponent(value)}`]));
  return `upi://pay?pa=${parseUpiId(payee)}&pn=${encodeURIComponent(payeeName)}&am=${amount.toString()}&cu=INR${optional.join('')}`;
};
