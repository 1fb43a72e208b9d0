import { type RawBuilder, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import type { Attempt, PublishedEvent, RelayLedger, Work, WorkKind } from '@dms/domain/notifications/ports';
import { queues } from '@dms/domain/notifications/queues';
import type { Subscription } from '@dms/domain/webhooks/ports';
import type { Database, Executor } from '../postgres/database.ts';
import { DISPATCHED, listenTo, OUTBOX } from './signals.ts';

export type RelayLedgerDeps = {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Pick<Logger, 'warn'>;
};

// Any figure that nobody else takes for an advisory lock with two keys.
const DISPATCH_LOCK = [0x0d35, 1] as const;

export const postgresRelayLedger = ({ database, databaseUrl, clock, ids, logger }: RelayLedgerDeps): RelayLedger => ({
  async dispatch(workOf, limit) {
    const count = await dispatchedOf({ database, clock, ids }, workOf, limit);
    // After the commit, as every wake-up; where one is lost, those who wait find out by polling.
    if (count > 0) await sql`select pg_notify(${DISPATCHED}, '')`.execute(database.pool).catch(() => {});
    return count;
  },

  async handOver(limit, { off, on } = { off: [], on: [] }) {
    const now = clock.now();
    if (on.length > 0) await wake(database.pool, on, limit, now);
    const handed: Attempt[] = [];
    for (let taken = limit, wanted = limit; taken === wanted && handed.length < limit;) {
      wanted = limit - handed.length;
      const rows = await takeDue(database.pool, off, wanted, now);
      taken = rows.length;
      for (const { state, ...attempt } of rows) if (state === 'handed') handed.push(attempt);
    }
    return handed;
  },

  async takeBack(attempts) {
    await sql`
      update job_runs set state = 'waiting', handed_at = null
      from json_to_recordset(${JSON.stringify(attempts)}::json) as given ("runId" uuid, attempt integer)
      where job_runs.id = given."runId" and job_runs.attempt = given.attempt and job_runs.state = 'handed'`.execute(database.pool);
  },

  async overdue(olderThanMs, limit) {
    const now = clock.now();
    const { rows } = await sql<Attempt>`
      with lost as materialized (
        select id from job_runs
        where state in ('handed', 'running') and handed_at < ${new Date(now.getTime() - olderThanMs)}
        order by handed_at limit ${limit} for update skip locked)
      update job_runs set handed_at = ${now} from lost where job_runs.id = lost.id
      returning job_runs.id as "runId", job_runs.attempt, job_runs.queue`.execute(database.pool);
    return rows;
  },

  listen: (wake) => listenTo({ channel: OUTBOX, who: 'The relay', databaseUrl, logger, wake }),
});

/** The kinds of work as rows, to be looked for in `job_runs`. */
const kindsOf = (kinds: readonly WorkKind[]) => sql`
  json_to_recordset(${JSON.stringify(kinds.map(({ consumer, payload = {} }) => ({ consumer, payload })))}::json) as kind (consumer text, payload jsonb)`;

/** What rested waits again, and is due from now on: it is late by nobody's fault. */
const wake = (db: Executor, on: readonly WorkKind[], limit: number, now: Date) =>
  sql`
    update job_runs set state = 'waiting', next_attempt_at = greatest(job_runs.next_attempt_at, ${now}::timestamptz)
    from (
      select resting.id from ${kindsOf(on)} join job_runs resting
        on resting.state = 'resting' and resting.consumer = kind.consumer and resting.payload @> kind.payload
      order by resting.position limit ${limit} for update of resting skip locked) as woken
    where job_runs.id = woken.id`.execute(db);

/** Takes what is due, in the order of its consumer; of what is off also what stands in line behind other work that rests. */
const takeDue = async (db: Executor, off: readonly WorkKind[], limit: number, now: Date) => {
  const { rows } = await sql<Attempt & { state: 'handed' | 'resting' }>`
    with off as materialized (select * from ${kindsOf(off)}),
    due as materialized (
      select id, exists (select from off where off.consumer = waiting.consumer and waiting.payload @> off.payload) as rests from job_runs waiting
      where state = 'waiting' and next_attempt_at <= ${now}
        and (order_key is null or not (${earlierIs(sql`earlier.state in ('waiting', 'handed', 'running')`)} or ${earlierIs(sql`earlier.state = 'resting'`)})
          or exists (select from off where off.consumer = waiting.consumer and waiting.payload @> off.payload))
      order by next_attempt_at, position limit ${limit} for update skip locked)
    update job_runs set state = case when rests then 'resting' else 'handed' end, handed_at = case when not rests then ${now}::timestamptz end
    from due where job_runs.id = due.id
    returning job_runs.id as "runId", job_runs.attempt, job_runs.queue, job_runs.state`.execute(db);
  return rows;
};

/** Each of the states has an index of its own. */
const earlierIs = (open: RawBuilder<unknown>) => sql`exists (
  select from job_runs earlier
  where earlier.consumer = waiting.consumer and earlier.order_key = waiting.order_key and earlier.position < waiting.position and ${open})`;

/**
 * Makes runs of the oldest events, and numbers the messages that came to stand in inboxes. One relay does so at a time, so that runs get their
 * positions, and events and messages their numbers, in the order in which they came; a batch takes milliseconds.
 */
const dispatchedOf = (
  { database, clock, ids }: Pick<RelayLedgerDeps, 'database' | 'clock' | 'ids'>,
  ...[workOf, limit]: Parameters<RelayLedger['dispatch']>
): Promise<number> =>
  database.run(async (db) => {
    const { rows: lock } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${DISPATCH_LOCK[0]}::integer, ${DISPATCH_LOCK[1]}::integer) as mine`.execute(db);
    if (!lock[0]!.mine) return 0;
    const numbered = await numberMessages(db, limit);
    const { rows: events } = await sql<PublishedEvent>`
      select id, name, version, entity_type as "entityType", entity_id as "entityId", service_center_id as "serviceCenterId",
             actor_id as "actorId", request_id as "requestId", occurred_at as "occurredAt", data
      from outbox where dispatched_at is null order by position limit ${limit} for update skip locked`.execute(db);
    if (events.length === 0) return numbered;
    const now = clock.now();
    const subscriptions = await listening(db);
    const runs = events.map(instantly).flatMap((event) => workOf(event, subscriptions).map((work) => runRow(work, event, ids.next(), now)));
    await sql`
      insert into job_runs (id, queue, consumer, dedupe_key, event_id, payload, order_key, max_attempts, next_attempt_at, created_by, asked_by,
                            service_center_id, request_id, created_at)
      select id, queue, consumer, dedupe_key, event_id, payload, order_key, max_attempts, created_at, created_by,
             array_remove(array[created_by], null), service_center_id, request_id, created_at
      from json_to_recordset(${JSON.stringify(runs)}::json) as run (
        id uuid, queue text, consumer text, dedupe_key text, event_id uuid, payload jsonb, order_key text, max_attempts integer,
        created_by uuid, service_center_id uuid, request_id text, created_at timestamptz)
      on conflict (consumer, dedupe_key) do nothing`.execute(db);
    // What is relayed again keeps its place: the streams have told of it (NOT-07).
    await sql`
      update outbox set dispatched_at = ${now}, sequence = coalesce(outbox.sequence, numbered.sequence)
      from (select id, nextval('outbox_sequence') as sequence from unnest(${events.map(({ id }) => id)}::uuid[]) as taken (id)) as numbered
      where outbox.id = numbered.id`.execute(db);
    return Math.max(events.length, numbered);
  });

/** One that is just being read is left for the next time: nobody waits for a reader here, nor a reader for the relay (NOT-07). */
const numberMessages = async (db: Executor, limit: number): Promise<number> => {
  const { rows } = await sql`
    update notifications set sequence = numbered.sequence
    from (select id, nextval('inbox_sequence') as sequence from (
      select id from notifications where channel = 'IN_APP' and status = 'delivered' and sequence is null
      order by created_at, id limit ${limit} for no key update skip locked) as shown) as numbered
    where notifications.id = numbered.id returning notifications.id`.execute(db);
  return rows.length;
};

/** Asked in the transaction that relays: whoever subscribed before an event happened is told of it. */
const listening = async (db: Executor): Promise<Subscription[]> =>
  (await sql<Subscription>`select id as "webhookId", events from webhooks where active`.execute(db)).rows;

/** The driver hands on instants as text where the mapping wants it so. */
const instantly = (event: PublishedEvent): PublishedEvent => ({ ...event, occurredAt: new Date(event.occurredAt) });

const runRow = (work: Work, event: PublishedEvent, id: string, createdAt: Date) => ({
  id,
  queue: work.queue,
  consumer: work.consumer,
  dedupe_key: work.dedupeKey,
  event_id: event.id,
  payload: work.payload,
  order_key: work.orderKey ?? null,
  max_attempts: queues[work.queue].maxAttempts,
  created_by: event.actorId,
  service_center_id: event.serviceCenterId,
  request_id: event.requestId,
  created_at: createdAt,
});
