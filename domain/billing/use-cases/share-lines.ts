import type { LineToPrice } from '../../shared/gst/price-lines.ts';
import { HUNDRED_PERCENT, Percent } from '../../shared/gst/percent.ts';
import { DomainError } from '../../shared/errors.ts';
import { Money } from '../../shared/money.ts';
import { Quantity } from '../../shared/quantity.ts';
import { divideRounded } from '../../shared/rounding.ts';
import type { BillableLine } from '../../workshop/use-cases/bill-job.ts';
import type { BilledShare } from '../billed-share.ts';
import type { Payer } from '../invoice.ts';
import { freeStretches, isWhole, measureOf, partOf, type Share, type Stretch, takeShare, type WholeLine } from '../split-line.ts';

/** Which lines a payer is billed, and how much of each; without a share, what remains of it. */
export type AskedLine = { readonly sourceLineId: string; readonly share?: Share | undefined };

/** A line of a bill before it is priced: the line it comes from, what of it is billed, and how that is priced. */
export type DrawnLine = {
  readonly line: BillableLine;
  readonly whole: WholeLine;
  /** What of the line this bill takes; empty for what is shown at nothing. */
  readonly stretches: readonly Stretch[];
  readonly quantity: Quantity;
  readonly unitPrice: Money;
  readonly description: string;
  readonly toPrice: LineToPrice;
};

/** Who pays nothing for what they are billed: it is taken off as a discount on the bill, CGST Act s. 15(3)(a). */
export const bearsNothing: readonly Payer[] = ['INTERNAL', 'GOODWILL'];

const ONE = Quantity.parse('1');

/** What a whole line comes to before tax, rounded as the tax engine rounds (TAX-02). */
export const wholeOf = ({ quantity, unitPrice, discount }: BillableLine): WholeLine => {
  const gross = quantity.times(unitPrice);
  if (discount === undefined) return { quantity, gross, discount: Money.zero };
  const value = String(discount.value);
  if (discount.type === 'AMOUNT') return { quantity, gross, discount: Money.parse(value) };
  return {
    quantity,
    gross,
    discount: Money.ofPaise(divideRounded(gross.paise * Percent.parse(value).tenThousandths, HUNDRED_PERCENT)),
  };
};

/**
 * The lines of a bill for one payer: those asked for or all, as far as they are on no bill (INV-04). A customer is also shown what the
 * manufacturer pays for under warranty, at nothing (Circular 195/07/2023-GST).
 * @throws DomainError `invoice.share` for a line that is not there, or more of one than remains
 */
export const shareLines = (
  lines: readonly BillableLine[],
  billed: readonly BilledShare[],
  payer: Payer,
  asked?: readonly AskedLine[],
): DrawnLine[] => {
  const wanted = asked && new Map(asked.map((one) => [one.sourceLineId, one]));
  refuseUnknown(lines, asked ?? []);
  const shares = Map.groupBy(billed, ({ sourceLineId }) => sourceLineId);
  return lines.flatMap((line) => {
    const known = shares.get(line.sourceLineId) ?? [];
    const taken = known.filter(({ releasedAt }) => releasedAt === null);
    const whole = known[0] ?? wholeOf(line);
    const measure = measureOf(whole);
    if (wanted && !wanted.has(line.sourceLineId)) return [];
    const stretches = takeShare(measure, freeStretches(measure, taken), wanted?.get(line.sourceLineId)?.share);
    if (stretches.length > 0) return [drawn(line, whole, stretches, payer)];
    const underWarranty = payer === 'CUSTOMER' && taken.every((share) => share.payer === 'OEM_WARRANTY');
    return underWarranty ? [atNothing(line, whole)] : [];
  });
};

const refuseUnknown = (lines: readonly BillableLine[], asked: readonly AskedLine[]): void => {
  const known = new Set(lines.map(({ sourceLineId }) => sourceLineId));
  asked.forEach(({ sourceLineId }, index) => {
    if (known.has(sourceLineId) && asked.findIndex((one) => one.sourceLineId === sourceLineId) === index) return;
    const message = known.has(sourceLineId) ? 'A line is named once.' : 'There is no such line to bill.';
    throw new DomainError('invoice.share', message, { errors: [{ pointer: `/lines/${index}/sourceLineId`, message }] });
  });
};

const drawn = (line: BillableLine, whole: WholeLine, stretches: readonly Stretch[], payer: Payer): DrawnLine => {
  const free = bearsNothing.includes(payer);
  if (!free && isWhole(measureOf(whole), stretches)) {
    const { quantity, unitPrice, description } = line;
    return { line, whole, stretches, quantity, unitPrice, description, toPrice: line };
  }
  const part = partOf(whole, stretches);
  const discount = free ? part.gross : part.discount;
  return {
    ...{ line, whole, stretches, quantity: part.quantity, unitPrice: line.unitPrice, description: line.description },
    toPrice: { ...line, quantity: ONE, unitPrice: part.gross, discount: { type: 'AMOUNT', value: discount } },
  };
};

const atNothing = (line: BillableLine, { quantity }: WholeLine): DrawnLine => ({
  ...{ line, whole: { quantity, gross: Money.zero, discount: Money.zero }, stretches: [], quantity, unitPrice: Money.zero },
  description: `${line.description} (under warranty)`,
  // It is the manufacturer's supply, and is counted there alone.
  toPrice: { ...line, quantity, unitPrice: Money.zero, discount: undefined, treatment: 'NOT_A_SUPPLY' },
});
