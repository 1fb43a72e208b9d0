import pg from 'pg';
import { until } from './until.ts';
import type { World } from './world.ts';

export type Held = {
  /** Waits until somebody waits for what is held. */
  waitedFor(count?: number, timeoutMs?: number): Promise<void>;
  release(): Promise<void>;
};

/** Holds what a statement locks, so that a request stops exactly there until it is released. */
export async function hold(world: Pick<World, 'database'>, statement: string): Promise<Held> {
  const holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  await holder.query('begin');
  await holder.query(statement);
  const watcher = new pg.Client({ connectionString: world.database.adminUrl });
  await watcher.connect();
  return {
    waitedFor: async (count = 1, timeoutMs = 60_000) => {
      const waiting = `select from pg_stat_activity where ${rows[0]!.pid} = any(pg_blocking_pids(pid))`;
      await until(async () => (await watcher.query(waiting)).rowCount! >= count, { timeoutMs, what: `${count} to wait for the lock` });
    },
    release: async () => {
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}

export const invoiceRow = (id: string): string => `select from invoices where id = '${id}' for update`;
