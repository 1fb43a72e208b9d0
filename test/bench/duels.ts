import type { Duel } from './duel.ts';
import { invoiceIssue } from './invoice-issue.ts';
import { jobCreate } from './job-create.ts';
import { payment } from './payment.ts';
import { searchExact } from './search-exact.ts';
import { fuzzyDuels, timedDuels } from './search-fuzzy.ts';

/** Every bench of a route. What a plan holds is between the two halves of one bench. */
export const duels: readonly Duel[] = [searchExact, ...fuzzyDuels, ...timedDuels, jobCreate, invoiceIssue(1), invoiceIssue(8), payment].map(
  (duel) => duel as Duel<never> as Duel,
);
