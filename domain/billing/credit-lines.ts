import { DomainError } from '../shared/errors.ts';
import { portionUpTo } from '../shared/gst/partial-return.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';
import type { PartOfLine } from './note-lines.ts';

/** What a line comes to, on the invoice or on a note. */
export type LineFigures = {
  readonly quantity: Quantity;
  readonly gross: Money;
  readonly discount: Money;
  readonly taxable: Money;
  readonly cgst: Money;
  readonly sgst: Money;
  readonly igst: Money;
};

/** What all notes on an invoice give back: by line, as they come to in whole rupees, and those of them that are issued. */
export type GivenBack = {
  readonly lines: readonly (LineFigures & { readonly invoiceLineId: string })[];
  readonly total: Money;
  readonly issued: Money;
};

const split = ['discount', 'taxable', 'cgst', 'sgst', 'igst'] as const;

/**
 * What a note gives back for a part of a line, at the rates of the invoice (CGST Act s. 34, TAX-10). Units come back by the cumulative
 * method: as much as all units so far should come to, less what the other notes did give back, so that however they are cut, and whichever
 * of them are discarded, they add up to the line exactly. Once the price of a line was corrected, units come back by what remains of it.
 * The last unit takes all that remains.
 * @param earlier what all other notes on this line give back
 * @throws DomainError `creditnote.exceeds` for nothing, or more than remains
 */
export const creditLine = (line: LineFigures, earlier: readonly LineFigures[], credited: PartOfLine): LineFigures => {
  const left = remainderOf(line, earlier);
  return 'amount' in credited ? creditAmount(left, credited.amount) : creditUnits(line, earlier, left, credited.quantity);
};

/** What of a line was not given back yet. */
export const remainderOf = (line: LineFigures, earlier: readonly LineFigures[]): LineFigures => ({
  quantity: line.quantity.minus(Quantity.sum(earlier.map(({ quantity }) => quantity))),
  ...figures((name) => line[name].minus(Money.sum(earlier.map((one) => one[name])))),
});

const figures = (of: (name: (typeof split)[number]) => Money): Omit<LineFigures, 'quantity'> => {
  const [discount, taxable, cgst, sgst, igst] = split.map(of) as [Money, Money, Money, Money, Money];
  return { gross: taxable.plus(discount), discount, taxable, cgst, sgst, igst };
};

const creditUnits = (line: LineFigures, earlier: readonly LineFigures[], left: LineFigures, quantity: Quantity): LineFigures => {
  if (!quantity.isPositive() || quantity.compare(left.quantity) > 0)
    throw new DomainError('creditnote.exceeds', `Of this line ${left.quantity} remain to be credited, not ${quantity}.`);
  const upTo = line.quantity.minus(left.quantity).plus(quantity);
  const corrected = earlier.some((one) => one.quantity.isZero());
  const portion = (name: (typeof split)[number]): Money =>
    corrected
      ? Money.ofPaise(divideRounded(left[name].paise * quantity.thousandths, left.quantity.thousandths))
      : // Never less than nothing: of a discarded note's cut the rounding may have gone to a later one.
        orNothing(portionUpTo(line[name], line.quantity, upTo).minus(line[name].minus(left[name])));
  return { quantity, ...figures(portion) };
};

const orNothing = (amount: Money): Money => (amount.isNegative() ? Money.zero : amount);

const creditAmount = (left: LineFigures, amount: Money): LineFigures => {
  if (!amount.isPositive() || amount.compare(left.taxable) > 0)
    throw new DomainError('creditnote.exceeds', `Of this line ₹${left.taxable} before tax remain to be credited, not ₹${amount}.`);
  return {
    quantity: Quantity.zero,
    ...figures((name) => Money.ofPaise(divideRounded(left[name].paise * amount.paise, left.taxable.paise))),
  };
};

/**
 * The sums of a note, with its total rounded so that all notes on an invoice come to the invoice, and never to more (TAX-05): to as many
 * rupees as all should come to so far, less those that the others do come to.
 */
export const noteFigures = (
  lines: readonly LineFigures[],
  earlier: Pick<GivenBack, 'total'> & { readonly lines: readonly LineFigures[] },
) => {
  const sum = (name: Exclude<keyof LineFigures, 'quantity'>): Money => Money.sum(lines.map((line) => line[name]));
  const [cgst, sgst, igst, taxable] = [sum('cgst'), sum('sgst'), sum('igst'), sum('taxable')];
  const tax = Money.sum([cgst, sgst, igst]);
  const upTo = grandTotal(earlier.lines).plus(taxable).plus(tax).roundedToRupee();
  const totalAmount = orNothing(upTo.minus(earlier.total));
  const roundOff = totalAmount.minus(taxable).minus(tax);
  return { subtotal: sum('gross'), discount: sum('discount'), taxable, cgst, sgst, igst, tax, roundOff, totalAmount };
};

const grandTotal = (lines: readonly LineFigures[]): Money =>
  Money.sum(lines.flatMap(({ taxable, cgst, sgst, igst }) => [taxable, cgst, sgst, igst]));
