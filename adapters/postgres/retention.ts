import type { RetainedName } from '@dms/domain/shared/retained';
import type { Retention } from '@dms/domain/retention/ports';
import { sendingConsumers } from '@dms/domain/notifications/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

const SENDING = Object.values(sendingConsumers);

/** One statement after the other; what the last of them says was forgotten, was. */
type Over = (before: Date, most: number) => RawBuilder<unknown> | readonly RawBuilder<unknown>[];

/**
 * How far a feed is no longer whole, said with the rows that go: whoever went on from before that place has missed something, whatever else is
 * still there (ADR 26).
 */
const raisesFloor = (feed: 'outbox' | 'inbox') => sql`
  update feed_floors set place = greatest(place, (select max(sequence) from gone)) where feed = ${feed} and exists (select from gone)`;

/** Which rows are over, by table and key. Rows that somebody holds are left for another night. */
const over = {
  'idempotency-keys': (before, most) => sql`
    delete from idempotency_keys k using (
      select user_id, route, key from idempotency_keys where created_at < ${before} order by created_at limit ${most} for update skip locked) o
    where (k.user_id, k.route, k.key) = (o.user_id, o.route, o.key)`,
  outbox: (before, most) => sql`
    with gone as (
      delete from outbox where id in (
        select id from outbox where dispatched_at < ${before} order by dispatched_at limit ${most} for update skip locked)
      returning sequence),
    floor as (${raisesFloor('outbox')})
    select from gone`,
  // An event that is there may be handed on again, and must not be acted upon again (OUT-02).
  inbox: (before, most) => sql`
    delete from inbox i using (
      select consumer, message_id from inbox
      where handled_at < ${before} and not exists (select from outbox where outbox.id = message_id)
      order by handled_at limit ${most} for update skip locked) o
    where (i.consumer, i.message_id) = (o.consumer, o.message_id)`,
  jobs: (before, most) => {
    const done = sql`
      select id from job_runs r
      where finished_at < ${before} and state = 'done' and consumer <> 'webhook' and not exists (select from outbox where outbox.id = r.event_id)
      order by finished_at limit ${most} for update skip locked`;
    return [sql`delete from dead_letters where job_run_id in (${done})`, sql`delete from job_runs where id in (${done})`];
  },
  // What was given up is not tried again once nothing tells of it any more. What still waits for its turn stays, however old.
  deliveries: (before, most) => sql`
    with over as materialized (
      select id from notifications n
      where created_at < ${before} and status in ('sent', 'delivered', 'dead', 'suppressed', 'merged')
        and not exists (select from outbox where outbox.id = n.event_id)
        and not exists (select from job_runs r where r.consumer = any(${SENDING}) and r.dedupe_key = n.id::text and r.state not in ('done', 'dead'))
      order by created_at limit ${most} for update skip locked),
    runs as materialized (
      select r.id from job_runs r join over on r.dedupe_key = over.id::text where r.consumer = any(${SENDING})),
    letters as (delete from dead_letters using runs where job_run_id = runs.id),
    attempts as (delete from job_runs using runs where job_runs.id = runs.id),
    gone as (delete from notifications using over where notifications.id = over.id returning sequence),
    floor as (${raisesFloor('inbox')})
    select from gone`,
  'webhook-deliveries': (before, most) => sql`
    with over as materialized (
      select id from job_runs r
      where finished_at < ${before} and state in ('done', 'dead') and consumer = 'webhook' and not exists (select from outbox where outbox.id = r.event_id)
      order by finished_at limit ${most} for update skip locked),
    letters as (delete from dead_letters using over where job_run_id = over.id)
    delete from job_runs using over where job_runs.id = over.id`,
  // A login as a whole: its first session says when it began, and each refers to the one before.
  sessions: (before, most) => sql`
    delete from sessions where family in (
      select family from sessions f
      where f.id = f.family and f.expires_at < ${before}
        and not exists (select from sessions l where l.family = f.family and l.expires_at >= ${before})
      order by f.expires_at limit ${most})`,
  links: (before, most) => sql`
    delete from one_time_tokens where id in (
      select id from one_time_tokens where expires_at < ${before} order by expires_at limit ${most} for update skip locked)`,
  'scheduled-runs': (before, most) => sql`
    delete from scheduled_runs where id in (
      select id from scheduled_runs where finished_at < ${before} order by finished_at limit ${most} for update skip locked)`,
  imports: (before, most) => sql`
    with over as materialized (
      select id, file_key from imports where finished_at < ${before} order by finished_at limit ${most} for update skip locked),
    files as (delete from files where key in (select file_key from over)),
    refusals as (delete from import_refusals where import_id in (select id from over))
    delete from imports using over where imports.id = over.id returning over.file_key as key`,
} as const satisfies Record<RetainedName, Over>;

export const postgresRetention = ({ database }: { readonly database: Pick<Database, 'run'> }): Retention => ({
  forget: (name, before, most) =>
    database.run(async (db) => {
      const statements = [over[name](before, most)].flat();
      for (const first of statements.slice(0, -1)) await first.execute(db);
      const { numAffectedRows, rows } = await statements.at(-1)!.execute(db);
      const keys = rows.flatMap((row) => (row as { readonly key?: string }).key ?? []);
      return { count: Math.max(Number(numAffectedRows ?? 0n), rows.length), keys };
    }),
});
