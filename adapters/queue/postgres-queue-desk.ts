import type { DeadLetter, LastError, OutboxFigures, QueueDesk, QueueFigures, Revived } from '@dms/domain/notifications/queue-desk';
import { type QueueName, queues } from '@dms/domain/notifications/queues';
import type { Clock } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Database, Executor } from '../postgres/database.ts';
import { given, readPage } from '../postgres/reads/page.ts';
import type { Failure } from './postgres-job-runs.ts';

type Deps = { readonly database: Database; readonly clock: Clock; readonly wakeRelay: () => void };
type Counted = {
  readonly queue: string;
  readonly waiting: number;
  readonly due: number;
  readonly resting: number;
  readonly running: number;
  readonly dead: number;
  readonly lagMs: string;
};
type Failed = { readonly queue: string; readonly jobId: string; readonly consumer: string; readonly last: Failure; readonly dead: boolean };

const LAST_ERRORS = 5;
const names = Object.keys(queues) as QueueName[];

/** By partial indexes alone: what is done, which is nearly everything, is never looked at. */
const countOpen = async (db: Executor, now: Date): Promise<Map<string, Counted>> => {
  const { rows } = await sql<Counted>`
    select queue, count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'waiting' and next_attempt_at <= ${now})::int as due,
      count(*) filter (where state = 'resting')::int as resting,
      count(*) filter (where state in ('handed', 'running'))::int as running, count(*) filter (where state = 'dead')::int as dead,
      coalesce(max(extract(epoch from ${now}::timestamptz - next_attempt_at) * 1000) filter (where state = 'waiting' and next_attempt_at <= ${now}), 0)::text as "lagMs"
    from (select queue, state, next_attempt_at from job_runs where state = 'waiting'
      union all select queue, state, next_attempt_at from job_runs where state = 'resting'
      union all select queue, state, next_attempt_at from job_runs where state in ('handed', 'running')
      union all select queue, 'dead', died_at from dead_letters where retried_at is null) as open
    group by queue`.execute(db);
  return new Map(rows.map((row) => [row.queue, row]));
};

/** Of what was given up, and of what is tried again. */
const lastErrors = async (db: Executor): Promise<Map<string, LastError[]>> => {
  const { rows } = await sql<Failed>`
    select q.queue, f.* from unnest(${names}::text[]) as q (queue) cross join lateral (
      (select job_run_id as "jobId", consumer, failures -> -1 as last, true as dead from dead_letters
        where queue = q.queue and retried_at is null order by died_at desc, id desc limit ${LAST_ERRORS})
      union all
      (select id, consumer, failures -> -1, false from job_runs
        where queue = q.queue and state = 'waiting' and starts > 0 and jsonb_array_length(failures) > 0
        order by next_attempt_at desc, position desc limit ${LAST_ERRORS})) as f`.execute(db);
  const byQueue = Map.groupBy(rows, ({ queue }) => queue);
  return new Map([...byQueue].map(([queue, failed]) => [queue, failed.map(errorOf).toSorted(latestFirst).slice(0, LAST_ERRORS)]));
};

const errorOf = ({ jobId, consumer, last: { at, error, told }, dead }: Failed): LastError => ({
  ...{ jobId, consumer, at: new Date(at), error, told, dead },
});
const latestFirst = (a: LastError, b: LastError): number => b.at.getTime() - a.at.getTime();

const figuresOf = async (db: Executor, now: Date): Promise<QueueFigures[]> => {
  const [open, errors] = [await countOpen(db, now), await lastErrors(db)];
  return names.map((name) => {
    const { waiting = 0, due = 0, resting = 0, running = 0, dead = 0, lagMs = '0' } = open.get(name) ?? {};
    const lagSeconds = Math.round(Number(lagMs)) / 1000;
    return { name, waiting, due, resting, running, dead, lagSeconds, lastErrors: errors.get(name) ?? [] };
  });
};

