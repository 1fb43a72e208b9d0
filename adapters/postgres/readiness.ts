import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Storage } from '@dms/domain/shared/storage';
import { knownMigrations } from '../../db/migrate.ts';
import type { Database } from './database.ts';

/** What works right now. */
export type Readiness = {
  readonly postgres: boolean;
  readonly migrationsPending: boolean;
  readonly redis: boolean;
  readonly storage: boolean;
};

type Deps = { readonly database: Database; readonly redis: Redis; readonly storage: Storage };

export const postgresReadiness =
  ({ database, redis, storage }: Deps) =>
  async (): Promise<Readiness> => {
    const applied = await appliedMigrations(database);
    return {
      postgres: applied !== undefined,
      migrationsPending: applied !== undefined && knownMigrations.some((name) => !applied.has(name)),
      // A client may think itself connected to a server that hangs.
      redis: redis.status === 'ready' && (await answers(redis)),
      storage: await storage.probe().then(
        () => true,
        () => false,
      ),
    };
  };

/** Within the time that a command may take. */
const answers = (redis: Redis): Promise<boolean> =>
  redis.ping().then(
    () => true,
    () => false,
  );

/** Undefined while the database does not answer; of a database never migrated, nothing. */
const appliedMigrations = async ({ pool }: Database): Promise<Set<string> | undefined> => {
  try {
    const { rows } = await sql<{ name: string }>`select name from mikro_orm_migrations`.execute(pool);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    return (error as { code?: string }).code === '42P01' ? new Set() : undefined;
  }
};
