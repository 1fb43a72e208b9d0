import { isConditionName, type ConditionName } from './conditions.ts';
import type { Mask } from './facts.ts';

/** How far a cell reaches: every branch, assigned branches, own records, only asking, or not at all. */
export type CellScope = 'A' | 'B' | 'O' | 'R' | 'none';

/** Up to here without asking: each figure by document, the amount also by user and business day. */
export type Limit = {
  readonly amountPaise?: bigint;
  readonly quantityThousandths?: bigint;
  /** Ten-thousandths of a percent. */
  readonly percentTenThousandths?: bigint;
  /** Other ways of paying are not limited. */
  readonly cashOnly?: true;
};

export type CellMask = { readonly mask: Mask; readonly onlyOutsideBranch: boolean };

export type Cell = {
  /** As the matrix writes it. */
  readonly text: string;
  readonly scope: CellScope;
  readonly limit?: Limit;
  readonly conditions: readonly ConditionName[];
  readonly masks: readonly CellMask[];
  /** Where a condition does not hold, the role may still ask. */
  readonly elseAsk: boolean;
};

const CELL = /^(–|[ABOR])((?:(?:, | and )?≤[\d,]+(?: %| units)?)*)(?: \(([^)]+)\))?( else R)?$/;
const FIGURE = /≤([\d,]+)( %| units)?/g;
const CASH_NOTE = /^cash ≤([\d,]+) a day$/;

const masksByNote: Readonly<Record<string, CellMask>> = {
  m: { mask: 'contacts', onlyOutsideBranch: false },
  'm outside B': { mask: 'contacts', onlyOutsideBranch: true },
  'amounts masked': { mask: 'amounts', onlyOutsideBranch: false },
  'no customer name': { mask: 'customer-name', onlyOutsideBranch: false },
};

const whole = (digits: string): bigint => BigInt(digits.replaceAll(',', ''));

const figureIn = (digits: string, unit: string | undefined): Limit => {
  if (unit === ' %') return { percentTenThousandths: whole(digits) * 10_000n };
  if (unit === ' units') return { quantityThousandths: whole(digits) * 1000n };
  return { amountPaise: whole(digits) * 100n };
};

const limitIn = (figures: string): Limit =>
  [...figures.matchAll(FIGURE)].reduce<Limit>((limit, [, digits, unit]) => ({ ...limit, ...figureIn(digits ?? '', unit) }), {});

/**
 * Reads one cell of the matrix.
 * @throws Error for a note or a notation the policy does not know: the table itself is then wrong, and nothing may start with it
 */
export const parseCell = (text: string): Cell => {
  const [, letter, figures = '', bracket, elseAsk] = CELL.exec(text) ?? [];
  if (letter === undefined) throw new Error(`"${text}" is not a cell of the access matrix.`);
  let limit = limitIn(figures);
  const names: ConditionName[] = [];
  const masks: CellMask[] = [];
  for (const note of bracket?.split('; ') ?? []) {
    const mask = masksByNote[note];
    const cash = CASH_NOTE.exec(note)?.[1];
    if (mask) masks.push(mask);
    else if (cash !== undefined) limit = { ...limit, ...figureIn(cash, undefined), cashOnly: true };
    else if (isConditionName(note)) names.push(note);
    else throw new Error(`"${note}" is not a note the access matrix knows.`);
  }
  const scope = letter === '–' ? 'none' : (letter as CellScope);
  const limited = Object.keys(limit).length > 0;
  return { text, scope, ...(limited && { limit }), conditions: names, masks, elseAsk: elseAsk !== undefined };
};
