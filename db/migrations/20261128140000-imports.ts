import { Migration } from '@mikro-orm/migrations';

/** Files on their way in: how far each is, and which rows were refused. */
export class Migration20261128140000 extends Migration {
  override up(): void {
    this.addSql(`
      create table imports (
        id uuid primary key,
        kind text not null,
        file_name text not null,
        file_key text not null constraint imports_file_key unique,
        size bigint not null constraint imports_size check (size >= 0),
        dry_run boolean not null,
        service_center_id uuid constraint imports_service_center references service_centers (id) on delete restrict,
        state text not null default 'open' constraint imports_state check (state in ('open', 'done', 'stopped')),
        rows_read integer not null default 0 constraint imports_rows_read check (rows_read >= 0),
        created integer not null default 0,
        changed integer not null default 0,
        unchanged integer not null default 0,
        refused integer not null default 0,
        stopped_by text,
        created_at timestamptz not null,
        created_by uuid constraint imports_created_by references users (id) on delete restrict,
        finished_at timestamptz,
        constraint imports_ended check ((state = 'open') = (finished_at is null)),
        constraint imports_stopped check ((state = 'stopped') = (stopped_by is not null)),
        constraint imports_add_up check (created + changed + unchanged + refused = rows_read)
      )`);
    this.addSql('create index imports_service_center_fk on imports (service_center_id)');
    this.addSql('create index imports_created_by_fk on imports (created_by)');
    this.addSql('create index imports_finished_at on imports (finished_at) where finished_at is not null');
    this.addSql(`
      create table import_refusals (
        import_id uuid not null constraint import_refusals_import references imports (id) on delete cascade,
        line integer not null,
        reason text not null,
        constraint import_refusals_pkey primary key (import_id, line)
      )`);
  }
}
