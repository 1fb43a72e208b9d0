import type { SettingEntry } from '@dms/domain/configuration/ports';
import type { Repositories } from '@dms/domain/repositories';
import type { Ids } from '@dms/domain/shared/ports';
import { AggregateStore, type planAggregates } from './aggregate-store.ts';
import type { Database } from './database.ts';
import { repositories } from './repositories.ts';

type Deps = {
  readonly database: Pick<Database, 'pool'>;
  readonly plans: ReturnType<typeof planAggregates>;
  readonly ids: Ids;
  readonly deployed: readonly SettingEntry[];
};

const nobody = () => ({ at: new Date(0), by: null });

/** Records to look at, outside of any transaction: each statement stands for itself, and what is changed is never written. */
export const glance = ({ database: { pool }, plans, ids, deployed }: Deps): Repositories =>
  repositories({ db: pool, store: new AggregateStore(pool, plans, nobody), pending: [], ids, deployed });
