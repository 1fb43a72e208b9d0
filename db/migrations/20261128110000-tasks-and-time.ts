import { Migration } from '@mikro-orm/migrations';

/** How each task is billed, what engineers can do and when they are there, and that nobody is in two places at once (JOB-04, JOB-05, JOB-09). */
export class Migration20261128110000 extends Migration {
  override up(): void {
    this.addSql(`alter table job_tasks add column billing text not null default 'FLAT'`);
    this.addSql(`alter table job_tasks add constraint job_tasks_billing check (billing in ('FLAT', 'CLOCKED')) not valid`);
    this.addSql(`alter table job_tasks validate constraint job_tasks_billing`);
    this.addSql(`alter table job_tasks add column dropped_reason text`);

    this.addSql(`alter table users add column skills text[] not null default '{}'`);
    this.addSql(`alter table users add column daily_hours numeric(14, 3)`);
    this.addSql(`alter table users add column leave jsonb not null default '[]'`);
    this.addSql(`alter table users add constraint users_daily_hours check (daily_hours > 0 and daily_hours <= 24) not valid`);
    this.addSql(`alter table users validate constraint users_daily_hours`);

    // The spans of all time logs, each a row: kept by a trigger, since what they must not do concerns those of other cards.
    this.addSql(`
      create table time_spans (
        time_log_id uuid not null references time_logs,
        position integer not null,
        engineer_id uuid not null references users,
        during tstzrange not null,
        primary key (time_log_id, position),
        constraint time_spans_apart exclude using gist (engineer_id with =, during with &&)
      )`);
    this.addSql(`create index time_spans_engineer on time_spans (engineer_id)`);
    this.addSql(`
      create function project_time_spans() returns trigger language plpgsql as $$
      begin
        delete from time_spans where time_log_id = new.id;
        insert into time_spans (time_log_id, position, engineer_id, during)
          select new.id, s.position, new.engineer_id, tstzrange((s.span->>'from')::timestamptz, (s.span->>'to')::timestamptz)
          from jsonb_array_elements(new.spans) with ordinality as s (span, position);
        return null;
      end $$`);
    // Before there was the rule, clocks that differ may have let two spans touch: the later one is left out.
    this.addSql(`
      insert into time_spans (time_log_id, position, engineer_id, during)
        select l.id, s.position, l.engineer_id, tstzrange((s.span->>'from')::timestamptz, (s.span->>'to')::timestamptz)
        from time_logs l cross join lateral jsonb_array_elements(l.spans) with ordinality as s (span, position)
        where (s.span->>'to') is null or (s.span->>'from')::timestamptz <= (s.span->>'to')::timestamptz
        order by s.span->>'from'
      on conflict do nothing`);
    this.addSql(`
      create trigger time_logs_spans after insert or update of spans on time_logs for each row execute function project_time_spans()`);

    this.addSql(`
      create table time_corrections (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        time_log_id uuid not null references time_logs,
        engineer_id uuid not null references users,
        before jsonb not null,
        after jsonb not null,
        reason text not null,
        corrected_at timestamptz not null,
        corrected_by uuid references users
      )`);
    this.addSql(`create index time_corrections_job_card on time_corrections (job_card_id)`);
    this.addSql(`create index time_corrections_time_log on time_corrections (time_log_id)`);
    this.addSql(`create index time_corrections_engineer on time_corrections (engineer_id)`);
    this.addSql(`create index time_corrections_by on time_corrections (corrected_by)`);
    this.addSql(
      `create trigger time_corrections_kept before update or delete on time_corrections for each row execute function refuse_change()`,
    );
    this.addSql(`
      create trigger time_corrections_never_emptied before truncate on time_corrections for each statement execute function refuse_change()`);
  }
}
