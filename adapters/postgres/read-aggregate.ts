import type { Scope } from '@dms/domain/shared/actor';
import { AggregateStore, type planAggregates } from './aggregate-store.ts';
import type { Executor } from './database.ts';

/** One aggregate to look at, outside of any unit of work: a single statement, and nothing watches it. */
export type ReadAggregate = <Root extends object>(entity: { readonly prototype: Root }, id: string, scope: Scope) => Promise<Root>;

const nobody = () => ({ at: new Date(0), by: null });

export const aggregateReader =
  (db: Executor, plans: ReturnType<typeof planAggregates>): ReadAggregate =>
  (entity, id, scope) =>
    new AggregateStore(db, plans, nobody).get(entity, id, scope);
