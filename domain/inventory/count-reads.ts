import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { StockCount, StockCountStatus } from './stock-count.ts';

export type CountRow = Pick<
  StockCount,
  'id' | 'serviceCenterId' | 'note' | 'status' | 'startedBy' | 'startedAt' | 'postedBy' | 'postedAt' | 'value'
>;
export type CountFilter = { readonly serviceCenterId?: string | undefined; readonly status?: StockCountStatus | undefined };

export type CountReads = {
  counts(filter: CountFilter, scope: Scope, page: PageRequest): Promise<Page<CountRow>>;
  /** @throws DomainError `entity.absent` */
  count(id: string, scope: Scope): Promise<StockCount>;
};
