import type { LostDemands } from '@dms/domain/inventory/ports';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';

export const postgresLostDemand = (db: Executor, store: AggregateStore): LostDemands => ({
  isKept: async (occasion) => {
    const { rows } = await sql`select from lost_demand where occasion = ${occasion} limit 1`.execute(db);
    return rows.length > 0;
  },
  keep: (lost) => store.addMissing(lost),
});