const outboxOf = async (db: Executor, now: Date): Promise<OutboxFigures> => {
  const { rows } = await sql<{ waiting: number; dispatched: number; waitingSince: Date | null; oldestAt: Date | null; last: Date | null }>`
    select (select count(*)::int from outbox where dispatched_at is null) as waiting,
      (select min(occurred_at) from outbox where dispatched_at is null) as "waitingSince",
      (select count(*)::int from outbox where dispatched_at is not null) as dispatched,
      (select occurred_at from outbox order by position limit 1) as "oldestAt",
      (select max(dispatched_at) from outbox where dispatched_at is not null) as last`.execute(db);
  const { waiting, dispatched, waitingSince, oldestAt, last } = rows[0]!;
  const lagSeconds = waitingSince ? Math.max(0, (now.getTime() - new Date(waitingSince).getTime()) / 1000) : 0;
  const at = (instant: Date | null): Date | null => instant && new Date(instant);
  return { waiting, lagSeconds, dispatched, oldestAt: at(oldestAt), lastDispatchedAt: at(last) };
};

/** Begins runs anew, as if they had never been begun; what went wrong stays with them. */
export const reviveRuns = async (db: Executor, ids: readonly string[], now: Date): Promise<readonly Revived[]> => {
  const { rows } = await sql<Revived>`
    with again as (
      update job_runs set state = 'waiting', attempt = 1, starts = 0, next_attempt_at = ${now}, finished_at = null, handed_at = null
      where id = any(${ids}::uuid[]) and state = 'dead'
      returning id, queue, consumer, service_center_id),
    letters as (update dead_letters set retried_at = ${now} where job_run_id in (select id from again) and retried_at is null)
    select id, queue, consumer, service_center_id as "serviceCenterId" from again`.execute(db);
  return rows;
};

export const postgresQueueDesk = ({ database, clock, wakeRelay }: Deps): QueueDesk => ({
  figures: () => figuresOf(database.here(), clock.now()),
  outbox: () => outboxOf(database.here(), clock.now()),

  deadLetters: (queue, page) =>
    readPage<DeadLetter, DeadLetter>(
      database.here(),
      {
        select: sql`d.id, d.job_run_id as "jobId", d.queue, d.consumer, d.payload, d.failures, d.died_at as "diedAt"`,
        from: sql`dead_letters d`,
        id: sql`d.id`,
        where: [sql`d.retried_at is null`, given(queue, (value) => sql`d.queue = ${value}`)],
        orders: { '-diedAt': { key: sql`d.died_at`, type: 'timestamptz', descending: true } },
        item: ({ diedAt, ...letter }) => ({ ...letter, diedAt: new Date(diedAt) }),
      },
      page,
    ),

  isKnown: async (jobId) => (await sql`select from job_runs where id = ${jobId}`.execute(database.here())).rows.length > 0,

  revive: (which, limit) =>
    database.run(async (db, { afterCommit }) => {
      const ofQueue = 'queue' in which && which.queue !== undefined ? sql`and queue = ${which.queue}` : sql``;
      const one = 'jobId' in which ? sql`and job_run_id = ${which.jobId}` : sql``;
      const { rows } = await sql<{ id: string }>`
        select job_run_id as id from dead_letters where retried_at is null ${ofQueue} ${one}
        order by died_at, id limit ${limit} for update skip locked`.execute(db);
      afterCommit.push(wakeRelay);
      return reviveRuns(
        db,
        rows.map(({ id }) => id),
        clock.now(),
      );
    }),

  replay: ({ from, until, event }, after, limit) =>
    database.run(async (db, { afterCommit }) => {
      const named = event === undefined ? sql`` : sql`and name = ${event}`;
      const onwards = after === null ? sql`` : sql`and id > ${after}`;
      const { rows } = await sql<{ id: string }>`
        with again as (
          select id from outbox
          where dispatched_at is not null and occurred_at >= ${from} and occurred_at < ${until} ${named} ${onwards}
          order by id limit ${limit} for no key update)
        update outbox set dispatched_at = null from again where outbox.id = again.id returning outbox.id`.execute(db);
      afterCommit.push(wakeRelay);
      const last = rows.reduce<string | null>((latest, { id }) => (latest === null || id > latest ? id : latest), null);
      return { count: rows.length, last };
    }),
});
