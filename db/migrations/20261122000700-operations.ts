import { Migration } from '@mikro-orm/migrations';

const STATES = "('waiting', 'handed', 'running', 'done', 'dead')";
const OPEN = "('waiting', 'handed', 'running')";

/** Outbox, inbox, runs of background work, dead letters, files. */
export class Migration20261122000700 extends Migration {
  override up(): void {
    this.addSql(`
      create table outbox (
        id uuid primary key,
        position bigint generated always as identity,
        name text not null,
        version integer not null,
        entity_type text not null,
        entity_id uuid not null,
        service_center_id uuid,
        actor_id uuid,
        request_id text not null,
        occurred_at timestamptz not null,
        data jsonb not null,
        dispatched_at timestamptz
      )`);
    this.addSql('create index outbox_undispatched on outbox (position) where dispatched_at is null');
    this.addSql('create index outbox_dispatched on outbox (dispatched_at) where dispatched_at is not null');

    this.addSql(`
      create table inbox (
        consumer text not null,
        message_id uuid not null,
        handled_at timestamptz not null,
        constraint inbox_pkey primary key (consumer, message_id)
      )`);
    this.addSql('create index inbox_handled_at on inbox (handled_at)');

    this.addSql(`
      create table job_runs (
        id uuid primary key,
        position bigint generated always as identity,
        queue text not null,
        consumer text not null,
        dedupe_key text not null,
        event_id uuid,
        payload jsonb not null,
        order_key text,
        state text not null default 'waiting' constraint job_runs_state check (state in ${STATES}),
        attempt integer not null default 1 constraint job_runs_attempt check (attempt between 1 and max_attempts),
        max_attempts integer not null constraint job_runs_max_attempts check (max_attempts > 0),
        starts integer not null default 0 constraint job_runs_starts check (starts >= 0),
        next_attempt_at timestamptz not null,
        handed_at timestamptz,
        started_at timestamptz,
        finished_at timestamptz,
        progress integer not null default 0 constraint job_runs_progress check (progress between 0 and 100),
        result text,
        last_error text,
        failures jsonb not null default '[]',
        created_by uuid,
        asked_by uuid[] not null default '{}',
        service_center_id uuid,
        request_id text not null,
        created_at timestamptz not null,
        constraint job_runs_once unique (consumer, dedupe_key)
      )`);
    this.addSql("create index job_runs_due on job_runs (next_attempt_at, position) where state = 'waiting'");
    this.addSql("create index job_runs_in_flight on job_runs (handed_at) where state in ('handed', 'running')");
    this.addSql(
      `create index job_runs_in_order on job_runs (consumer, order_key, position) where order_key is not null and state in ${OPEN}`,
    );
    this.addSql('create index job_runs_finished_at on job_runs (finished_at) where finished_at is not null');

    this.addSql(`
      create table dead_letters (
        id uuid primary key,
        job_run_id uuid not null constraint dead_letters_job_run references job_runs (id) on delete restrict,
        queue text not null,
        consumer text not null,
        payload jsonb not null,
        failures jsonb not null,
        last_error text not null,
        died_at timestamptz not null,
        retried_at timestamptz
      )`);
    this.addSql('create index dead_letters_job_run on dead_letters (job_run_id)');
    this.addSql('create index dead_letters_died_at on dead_letters (died_at, id)');

    this.addSql(`
      create table files (
        id uuid primary key,
        key text not null constraint files_key unique,
        name text not null,
        content_type text not null,
        size integer not null constraint files_size check (size >= 0),
        sha256 text not null constraint files_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
        entity_type text not null,
        entity_id uuid not null,
        service_center_id uuid constraint files_service_center references service_centers (id) on delete restrict,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid constraint files_created_by references users (id) on delete restrict,
        updated_at timestamptz not null,
        updated_by uuid constraint files_updated_by references users (id) on delete restrict
      )`);
    this.addSql('create index files_entity on files (entity_type, entity_id, created_at)');
    this.addSql('create index files_service_center on files (service_center_id)');
    this.addSql('create index files_created_by on files (created_by)');
    this.addSql('create index files_updated_by on files (updated_by)');
  }
}
