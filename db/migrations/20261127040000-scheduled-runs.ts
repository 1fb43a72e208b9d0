import { Migration } from '@mikro-orm/migrations';

/** When each schedule is due next, and every run there was: one for each instant that it was due. */
export class Migration20261127040000 extends Migration {
  override up(): void {
    this.addSql(`
      create table schedules (
        name text primary key,
        cron text not null,
        zone text not null,
        next_due_at timestamptz
      )`);
    this.addSql(`
      create table scheduled_runs (
        id uuid primary key,
        name text not null references schedules,
        due_at timestamptz not null,
        state text not null default 'open' constraint scheduled_runs_state check (state in ('open', 'done', 'failed')),
        tries integer not null default 0 constraint scheduled_runs_tries check (tries >= 0),
        steps integer not null default 0 constraint scheduled_runs_steps check (steps >= 0),
        done bigint not null default 0 constraint scheduled_runs_done check (done >= 0),
        next_try_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        last_error text,
        constraint scheduled_runs_once unique (name, due_at),
        constraint scheduled_runs_ended check ((state = 'open') = (finished_at is null))
      )`);
    this.addSql(`create index scheduled_runs_open on scheduled_runs (due_at) where state = 'open'`);
    this.addSql(`create index scheduled_runs_finished_at on scheduled_runs (finished_at) where finished_at is not null`);
    // What has ended is told as it was, and not taken up again.
    this.addSql(`
      create trigger scheduled_runs_ended_once before update on scheduled_runs for each row when (old.state <> 'open')
      execute function refuse_change()`);
  }
}
