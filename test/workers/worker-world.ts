import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { sql } from 'kysely';
import type { Clock } from '@dms/domain/shared/ports';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import type { Attempt, ClaimedRun, PublishedEvent, Result } from '@dms/domain/notifications/ports';
import type { QueueName } from '@dms/domain/notifications/queues';
import { openDatabase } from '../../adapters/postgres/database.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { beeQueues } from '../../adapters/queue/bee-queues.ts';
import { postgresConfiguration } from '../../adapters/postgres/configuration.ts';
import { postgresAttemptLedger } from '../../adapters/queue/postgres-attempt-ledger.ts';
import { postgresJobRuns } from '../../adapters/queue/postgres-job-runs.ts';
import { postgresRelayLedger } from '../../adapters/queue/postgres-relay-ledger.ts';
import { work } from '../../workers/work.ts';
import type { WorkOptions, Workers } from '../../workers/work.ts';
import type { Consumer, Handlers, Run } from '../../workers/consumers.ts';
import type { PrivatePostgres } from '../../adapters/embedded/postgres.ts';
import { freshDatabase } from '../support/database.ts';
import type { Ending } from '../support/database.ts';
import { query } from '../support/embedded.ts';
import { lastFirst } from '../support/endings.ts';
import { freshRedis } from '../support/redis.ts';

export type Address = { readonly databaseUrl: string; readonly redisUrl: string; readonly prefix: string };

/** A clock that a test moves. It begins with the present, since rows made by SQL defaults and others meet it. */
export const movedClock = (start = new Date()): Clock & { move(ms: number): void } => {
  let nowMs = start.getTime();
  return { now: () => new Date(nowMs), move: (ms) => void (nowMs += ms) };
};

export type Parts = Awaited<ReturnType<typeof openParts>>;
type PartsOptions = { clock?: Clock; random?: () => number; stallIntervalMs?: number };

const running: Clock = { now: () => new Date() };
const logger = pino({ level: process.env.DMS_TEST_LOG ?? 'silent' });

/** What a worker process stands on, on real parts. */
export const openParts = async (address: Address, { clock = running, random = Math.random, stallIntervalMs = 300 }: PartsOptions = {}) => {
  const database = await openDatabase({ url: address.databaseUrl, poolSize: 12 });
  const ids = { next: () => randomUUID() };
  const jobQueues = beeQueues({ address: { url: address.redisUrl }, logger, prefix: address.prefix, stallIntervalMs });
  return {
    database,
    jobQueues,
    logger,
    jobRuns: postgresJobRuns({ database, clock, ids, wakeRelay: () => {} }),
    configuration: postgresConfiguration({ database, clock, deployed: [] }),
    relayLedger: postgresRelayLedger({ database, databaseUrl: address.databaseUrl, clock, ids, logger }),
    attemptLedger: postgresAttemptLedger({ database, clock, ids, random }),
    close: async (): Promise<void> => {
      await jobQueues.close();
      await database.close();
    },
  };
};

/** A consumer that does one thing for an event, known by the event. */
export const consumer = (
  name: string,
  queue: QueueName,
  handle: (uses: Parts) => (payload: { entityId: string }, run: Run) => Promise<Result>,
  more: { on?: EventName; orderKey?: (event: PublishedEvent) => string } = {},
): Handlers<Parts> => {
  const made: Consumer<Parts, { entityId: string }> = {
    on: more.on ?? 'InvoiceIssued',
    work: (event) => ({
      consumer: name,
      queue,
      dedupeKey: event.id,
      payload: { entityId: event.entityId },
      ...(more.orderKey && { orderKey: more.orderKey(event) }),
    }),
    handle,
  };
  return { [queue]: { [name]: made } };
};

/** An effect that anybody can count: a row, written in the transaction of the attempt. */
export const leaveEffect = ({ database }: { database: Database }, entityId: string): Promise<unknown> =>
  database.run((db) => sql`insert into effects (entity_id, pid) values (${entityId}, ${process.pid})`.execute(db));

