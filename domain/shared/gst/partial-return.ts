import { DomainError } from '../errors.ts';
import { Money } from '../money.ts';
import type { Quantity } from '../quantity.ts';
import { divideRounded } from '../rounding.ts';

/** A line as it was invoiced, or the part of it that a credit note gives back. */
export type ReturnableLine = {
  readonly quantity: Quantity;
  readonly taxable: Money;
  readonly cgst: Money;
  readonly sgst: Money;
  readonly igst: Money;
};

/**
 * What a credit note gives back for a part of a line, by the cumulative method (TAX-10): each figure is what all returns so far
 * should come to, rounded, less what the earlier ones did come to. Returns therefore add up to the original exactly, however they
 * are cut. HSN, rate and place of supply are the original's (s. 34 CGST Act).
 * @param returnedBefore the quantity of all earlier credit notes for this line
 * @throws DomainError `tax.invalid` for a negative quantity, or more than remains
 */
export const partialReturn = (original: ReturnableLine, returnedBefore: Quantity, quantity: Quantity): ReturnableLine => {
  assertReturnable(original.quantity, returnedBefore, quantity);
  const upTo = (figure: Money, returned: Quantity): Money => portionUpTo(figure, original.quantity, returned);
  const portion = (figure: Money): Money => upTo(figure, returnedBefore.plus(quantity)).minus(upTo(figure, returnedBefore));
  return {
    quantity,
    taxable: portion(original.taxable),
    cgst: portion(original.cgst),
    sgst: portion(original.sgst),
    igst: portion(original.igst),
  };
};

const assertReturnable = (sold: Quantity, returnedBefore: Quantity, quantity: Quantity): void => {
  if (quantity.isNegative() || returnedBefore.isNegative())
    throw new DomainError('tax.invalid', 'A quantity given back is never negative.');
  const remaining = sold.minus(returnedBefore);
  if (quantity.compare(remaining) > 0) {
    throw new DomainError('tax.invalid', `Only ${remaining.toString()} of this line remain to be returned, not ${quantity.toString()}.`);
  }
};

/** The part of a figure, rounded, that belongs to the first so many units of a line of which `sold` were invoiced. */
export const portionUpTo = (figure: Money, sold: Quantity, returned: Quantity): Money =>
  sold.isZero() ? Money.zero : Money.ofPaise(divideRounded(figure.paise * returned.thousandths, sold.thousandths));
