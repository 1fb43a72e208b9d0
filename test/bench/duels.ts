import type { Duel } from './duel.ts';
import { invoiceIssue } from './invoice-issue.ts';
import { jobCreate } from './job-create.ts';
import { boardDuel, FAR_PAGE, listDuel, listNames } from './list.ts';
import { mixed } from './mixed.ts';
import { payment } from './payment.ts';
import { searchExact } from './search-exact.ts';
import { stockIssue } from './stock-issue.ts';
import { fuzzyDuels, timedDuels } from './search-fuzzy.ts';

/** Every bench of a route. What a plan holds is between the two halves of one bench. */
export const duels: readonly Duel[] = [
  searchExact,
  ...fuzzyDuels,
  ...timedDuels,
  jobCreate,
  invoiceIssue(1),
  invoiceIssue(8),
  payment,
  stockIssue(1),
  stockIssue(1_000),
  boardDuel,
  mixed,
  ...listNames.flatMap((list) => [listDuel(list, 1), listDuel(list, FAR_PAGE)]),
].map((duel) => duel as Duel<never> as Duel);
