import { sql } from 'kysely';
import { DomainError } from '@dms/domain/shared/errors';
import { withoutContacts } from '@dms/domain/shared/without-contacts';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import {
  type AttemptLedger,
  type ClaimedRun,
  type Fate,
  Hopeless,
  type More,
  NotNow,
  type Result,
  WorkerDied,
} from '@dms/domain/notifications/ports';
import { backoffMs, queues } from '@dms/domain/notifications/queues';
import type { Database, Executor } from '../postgres/database.ts';
import type { Failure } from './postgres-job-runs.ts';

export type AttemptLedgerDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  /** Whoever waited for a run to end before it can begin. */
  readonly wakeRelay?: () => void;
};

const LONGEST_ERROR = 2_000;

/** The run was given back or taken over while its effect was under way, so the effect must not stay. */
class LeaseLost extends Error {
  override name = 'LeaseLost';
}

// An advisory lock on the run is the lease: it ends with the transaction, and so with the process, and unlike a lock on the
// row it lets the progress be written meanwhile.
const lease = (id: string) => sql<boolean>`pg_try_advisory_xact_lock(hashtextextended('job run ' || ${id}::text, 0))`;

export const postgresAttemptLedger = ({ database, clock, ids, random, wakeRelay = () => {} }: AttemptLedgerDeps): AttemptLedger => {
  /** It was not its time: the start does not count, and nothing went wrong. `attempt` only tells the job that lies in Redis from the next. */
  const postpone = async (db: Executor, { id, attempt }: ClaimedRun, until: Date): Promise<'waiting' | 'superseded'> => {
    const { rows } = await sql`
      update job_runs set state = 'waiting', attempt = attempt + 1, starts = starts - 1, alone = false,
        next_attempt_at = ${until}, handed_at = null, progress = 0
      where id = ${id} and attempt = ${attempt} and state = 'running' returning id`.execute(db);
    return rows.length > 0 ? 'waiting' : 'superseded';
  };

  const noteFailure = async (
    db: Executor,
    run: ClaimedRun,
    { failure, last, alone }: { failure: Failure; last: boolean; alone: boolean },
  ) => {
    const now = clock.now();
    const wait = backoffMs(queues[run.queue], run.starts, random());
    const { rows } = await sql<{ state: 'waiting' | 'dead'; ordered: boolean }>`
      with failed as (
        update job_runs
        set state = ${last ? 'dead' : 'waiting'}, attempt = ${last ? run.attempt : run.attempt + 1}, last_error = ${failure.error},
            failures = failures || ${JSON.stringify([failure])}::jsonb, progress = 0, alone = ${alone},
            next_attempt_at = ${new Date(now.getTime() + wait)}, finished_at = ${last ? now : null}
        where id = ${run.id} and attempt = ${run.attempt} and state = 'running'
        returning id, queue, consumer, payload, failures, last_error, state, order_key is not null as ordered),
      buried as (
        insert into dead_letters (id, job_run_id, queue, consumer, payload, failures, last_error, died_at)
        select ${ids.next()}::uuid, id, queue, consumer, payload, failures, last_error, ${now} from failed where state = 'dead')
      select state, ordered from failed`.execute(db);
    return rows[0];
  };

  const finish = ({ id, attempt }: ClaimedRun, result: Result) => sql<{ ordered: boolean }>`
    update job_runs set state = 'done', progress = 100, finished_at = ${clock.now()}, result = ${result}, last_error = null
    where id = ${id} and attempt = ${attempt} and state = 'running' returning order_key is not null as ordered`;

  /** A step is done: it is no more overdue, has not died, and its message is not handled yet. */
  const goOn = ({ id, attempt }: ClaimedRun, { progress }: More) => sql<{ ordered: boolean }>`
    with unhandled as (
      delete from inbox using job_runs r where r.id = ${id} and inbox.consumer = r.consumer and inbox.message_id = coalesce(r.event_id, r.id))
    update job_runs set progress = ${Math.round(progress)}, starts = 1, alone = false, handed_at = ${clock.now()}
    where id = ${id} and attempt = ${attempt} and state = 'running' returning false as ordered`;

  return {
    async claim({ runId, attempt }, alone) {
      const now = clock.now();
      // What is running and free was begun by a worker that went away. Beside others that is nobody's fault yet, and does not count.
      const { rows } = await sql<ClaimedRun & { begun: boolean }>`
        with open as materialized (
          select id, state = 'running' as unended, job_runs.alone, state = 'running' and job_runs.alone as died from job_runs
          where id = ${runId} and attempt = ${attempt} and state in ('waiting', 'handed', 'running') and ${lease(runId)} for no key update),
        begun as (
          update job_runs r set state = 'running', alone = ${alone}, started_at = ${now}, handed_at = ${now},
            starts = r.starts + case when open.unended then 0 else 1 end
          from open where r.id = open.id and not open.died and (${alone} or not (open.unended or open.alone))
          returning r.id, r.starts)
        select r.id, r.attempt, r.queue, r.consumer, r.payload, r.request_id as "requestId", coalesce(begun.starts, r.starts) as starts,
               r.max_attempts as "maxAttempts", open.died, begun.id is not null as begun
        from open join job_runs r on r.id = open.id left join begun on begun.id = open.id`.execute(database.pool);
      const [found] = rows;
      return found && !found.begun && !found.died ? 'alone' : found;
    },

    perform: (run, effect, abandoned) =>
      database.run(async (db, { afterCommit }) => {
        const { rows: held } = await sql<{ mine: boolean }>`select ${lease(run.id)} as mine`.execute(db);
        const lost = (): never => {
          throw new LeaseLost(`Attempt ${run.attempt} at run ${run.id} was abandoned.`);
        };
        if (!held[0]!.mine) throw new LeaseLost(`Somebody else is at run ${run.id}.`);
        const { rows: fresh } = await sql`
        insert into inbox (consumer, message_id, handled_at)
        select consumer, coalesce(event_id, id), ${clock.now()} from job_runs where id = ${run.id}
        on conflict do nothing returning message_id`.execute(db);
        const outcome = fresh.length === 1 ? await Promise.race([effect(), abandoned.then(lost)]) : null;
        const { rows: noted } = await (isMore(outcome) ? goOn(run, outcome) : finish(run, outcome)).execute(db);
        if (noted.length === 0) throw new LeaseLost(`Run ${run.id} was given back in the middle of attempt ${run.attempt}.`);
        if (noted[0]?.ordered) afterCommit.push(wakeRelay);
        return isMore(outcome) ? 'more' : 'done';
      }),

    async fail(run, error, told) {
      if (error instanceof LeaseLost) return 'superseded';
      const failure = failureOf(run, error, clock.now());
      const last = run.starts >= run.maxAttempts || error instanceof Hopeless;
      const fate: Fate =
        error instanceof NotNow ? { state: 'postponed', until: error.until } : { state: last ? 'dead' : 'failed', reason: failure.error };
      return database.run(async (db, { afterCommit }) => {
        if (fate.state === 'postponed') {
          const state = await postpone(db, run, fate.until);
          if (state !== 'superseded') await told?.(fate);
          return state;
        }
        const noted = await noteFailure(db, run, { failure, last, alone: error instanceof WorkerDied });
        if (noted) await told?.(fate);
        if (noted?.state === 'dead' && noted.ordered) afterCommit.push(wakeRelay);
        return noted?.state ?? 'superseded';
      });
    },

    async progress({ id, attempt }, percent) {
      await sql`
      update job_runs set progress = ${Math.round(percent)} where id = ${id} and attempt = ${attempt} and state = 'running'`.execute(
        database.pool,
      );
    },

    // Whether it has to be alone stays with it.
    async rest({ id, attempt }) {
      await sql`
      update job_runs set state = 'resting', attempt = attempt + 1, starts = starts - 1, handed_at = null
      where id = ${id} and attempt = ${attempt} and state = 'running'`.execute(database.pool);
    },

    async giveBack(runs) {
      await sql`
      update job_runs set state = 'waiting', starts = starts - 1, handed_at = null, progress = 0
      from json_to_recordset(${JSON.stringify(runs)}::json) as given (id uuid, attempt integer)
      where job_runs.id = given.id and job_runs.attempt = given.attempt and job_runs.state = 'running'`.execute(database.pool);
    },
  };
};

const isMore = (outcome: Result | More): outcome is More => typeof outcome === 'object' && outcome !== null;

const failureOf = ({ starts }: ClaimedRun, error: unknown, at: Date): Failure => ({
  attempt: starts,
  at: at.toISOString(),
  error: withoutContacts(error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR),
  told: error instanceof DomainError,
});
