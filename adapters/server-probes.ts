import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import { knownMigrations } from '../db/migrate.ts';
import { privilegeFaults, roleFaults } from '../db/role-check.ts';
import { refuseOldServer } from '../db/server-version.ts';
import type { Database } from './postgres/database.ts';

/** What an operator's doctor asks of the servers themselves. Whoever does not answer, throws. */
export type ServerProbes = {
  askDatabase(): Promise<void>;
  askRedis(): Promise<void>;
  pendingMigrations(): Promise<readonly string[]>;
  missingExtensions(): Promise<readonly string[]>;
  /** What the application's role is or may, and must not, or the other way round. */
  roleFaults(): Promise<readonly string[]>;
  databaseTimeMs(): Promise<number>;
  redisTimeMs(): Promise<number>;
  /** The numbers of what waits to be cancelled by a registration portal that nobody asks any more. */
  stalledCancellations(): Promise<readonly string[]>;
  /** The schedules whose last run failed. */
  failedSchedules(): Promise<readonly { readonly name: string; readonly dueAt: string; readonly error: string | null }[]>;
  /** The schedules that were due before this instant, and nobody has begun. */
  lateSchedules(before: Date): Promise<readonly { readonly name: string; readonly dueAt: string }[]>;
};

const extensions = ['pg_trgm', 'fuzzystrmatch', 'btree_gist'];
const CONNECT_WITHIN_MS = 2_000;

type Deps = { readonly database: Database; readonly redis: Redis; readonly databaseUrl: string };

// Of a connection that Redis ends for its name or password a command only learns that there is none.
const strangers: readonly (readonly [RegExp, string])[] = [
  [/^NOAUTH/, 'Redis asks for a password, and REDIS_URL has none.'],
  [/^WRONGPASS/, 'Redis does not take the name and password of REDIS_URL.'],
  // What sentinels said, the more telling before the less.
  [/sentinel .*NOAUTH/, 'The sentinels ask for a password, and REDIS_SENTINEL_PASSWORD is not set.'],
  [/sentinel .*WRONGPASS/, 'The sentinels do not take REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD.'],
  [/sentinel .*(No such master|invalid reply: null)/, 'The sentinels know no master of the name that REDIS_URL has in place of a host.'],
  [/^failed to connect to sentinel/, 'No sentinel of REDIS_SENTINELS answers.'],
];
const refuseStranger = (error: unknown): void => {
  const said = error instanceof Error ? error.message : '';
  const sentence = strangers.find(([form]) => form.test(said))?.[1];
  if (sentence !== undefined) throw new Error(sentence, { cause: error });
};

const told = (instant: string) => sql.raw(`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "dueAt"`);

export const serverProbes = ({ database: { pool }, redis, databaseUrl }: Deps): ServerProbes => {
  const names = async (query: ReturnType<typeof sql<{ name: string }>>): Promise<Set<string>> =>
    new Set((await query.execute(pool)).rows.map(({ name }) => name));

  const ofSentinels = new Set<string>();
  redis.on('sentinelError', ({ message }: Error) => ofSentinels.add(message));
  /** Of sentinels that are all of no use ioredis says only that, and apart from it what each answered. */
  const refuse = (error: unknown): void =>
    refuseStranger(error instanceof Error && error.message.startsWith('All sentinels') ? new Error([...ofSentinels].join('; ')) : error);

  /** Its commands fail at once while there is no connection, and this process has only just begun. */
  const connected = async (): Promise<Redis> => {
    if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(CONNECT_WITHIN_MS) }).catch(refuse);
    return redis;
  };

  return {
    askDatabase: async () => {
      const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(pool);
      refuseOldServer(rows[0]!.version);
    },
    askRedis: async () => void (await (await connected()).ping()),
    pendingMigrations: async () => {
      const applied = await names(sql`select name from mikro_orm_migrations`);
      return knownMigrations.filter((name) => !applied.has(name));
    },
    missingExtensions: async () => {
      const there = await names(sql`select extname as name from pg_extension`);
      return extensions.filter((name) => !there.has(name));
    },
    roleFaults: async () => {
      const role = await roleFaults(databaseUrl);
      // An owner or superuser may everything: the privileges say nothing more.
      return role.length > 0 ? role : privilegeFaults(databaseUrl);
    },
    databaseTimeMs: async () => {
      const { rows } = await sql<{ ms: string }>`select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(pool);
      return Number(rows[0]!.ms);
    },
    redisTimeMs: async () => {
      const [seconds, micros] = await (await connected()).time();
      return Number(seconds) * 1000 + Number(micros) / 1000;
    },
    stalledCancellations: async () => {
      const numbers = await names(sql`select invoice_number as name from invoices
        where cancellation_asked_at is not null and status <> 'CANCELLED' and cancellation_stalled_at is not null order by 1`);
      return [...numbers];
    },
    failedSchedules: async () => {
      const { rows } = await sql<{ name: string; dueAt: string; error: string | null }>`
        select name, ${told('due_at')}, last_error as error
        from (select distinct on (name) * from scheduled_runs where state <> 'open' order by name, due_at desc) as last
        where state = 'failed' order by name`.execute(pool);
      return rows;
    },
    lateSchedules: async (before) => {
      const { rows } = await sql<{ name: string; dueAt: string }>`
        select name, ${told('next_due_at')} from schedules where next_due_at < ${before}
        union all select name, ${told('due_at')} from scheduled_runs where state = 'open' and next_try_at < ${before}
        order by 1, 2`.execute(pool);
      return rows;
    },
  };
};
