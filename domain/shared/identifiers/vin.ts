import { DomainError } from '../errors.ts';

const SEPARATORS = /[\s-]/g;
const VIN = /^[A-HJ-NPR-Z0-9]{17}$/;

/** The VIN in capitals without separators, or undefined when it is none. The check digit is not mandatory in India. */
export const readVin = (text: string): string | undefined => {
  const vin = text.replace(SEPARATORS, '').toUpperCase();
  return VIN.test(vin) ? vin : undefined;
};

/**
 * The one normal form of a vehicle identification number.
 * @throws DomainError `vin.invalid`
 */
export const normaliseVin = (text: string): string => {
  const vin = readVin(text);
  if (vin === undefined) throw new DomainError('vin.invalid', `"${text}" is not a VIN: 17 letters and digits without I, O and Q.`);
  return vin;
};
