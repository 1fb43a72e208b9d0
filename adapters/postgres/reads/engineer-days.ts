import { addDays, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { Quantity } from '@dms/domain/shared/quantity';
import { atWorkStatuses, openStatuses } from '@dms/domain/workshop/job-card.states';
import type { DayAsked, DueJob, EngineerDay } from '@dms/domain/workshop/reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

type JobRow = Omit<DueJob, 'promisedAt' | 'hours'> & { readonly promisedAt: string | null; readonly hours: string };
type RunningRow = Omit<NonNullable<EngineerDay['running']>, 'since'> & { readonly since: string };
type Row = Omit<EngineerDay, 'dailyHours' | 'jobs' | 'running'> & {
  readonly dailyHours: string | null;
  readonly jobs: readonly JobRow[];
  readonly running: RunningRow | null;
};

/** Everybody who works at a branch, with their day, in one statement. */
export const engineerDays = async (db: Executor, serviceCenterId: string, { day, isToday, now, own }: DayAsked) => {
  const [start, end] = [startOfBusinessDay(day), startOfBusinessDay(addDays(day, 1))];
  const dueThen = isToday
    ? sql`(j.promised_at is null or j.promised_at < ${end})`
    : sql`(j.promised_at >= ${start} and j.promised_at < ${end})`;
  const { rows } = await sql<Row & { readonly openJobs: number }>`
    select u.id, trim(u.first_name || ' ' || coalesce(u.last_name, '')) as name, u.skills, u.daily_hours::text as "dailyHours", u.leave,
      due.jobs, worked.ms as "workedMs", running.log as running, open_jobs.n as "openJobs"
    from (select count(*)::int as n from job_cards where service_center_id = ${serviceCenterId} and status = any(${openStatuses})) open_jobs
    left join (
      users u join service_center_assignments a on a.user_id = u.id and a.service_center_id = ${serviceCenterId}
    ) on u.role = 'SERVICE_ENGINEER' and u.status = 'ACTIVE' and (${own ?? null}::uuid is null or u.id = ${own ?? null})
    left join lateral (
      select coalesce(json_agg(json_build_object('jobCardId', c.id, 'jobNumber', c.job_number, 'status', c.status,
          'promisedAt', c.promised_at, 'hours', c.hours, 'here', c.here) order by c.promised_at nulls last, c.id), '[]') as jobs
      from (
        select j.id, j.job_number, j.status, j.promised_at, coalesce(sum(t.sold_hours), 0)::numeric(14, 3)::text as hours,
          j.service_center_id = ${serviceCenterId} as here
        from job_cards j
        join job_tasks t on t.job_card_id = j.id and t.status in ('open', 'in_progress')
          and coalesce(t.engineer_id, j.assigned_engineer_id) = u.id
        where j.status = any(${atWorkStatuses}) and ${dueThen}
          and j.id in (select o.job_card_id from job_card_engineers o where o.engineer_id = u.id and o.status = any(${atWorkStatuses}))
        group by j.id) c) due on true
    left join lateral (
      select coalesce(sum(extract(epoch from least(coalesce(upper(s.during), ${now}), ${end}, ${now}) - greatest(lower(s.during), ${start})) * 1000), 0)::float8 as ms
      from time_spans s
      where s.engineer_id = u.id and s.during && tstzrange(${start}, ${end}) and lower(s.during) < ${now}) worked on true
    left join lateral (
      select json_build_object('jobCardId', j.id, 'jobNumber', j.job_number, 'taskId', case when j.id is not null then l.task_id end,
        'since', l.spans -> -1 ->> 'from') as log
      from time_logs l left join job_cards j on j.id = l.job_card_id and j.service_center_id = ${serviceCenterId} where l.engineer_id = u.id and l.status = 'running') running on true
    order by u.first_name, u.last_name, u.id`.execute(db);
  return {
    engineers: rows.filter(({ id }) => id !== null).map(engineerOf),
    openJobs: rows[0]!.openJobs,
  };
};

const engineerOf = ({ id, name, skills, leave, dailyHours, jobs, workedMs, running }: Row): EngineerDay => ({
  ...{ id, name, skills, leave, workedMs: Math.round(workedMs) },
  dailyHours: dailyHours === null ? null : Quantity.parse(dailyHours),
  jobs: jobs.map(({ promisedAt, hours, ...job }) => ({
    ...job,
    promisedAt: promisedAt === null ? null : new Date(promisedAt),
    hours: Quantity.parse(hours),
  })),
  running: running && { ...running, since: new Date(running.since) },
});
