import { DomainError } from '../shared/errors.ts';
import { HUNDRED_PERCENT, Percent } from '../shared/gst/percent.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';

/** A line before it is split; gross and discount are what it comes to as a whole, before tax. */
export type WholeLine = { readonly quantity: Quantity; readonly gross: Money; readonly discount: Money };

/** A part of a line: of its value from one amount to another. */
export type Stretch = { readonly startsAt: Money; readonly endsAt: Money };

/** How much of a line a payer takes: a percentage of the whole, or an amount before tax. */
export type Share = { readonly type: 'PERCENT'; readonly value: string } | { readonly type: 'AMOUNT'; readonly value: string };

const ONE_PAISA = Money.ofPaise(1n);

/** What a line is measured by: its value before tax. One that is worth nothing is billed whole or not at all. */
export const measureOf = ({ gross, discount }: WholeLine): Money => {
  const net = gross.minus(discount);
  return net.isPositive() ? net : ONE_PAISA;
};

/** What of a line is on no bill yet, in order. */
export const freeStretches = (measure: Money, taken: readonly Stretch[]): Stretch[] => {
  const free: Stretch[] = [];
  let from = Money.zero;
  for (const { startsAt, endsAt } of taken.toSorted((a, b) => a.startsAt.compare(b.startsAt))) {
    if (startsAt.compare(from) > 0) free.push({ startsAt: from, endsAt: startsAt });
    from = endsAt;
  }
  return from.compare(measure) < 0 ? [...free, { startsAt: from, endsAt: measure }] : free;
};

export const lengthOf = (stretches: readonly Stretch[]): Money =>
  Money.sum(stretches.map(({ startsAt, endsAt }) => endsAt.minus(startsAt)));

/**
 * The first free stretches that make up a share; without one, all that is free.
 * @throws DomainError `invoice.share` for a share that is nothing, or more than is free
 */
export const takeShare = (measure: Money, free: readonly Stretch[], share?: Share): Stretch[] => {
  if (share === undefined) return [...free];
  let wanted = amountOf(measure, share);
  if (!wanted.isPositive()) throw new DomainError('invoice.share', 'A share has to come to a paisa at least.');
  const left = lengthOf(free);
  if (wanted.compare(left) > 0)
    throw new DomainError('invoice.share', `Of this line ₹${left} before tax remain to be billed, not ₹${wanted}.`);
  return free.flatMap(({ startsAt, endsAt }) => {
    const length = endsAt.minus(startsAt);
    const taken = length.compare(wanted) > 0 ? wanted : length;
    wanted = wanted.minus(taken);
    return taken.isPositive() ? [{ startsAt, endsAt: startsAt.plus(taken) }] : [];
  });
};

const amountOf = (measure: Money, { type, value }: Share): Money =>
  type === 'AMOUNT'
    ? Money.parse(value)
    : Money.ofPaise(divideRounded(measure.paise * Percent.parse(value).tenThousandths, HUNDRED_PERCENT));

/**
 * The figures of a part by the cumulative method: each is what the line comes to up to the end of a stretch, rounded, less what it comes
 * to up to its start. So the parts add up to the line, to the paisa and the thousandth, however it is split (TAX-08).
 */
export const partOf = (line: WholeLine, stretches: readonly Stretch[]): WholeLine => {
  const measure = measureOf(line);
  const discount = Money.ofPaise(portion(line.discount.paise, measure, stretches));
  const net = Money.ofPaise(portion(line.gross.minus(line.discount).paise, measure, stretches));
  return { quantity: Quantity.ofThousandths(portion(line.quantity.thousandths, measure, stretches)), gross: net.plus(discount), discount };
};

const portion = (figure: bigint, measure: Money, stretches: readonly Stretch[]): bigint => {
  const upTo = ({ paise }: Money): bigint => divideRounded(figure * paise, measure.paise);
  return stretches.reduce((sum, { startsAt, endsAt }) => sum + upTo(endsAt) - upTo(startsAt), 0n);
};

export const isWhole = (measure: Money, stretches: readonly Stretch[]): boolean => lengthOf(stretches).equals(measure);