export const effectful = (name = 'counting', queue: QueueName = 'email'): Handlers<Parts> =>
  consumer(name, queue, (uses) => async ({ entityId }) => {
    await leaveEffect(uses, entityId);
    return null;
  });

/** The same in many queues, so that each event makes work in each of them. */
export const effectfulIn = (...queues: readonly QueueName[]): Handlers<Parts> =>
  Object.assign({}, ...queues.map((queue) => effectful(`counting ${queue}`, queue)));

/** A database and queues of one's own, with what is started upon them ended at the end of the test. */
export const freshWorld = async (owner: Ending, options: PartsOptions & { redisUrl?: string; postgres?: PrivatePostgres } = {}) => {
  const t = lastFirst(owner);
  const { appUrl, ownerUrl, adminUrl } = options.postgres ?? {};
  const database = appUrl && ownerUrl && adminUrl ? { url: appUrl, ownerUrl, adminUrl } : await freshDatabase(t);
  await query(
    database.ownerUrl,
    'create table effects (entity_id uuid not null, pid integer not null)',
    'grant select, insert on effects to dms_app',
  );
  const redis = options.redisUrl === undefined ? await freshRedis() : { url: options.redisUrl, prefix: 't' };
  const address: Address = { databaseUrl: database.url, redisUrl: redis.url, prefix: redis.prefix };
  const parts = await openParts(address, options);
  const started: Workers[] = [];
  t.after(async () => {
    await Promise.all(started.map((workers) => workers.close(100)));
    await parts.close();
  });

  const rows = <Row extends object>(statement: string): Promise<Row[]> =>
    query<Row & Record<string, unknown>>(database.ownerUrl, statement);

  return {
    ...parts,
    address,
    rows,
    start: (more: Partial<WorkOptions<Parts>> & Pick<WorkOptions<Parts>, 'handlers'>): Workers => {
      const workers = work({ uses: parts, workers: ['all'], ...more, relay: { pollMs: 50, overdueAfterMs: 60_000, ...more.relay } });
      started.push(workers);
      return workers;
    },
    /** Writes events into the outbox, as a unit of work does. Answers the ids of what they are about. */
    publish: async (count = 1, { name = 'InvoiceIssued', entityId }: { name?: EventName; entityId?: string } = {}): Promise<string[]> => {
      const entityIds = Array.from({ length: count }, () => entityId ?? randomUUID());
      await parts.database.run((db) =>
        sql`
          insert into outbox (id, name, version, entity_type, entity_id, request_id, occurred_at, data)
          select id, ${name}, 1, 'Invoice', entity_id, 'test', now(), '{}'
          from unnest(${entityIds.map(() => randomUUID())}::uuid[], ${entityIds}::uuid[]) as event (id, entity_id)`.execute(db),
      );
      return entityIds;
    },
    /** The connections over which relays wait to be woken. */
    listeners: () =>
      query<{ pid: number }>(
        database.adminUrl,
        "select pid from pg_stat_activity where query = 'listen outbox' and datname = current_database()",
      ),
    cut: (pid: number) => query(database.adminUrl, `select pg_terminate_backend(${pid})`),
    states: async (): Promise<Record<string, number>> => {
      const found = await rows<{ state: string; n: number }>('select state, count(*)::int as n from job_runs group by state');
      return Object.fromEntries(found.map(({ state, n }) => [state, n]));
    },
    /** A run that is to be had from such a place. */
    claimed: async (attempt: Attempt, alone = false): Promise<ClaimedRun> => {
      const run = await parts.attemptLedger.claim(attempt, alone);
      if (!run || run === 'alone') throw new Error(`It is not to be had: ${run ?? 'somebody has it'}.`);
      return run;
    },
    /** What waits for its next attempt waits no more. */
    makeDue: () => rows(`update job_runs set next_attempt_at = now() where state = 'waiting' and next_attempt_at > now() returning id`),
    effects: async (): Promise<string[]> =>
      (await rows<{ entity_id: string }>('select entity_id from effects')).map((row) => row.entity_id),
  };
};
