import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../adapters/embedded/data-folder.ts';
import { whileLocked } from '../../adapters/embedded/lock.ts';
import { startPrivatePostgres, type PrivatePostgres } from '../../adapters/embedded/postgres.ts';
import { startPrivateRedis, type PrivateRedis } from '../../adapters/embedded/redis.ts';
import { FIRST_PORTS } from './ports.ts';
import { until } from './until.ts';
import { end, testHome, workFolder } from './test-home.ts';

/** Nothing of these clusters has to outlive the machine. Crash tests use their own, durable one. */
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

let shared: Promise<PrivatePostgres> | undefined;

/** The one PostgreSQL of this run: the first test file that needs it starts it, the others attach. */
export function sharedPostgres(): Promise<PrivatePostgres> {
  shared ??= testHome().then((home) =>
    startPrivatePostgres({ home: join(home, 'postgres'), settings: THROWAWAY, firstPort: FIRST_PORTS.sharedPostgres }),
  );
  return shared;
}

export async function query<Row extends pg.QueryResultRow = pg.QueryResultRow>(url: string, ...statements: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

export const onDatabase = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;

export async function migrate(ownerUrl: string): Promise<void> {
  const { migrateUp } = await import('../../db/migrate.ts');
  await migrateUp(ownerUrl, { appRole: 'dms_app' });
}

export const TEMPLATE = 'dms_template';

/** Makes the migrated database that all others are cloned from, once in a run. It gets its name when it is whole. */
export async function ensureTemplate(): Promise<PrivatePostgres> {
  const server = await sharedPostgres();
  await whileLocked(join(await testHome(), 'template.lock'), async () => {
    const found = await query(server.adminUrl, `select from pg_database where datname = '${TEMPLATE}'`);
    if (found.length > 0) return;
    const draft = `${TEMPLATE}_draft`;
    await query(server.adminUrl, `drop database if exists ${draft} with (force)`, `create database ${draft} owner dms_owner`);
    await migrate(onDatabase(server.ownerUrl, draft));
    await query(server.adminUrl, `alter database ${draft} rename to ${TEMPLATE}`);
  });
  return server;
}

export type Own<Server> = {
  server: Server;
  /** As an administrator would, with everything written. */
  stop(): Promise<void>;
  /** As a crash would: SIGKILL. */
  kill(): Promise<void>;
  /** On the same port as before. */
  start(): Promise<void>;
};

type Startable = { port: number; pid: number; stop(): void | Promise<void> };

const owns = new Map<Own<Startable>, string>();
process.on('exit', () => {
  for (const [{ server }, named] of owns) end(server.pid, named, 'SIGQUIT');
});

function owned<Server extends Startable>(server: Server, named: string, restart: () => Promise<Server>): Own<Server> {
  const own: Own<Server> = {
    server,
    stop: async () => own.server.stop(),
    kill: async () => end(own.server.pid, named),
    start: async () => {
      const { port } = own.server;
      // The children of a killed server hold its port until they notice.
      await until(async () => (await freePort(port)) === port, { what: `port ${port} to be free again` });
      own.server = await restart();
      if (own.server.port !== port) throw new Error(`The server came back on port ${own.server.port} instead of ${port}.`);
    },
  };
  owns.set(own, named);
  return own;
}

/** A durable PostgreSQL for one test to stop and kill, with the migrated database `dms`. */
export async function startOwnPostgres({ migrated = true } = {}): Promise<Own<PrivatePostgres>> {
  const home = await workFolder('postgres');
  const start = (): Promise<PrivatePostgres> => startPrivatePostgres({ home, firstPort: FIRST_PORTS.ownPostgres });
  const server = await start();
  if (migrated) await migrate(server.ownerUrl);
  return owned(server, home, start);
}

/** A Redis for one test to stop and kill; durable unless told otherwise. */
export async function startOwnRedis(settings: Readonly<Record<string, string>> = {}): Promise<Own<PrivateRedis>> {
  const home = await workFolder('redis');
  const start = (): Promise<PrivateRedis> => startPrivateRedis({ home, settings, firstPort: FIRST_PORTS.ownRedis });
  const server = await start();
  return owned(server, `127.0.0.1:${server.port}`, start);
}
