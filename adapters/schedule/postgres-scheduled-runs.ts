import { sql } from 'kysely';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import type { Progress, ScheduledRun, ScheduledRuns, Step } from '@dms/domain/shared/scheduled';
import type { Database, Executor } from '../postgres/database.ts';
import { cronTimes } from './cron-times.ts';

export type ScheduledRunsDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: { readonly timeZone: string };
};

type Row = { name: string; cron: string; zone: string; nextDueAt: Date | null };
type Wanted = { readonly name: string; readonly cron: string };
/** Nothing is done while it rests. */
type Attended = Wanted & { readonly rests: boolean };

// Any figure that nobody else takes for an advisory lock with two keys; the relay has the one before.
const LEADER_LOCK = [0x0d35, 2] as const;
/** So often one step is begun: it may fail for a time, or take its process along each time. */
const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 30_000;

/** How long to wait before the next try: half a minute, and twice as long each time. */
const pauseMs = (tries: number): number => FIRST_PAUSE_MS * 2 ** (tries - 1);

/** Who holds this leads. It ends with the transaction, thus also with the process or its connection, and then another one leads. */
const leads = async (db: Executor): Promise<boolean> => {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${LEADER_LOCK[0]}::integer, ${LEADER_LOCK[1]}::integer) as mine`.execute(db);
  return rows[0]!.mine;
};

export const postgresScheduledRuns = <Name extends string>({
  database,
  clock,
  ids,
  config: { timeZone: zone },
}: ScheduledRunsDeps): ScheduledRuns<Name> => {
  const known = async (db: Executor): Promise<Map<string, Row>> => {
    const { rows } = await sql<Row>`select name, cron, zone, next_due_at as "nextDueAt" from schedules`.execute(db);
    return new Map(rows.map((row) => [row.name, row.nextDueAt ? { ...row, nextDueAt: new Date(row.nextDueAt) } : row]));
  };

  const note = (db: Executor, { name, cron }: Wanted, now: Date) =>
    sql`
      insert into schedules (name, cron, zone, next_due_at) values (${name}, ${cron}, ${zone}, ${cronTimes(cron, zone).after(now) ?? null})
      on conflict (name) do update set cron = excluded.cron, zone = excluded.zone, next_due_at = excluded.next_due_at`.execute(db);

  /** However many instants were missed, the last of them is made up for. */
  const openRun = (db: Executor, { name, cron, zone: itsZone, nextDueAt }: Row, rests: boolean, now: Date) => {
    const dueAt = cronTimes(cron, itsZone).until(now) ?? nextDueAt;
    return sql`
      insert into scheduled_runs (id, name, due_at, next_try_at, state, finished_at)
      values (${ids.next()}, ${name}, ${dueAt}, ${now}, ${rests ? 'skipped' : 'open'}, ${rests ? now : null})
      on conflict (name, due_at) do nothing`.execute(db);
  };

  const attend = async (db: Executor, row: Row | undefined, { rests, ...wanted }: Attended, now: Date): Promise<void> => {
    const isDue = row?.nextDueAt != null && row.nextDueAt <= now;
    if (isDue) await openRun(db, row, rests, now);
    if (isDue || row?.cron !== wanted.cron || row.zone !== zone) await note(db, wanted, now);
  };

  /** Committed before the step begins, so that it is there although the step may take its process along. */
  const claim = (names: readonly string[]) =>
    database.run(async (db): Promise<ScheduledRun<Name> | undefined> => {
      if (!(await leads(db))) return undefined;
      const now = clock.now();
      const { rows } = await sql<ScheduledRun<Name>>`
        update scheduled_runs set tries = tries + 1, started_at = coalesce(started_at, ${now})
        where id = (
          select id from scheduled_runs where state = 'open' and next_try_at <= ${now} and name = any(${names}::text[])
          order by due_at, name limit 1)
        returning id, name, due_at as "dueAt", tries`.execute(db);
      return rows[0] && { ...rows[0], dueAt: new Date(rows[0].dueAt) };
    });

  /** Between the claim and the step another one may have come to lead. */
  const isStillMine = async (db: Executor, { id, tries }: ScheduledRun): Promise<boolean> => {
    if (!(await leads(db))) return false;
    const { rows } = await sql`
      select from scheduled_runs where id = ${id} and state = 'open' and tries = ${tries} for update`.execute(db);
    return rows.length > 0;
  };

  const noteStep = (db: Executor, { id }: ScheduledRun, { done, notBefore, more = notBefore !== undefined }: Step) => {
    const now = clock.now();
    return sql`
      update scheduled_runs set steps = steps + 1, done = done + ${done}, last_error = null, next_try_at = ${notBefore ?? now},
        tries = case when ${more} then 0 else tries end, state = ${more ? 'open' : 'done'}, finished_at = ${more ? null : now}
      where id = ${id}`.execute(db);
  };

  const noteFailure = async (run: ScheduledRun<Name>, error: unknown): Promise<Progress<Name>> => {
    const now = clock.now();
    const failed = run.tries >= MAX_TRIES;
    await sql`
      update scheduled_runs set last_error = ${error instanceof Error ? error.message : String(error)},
        state = ${failed ? 'failed' : 'open'}, finished_at = ${failed ? now : null},
        next_try_at = ${new Date(now.getTime() + pauseMs(run.tries))}
      where id = ${run.id} and state = 'open' and tries = ${run.tries}`.execute(database.pool);
    return { outcome: failed ? 'failed' : 'again', run, error };
  };

  return {
    open: (crons, resting) =>
      database.run(async (db) => {
        if (!(await leads(db))) return;
        const rows = await known(db);
        const now = clock.now();
        for (const [name, cron] of crons) await attend(db, rows.get(name), { name, cron, rests: resting?.has(name) ?? false }, now);
      }),

    async advance(names, step) {
      const run = await claim(names);
      if (!run) return { outcome: 'resting' };
      try {
        return await database.run<Progress<Name>>(async (db) => {
          if (!(await isStillMine(db, run))) return { outcome: 'resting' };
          if (run.tries > MAX_TRIES) throw new Error(`The process died each time, ${MAX_TRIES} times in all.`);
          const taken = await step(run);
          await noteStep(db, run, taken);
          return { outcome: taken.more || taken.notBefore ? 'continued' : 'done', run, done: taken.done };
        });
      } catch (error) {
        return noteFailure(run, error);
      }
    },
  };
};
