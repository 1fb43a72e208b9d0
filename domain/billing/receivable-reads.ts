import type { Scope } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { AccountEntry, Ageing, AgeingRow } from './receivables.ts';

export type ReceivableReads = {
  /**
   * What was owed before the first day, and every entry of the days in their order; of who was merged, of who is left (CUS-02). Nothing for a
   * customer outside the scope.
   */
  account(
    customerId: string,
    days: { readonly from: BusinessDay; readonly to: BusinessDay },
    scope: Scope,
  ): Promise<{ readonly customerId: string; readonly opening: Money; readonly entries: readonly AccountEntry[] } | undefined>;
  /** By customer; those without one are a row together. */
  ageing(asOf: BusinessDay, scope: Scope, page: PageRequest): Promise<Page<AgeingRow>>;
  ageingTotals(asOf: BusinessDay, scope: Scope): Promise<Ageing>;
};
