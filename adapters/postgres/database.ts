import { AsyncLocalStorage } from 'node:async_hooks';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { openOrm } from '../../db/orm.ts';
import { mayRunAgain, translated } from './faults.ts';
import { PreparingClient, TransactionOver } from './preparing-client.ts';

/** Whatever statements are sent through: the pool, or the connection of one transaction. */
export type Executor = Kysely<unknown>;

/** One transaction under way, and what is to happen once it has committed. */
export type Running = {
  readonly db: Executor;
  readonly beforeCommit: (() => Promise<void>)[];
  /** Whoever asked for the transaction waits for these as well. They do not fail: what is committed has happened. */
  readonly afterCommit: (() => void | Promise<void>)[];
  /** What the unit of work keeps for the length of the transaction. */
  unit?: unknown;
  /** A part of it failed: nothing of it may be committed, whoever caught the error. */
  failure?: unknown;
  /** What was started inside it and goes on after its end does not join it; after its failure it does nothing any more. */
  state: 'open' | 'over' | 'failed';
};

export type Database = {
  readonly orm: MikroORM;
  /** Statements that stand for themselves. */
  readonly pool: Executor;
  /** The transaction under way, so that what was written in it is read, else the pool. */
  here(): Executor;
  /**
   * A prepared read on the driver's own pool, for the one or two that are asked thousands of times a second: kysely's way to
   * a connection costs as much as the statement (ADR 3).
   */
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
  /** One transaction; inside of one, the same. A deadlock starts the work again. */
  run<R>(work: (db: Executor, running: Running) => Promise<R>): Promise<R>;
  poolStats(): { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
};

const MAX_RUNS = 4;

const rowTypes = new pg.TypeOverrides();
rowTypes.setTypeParser(pg.types.builtins.DATE, (text: string) => text);

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName?: string;
  readonly statementTimeoutMs?: number;
};

/** How long a transaction may hold its locks while nothing comes from the application: a hung process frees them. */
const IDLE_IN_TRANSACTION_MS = 60_000;

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export const openDatabase = async ({
  url,
  poolSize,
  applicationName = 'dms',
  statementTimeoutMs = 30_000,
}: DatabaseOptions): Promise<Database> => {
  let pool: pg.Pool | undefined;
  const orm = await openOrm({
    url,
    poolSize,
    driverOptions: {
      Client: PreparingClient,
      application_name: applicationName,
      connectionTimeoutMillis: 10_000,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      // A parallel plan costs a short search 8 ms of starting workers; in JIT compilation a long one loses more than it wins.
      options: '-c max_parallel_workers_per_gather=0 -c jit=off',
      onPoolCreated: (created: pg.Pool) => {
        pool = created;
        // Instants as Date; a day stays the text it is, for a Date would put it at some hour of some zone.
        created.options.types = rowTypes;
        created.on('acquire', (acquired) => (acquired as unknown as PreparingClient).begin());
      },
    },
  });
  const connection = orm.em.getConnection();
  await connection.connect({ skipOnConnect: true });
  const client = connection.getClient() as unknown as Executor;
  const current = new AsyncLocalStorage<Running>();

  // Kysely's own transaction gives the connection back to the pool whatever happens to it, also when it breaks in the middle.
  const once = async <R>(work: (db: Executor, running: Running) => Promise<R>): Promise<R> => {
    const afterCommit: Running['afterCommit'] = [];
    let first: unknown;
    const attempt = async (db: Executor): Promise<R> => {
      const running: Running = { db, beforeCommit: [], afterCommit, state: 'open' };
      try {
        const result = await current.run(running, () => work(db, running));
        if (running.failure !== undefined) throw asError(running.failure);
        for (const before of running.beforeCommit) await before();
        running.state = 'over';
        return result;
      } catch (error) {
        running.state = 'failed';
        first = error;
        throw error;
      }
    };
    const result = await client
      .transaction()
      .execute(attempt)
      .catch((error: unknown) => {
        // A connection that broke cannot roll back either: the first error is the one to tell.
        throw asError(first ?? error);
      });
    await Promise.all(afterCommit.map(async (then) => then()));
    return result;
  };

  const joined = async <R>(running: Running, work: (db: Executor, running: Running) => Promise<R>): Promise<R> => {
    try {
      return await work(running.db, running);
    } catch (error) {
      running.failure ??= error;
      throw error;
    }
  };

  const run = async <R>(work: (db: Executor, running: Running) => Promise<R>): Promise<R> => {
    const running = current.getStore();
    if (running?.state === 'open') return joined(running, work);
    // Work that was abandoned must not go on beside whoever does it again.
    if (running?.state === 'failed') throw new TransactionOver();
    for (let runs = 1; ; runs += 1) {
      try {
        return await once(work);
      } catch (error) {
        if (runs >= MAX_RUNS || !mayRunAgain(error)) throw translated(error);
      }
    }
  };

  return {
    orm,
    pool: client,
    here: () => {
      const running = current.getStore();
      return running?.state === 'open' ? running.db : client;
    },
    query: async <Row>(text: string, values: readonly unknown[]) => {
      const found = await (pool as pg.Pool).query(text, values as unknown[]);
      return found.rows as Row[];
    },
    run,
    poolStats: () => ({ total: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 }),
    // Kysely forgets its pool before it waits for it. A connection that is being made just then, for work that nobody waits
    // for, would be lost to both, and the pool would wait for it for ever: so the pool is ended first, which waits for all.
    close: async () => {
      if (pool !== undefined) {
        const ended = pool.end();
        pool.end = () => ended;
        await ended;
      }
      await orm.close(true);
    },
  };
};
