import type { BusinessDay } from '../calendar.ts';
import type { Money } from '../money.ts';
import type { ActionName } from './matrix.ts';

/** What somebody did by their own right of an action whose limit holds by business day, or let happen by it (ACC-04). */
export type LimitUse = { readonly userId: string; readonly action: ActionName; readonly day: BusinessDay };

export type LimitUses = {
  /** The sum so far. Whoever asks for the same waits until this unit ends, so that two documents at once do not both get the rest. */
  totalOf(use: LimitUse): Promise<Money>;
  /** Counts another document; smaller actions count towards their parent, whose limit they share. */
  add(use: LimitUse, amount: Money): Promise<void>;
};
