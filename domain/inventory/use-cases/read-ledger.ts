import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { LedgerReads, MovementFilter, MovementRow, PastStockFilter, PastStockRow } from '../reads.ts';

type Deps = { readonly ledgerReads: LedgerReads };

/** What moved, newest first: in every branch's books where its stock can be seen, else in the actor's own. */
export const listMovements =
  ({ ledgerReads }: Deps) =>
  (filter: MovementFilter, page: PageRequest, actor: Actor): Promise<Page<MovementRow>> =>
    ledgerReads.movements(filter, reach(actor, 'stock.read'), page);

/**
 * What was on hand and on its way at a past instant, and what it was worth (STK-05): the same however often it is asked, for
 * movements are never changed.
 * @throws DomainError `request.invalid` for an instant that is yet to come
 */
export const readStockAsOf =
  ({ ledgerReads, clock }: Deps & { readonly clock: Clock }) =>
  async (filter: PastStockFilter, page: PageRequest, actor: Actor): Promise<Page<PastStockRow>> => {
    if (filter.at > clock.now())
      throw new DomainError('request.invalid', 'What stock there will be is not known.', {
        errors: [{ pointer: '/at', message: 'must not be in the future' }],
      });
    return ledgerReads.stockAsOf(filter, reach(actor, 'stock.read'), page);
  };
