import { Period } from '@dms/domain/billing/period';
import type { Periods } from '@dms/domain/billing/ports';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';

/** Months of the books. Who writes a day of one holds its lock shared, by a trigger; who locks it holds it alone (PER-01). */
export const postgresPeriods = (db: Executor, store: AggregateStore): Periods => ({
  forChange: async (month) => {
    await sql`select pg_advisory_xact_lock(period_lock_class(), period_lock_key(${month}))`.execute(db);
    return (await store.find(Period, 'r.month = $1', [month]))[0];
  },
  add: (period) => store.add(period),
});
