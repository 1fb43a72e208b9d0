import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { AdjustmentFilter, AdjustmentReads, AdjustmentRow } from '../adjustment-reads.ts';
import type { CountFilter, CountReads, CountRow } from '../count-reads.ts';
import type { StockCount } from '../stock-count.ts';

type Adjustments = { readonly adjustmentReads: AdjustmentReads };
type Counts = { readonly countReads: CountReads };

/** What was adjusted at the actor's branches, and what waits to be; newest first. */
export const listAdjustments =
  ({ adjustmentReads }: Adjustments) =>
  (filter: AdjustmentFilter, page: PageRequest, actor: Actor): Promise<Page<AdjustmentRow>> =>
    adjustmentReads.adjustments(filter, reach(actor, 'stock.adjust'), page);

/** @throws DomainError `entity.absent` outside of the actor's branches */
export const readAdjustment =
  ({ adjustmentReads }: Adjustments) =>
  (adjustmentId: string, actor: Actor): Promise<AdjustmentRow> =>
    adjustmentReads.adjustment(adjustmentId, reach(actor, 'stock.adjust'));

/** Counts of the actor's branches, newest first. */
export const listCounts =
  ({ countReads }: Counts) =>
  (filter: CountFilter, page: PageRequest, actor: Actor): Promise<Page<CountRow>> =>
    countReads.counts(filter, reach(actor, 'stock.take-count'), page);

/** @throws DomainError `entity.absent` outside of the actor's branches */
export const readCount =
  ({ countReads }: Counts) =>
  (countId: string, actor: Actor): Promise<StockCount> =>
    countReads.count(countId, reach(actor, 'stock.take-count'));
