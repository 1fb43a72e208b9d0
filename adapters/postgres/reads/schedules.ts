import type { RunTold, ScheduleReads, ScheduleTold } from '@dms/domain/shared/scheduled';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

type Instants = 'dueAt' | 'startedAt' | 'finishedAt';
type Run = Omit<RunTold, Instants> & { readonly dueAt: string; readonly startedAt: string | null; readonly finishedAt: string | null };
type Row = Omit<ScheduleTold, 'runs' | 'nextDueAt'> & { readonly nextDueAt: Date | null; readonly runs: readonly Run[] };

const instant = (text: string | Date | null): Date | null => (text === null ? null : new Date(text));

const runOf = ({ dueAt, startedAt, finishedAt, ...run }: Run): RunTold => ({
  ...run,
  dueAt: new Date(dueAt),
  startedAt: instant(startedAt),
  finishedAt: instant(finishedAt),
});

export const postgresScheduleReads = (db: Executor): ScheduleReads => ({
  noted: async (count) => {
    const { rows } = await sql<Row>`
      select s.name, s.cron, s.zone, s.next_due_at as "nextDueAt", coalesce(r.runs, '[]') as runs
      from schedules s left join lateral (
        select json_agg(json_build_object('dueAt', due_at, 'state', state, 'startedAt', started_at, 'finishedAt', finished_at,
          'tries', tries, 'done', done, 'failed', last_error is not null) order by due_at desc) as runs
        from (select * from scheduled_runs where name = s.name order by due_at desc limit ${count}) as last) as r on true
      order by s.name`.execute(db);
    return rows.map(({ nextDueAt, runs, ...schedule }) => ({ ...schedule, nextDueAt: instant(nextDueAt), runs: runs.map(runOf) }));
  },
});
