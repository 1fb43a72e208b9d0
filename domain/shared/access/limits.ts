import { formatScaledShort } from '../decimal.ts';
import { formatIndian } from '../indian-grouping.ts';
import { Money } from '../money.ts';
import type { Limit } from './cell.ts';
import type { Facts } from './facts.ts';
import type { LimitKey } from './rows.ts';

/** The port to the limits in force now, by configuration. What it does not know is as the matrix says (ACC-07). */
export type Limits = (key: LimitKey) => Limit | undefined;

export const limitsOfTheMatrix: Limits = () => undefined;

const size = (value: bigint): bigint => (value < 0n ? -value : value);

const atMost = (limit: bigint | undefined, value: bigint | undefined): boolean | undefined => {
  if (limit === undefined) return true;
  return value === undefined ? undefined : size(value) <= limit;
};

/** By document, and by user and business day: the day's sum must be known for a yes, the document alone is enough for a no (ACC-04). */
const amountWithin = (limit: bigint | undefined, { amountPaise, dayTotalPaise }: Facts): boolean | undefined => {
  const byDocument = atMost(limit, amountPaise);
  if (limit === undefined || amountPaise === undefined || !byDocument) return byDocument;
  return dayTotalPaise === undefined ? undefined : size(amountPaise) + size(dayTotalPaise) <= limit;
};

/** Whether the facts stay within the limit; undefined when they do not tell. */
export const within = (limit: Limit, facts: Facts): boolean | undefined => {
  if (limit.cashOnly && facts.paidInCash === false) return true;
  const answers = [
    amountWithin(limit.amountPaise, facts),
    atMost(limit.quantityThousandths, facts.quantityThousandths),
    atMost(limit.percentTenThousandths, facts.percentTenThousandths),
  ];
  if (answers.every((answer) => answer === true)) return true;
  const surelyLimited = !limit.cashOnly || facts.paidInCash === true;
  return surelyLimited && answers.includes(false) ? false : undefined;
};

/** The limit as a sentence says it: "₹2,000.00 by document and business day, 5 units by document". */
export const limitInWords = ({ amountPaise, quantityThousandths, percentTenThousandths, cashOnly }: Limit): string => {
  const figures: string[] = [];
  if (amountPaise !== undefined)
    figures.push(`₹${formatIndian(Money.ofPaise(amountPaise))}${cashOnly ? ' in cash' : ''} by document and business day`);
  if (quantityThousandths !== undefined) figures.push(`${formatScaledShort(quantityThousandths, 3)} units by document`);
  if (percentTenThousandths !== undefined) figures.push(`${formatScaledShort(percentTenThousandths, 4)} %`);
  return figures.join(', ');
};
