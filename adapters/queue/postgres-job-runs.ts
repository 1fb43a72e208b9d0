import { sql } from 'kysely';
import type { Actor } from '@dms/domain/shared/actor';
import { mayEver } from '@dms/domain/shared/access/decide';
import { absent } from '@dms/domain/shared/errors';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import type { JobRuns, JobRunState, JobRunView } from '@dms/domain/notifications/ports';
import { queues } from '@dms/domain/notifications/queues';
import type { Database } from '../postgres/database.ts';
import { reviveRuns } from './postgres-queue-desk.ts';

export type JobRunsDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids; readonly wakeRelay: () => void };

/** One entry of the column `failures`. `attempt` is the start that failed, of those that counted; `told` is true where the error was a refusal written for people. */
export type Failure = { readonly attempt: number; readonly at: string; readonly error: string; readonly told: boolean };

type Row = Omit<JobRunView, 'status' | 'error'> & { readonly state: JobRunState; readonly failures: readonly Failure[] };

const STATUS: Record<JobRunState, JobRunView['status']> = {
  waiting: 'queued',
  resting: 'queued',
  handed: 'queued',
  running: 'running',
  done: 'succeeded',
  dead: 'failed',
};

const UUID_SHAPE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UNTOLD = 'It failed for a reason of the machine; an administrator finds it under this id.';

export const postgresJobRuns = ({ database, clock, ids, wakeRelay }: JobRunsDeps): JobRuns => ({
  ensure: (work, { userId, requestId }, serviceCenterId) =>
    database.run(async (db, { afterCommit }) => {
      const now = clock.now();
      const asker = userId === null ? [] : [userId];
      const { rows } = await sql<{ id: string; fresh: boolean }>`
        insert into job_runs (id, queue, consumer, dedupe_key, payload, order_key, max_attempts, next_attempt_at, created_by, asked_by,
                              service_center_id, request_id, created_at)
        values (${ids.next()}, ${work.queue}, ${work.consumer}, ${work.dedupeKey}, ${JSON.stringify(work.payload)}::jsonb, ${work.orderKey ?? null},
                ${queues[work.queue].maxAttempts}, ${now}, ${userId}, ${asker}::uuid[], ${serviceCenterId}, ${requestId}, ${now})
        on conflict (consumer, dedupe_key) do update
        set asked_by = case when job_runs.asked_by @> excluded.asked_by then job_runs.asked_by else job_runs.asked_by || excluded.asked_by end
        returning id, xmax = 0 as fresh`.execute(db);
      const run = rows[0]!;
      // Work that died is begun anew by who asks for it: what it died of may be mended by now.
      if (run.fresh || (await reviveRuns(db, [run.id], now)).length > 0) afterCommit.push(wakeRelay);
      return run.id;
    }),

  ensureAll: (works, { userId, requestId }, serviceCenterId) =>
    database.run(async (db, { afterCommit }) => {
      if (works.length === 0) return;
      const now = clock.now();
      const rows = works.map((work) => ({ ...work, id: ids.next(), maxAttempts: queues[work.queue].maxAttempts }));
      await sql`
        insert into job_runs (id, queue, consumer, dedupe_key, payload, order_key, max_attempts, next_attempt_at, created_by, asked_by,
                              service_center_id, request_id, created_at)
        select id, queue, consumer, "dedupeKey", payload, "orderKey", "maxAttempts", ${now}, ${userId}::uuid,
               ${userId === null ? [] : [userId]}::uuid[], ${serviceCenterId}::uuid, ${requestId}, ${now}
        from json_to_recordset(${JSON.stringify(rows)}::json) as run (
          id uuid, queue text, consumer text, "dedupeKey" text, payload jsonb, "orderKey" text, "maxAttempts" integer)
        on conflict (consumer, dedupe_key) do nothing`.execute(db);
      afterCommit.push(wakeRelay);
    }),

  async read(id, actor) {
    const row = UUID_SHAPE.test(id) ? await visibleRow(database, id, actor) : undefined;
    if (!row) throw absent('job');
    return viewOf(row);
  },
});

const visibleRow = async ({ pool }: Database, id: string, actor: Actor): Promise<Row | undefined> => {
  const { rows } = await sql<Row>`
    select id, consumer as kind, dedupe_key as about, state, progress, starts as attempts, result, failures, ${instant('created_at')} as "createdAt",
           ${instant('finished_at')} as "finishedAt"
    from job_runs
    where id = ${id} and (${mayEver(actor, 'queue.inspect')}::boolean or ${actor.userId}::uuid = any(asked_by))`.execute(pool);
  return rows[0];
};

/** As the API writes instants, whatever the driver makes of them. */
const instant = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const viewOf = ({ state, failures, ...row }: Row): JobRunView => {
  const last = state === 'done' ? undefined : failures.at(-1);
  return { ...row, status: STATUS[state], error: last ? (last.told ? last.error : UNTOLD) : null };
};
