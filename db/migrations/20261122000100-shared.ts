import { Migration } from '@mikro-orm/migrations';

/** Extensions, the trail of what was done, and what keeps requests and numbers from happening twice. */
export class Migration20261122000100 extends Migration {
  override up(): void {
    this.addSql(`create extension if not exists pg_trgm`);
    this.addSql(`create extension if not exists fuzzystrmatch`);
    this.addSql(`create extension if not exists btree_gist`);

    // One normal form for plates and VINs: letters and digits, in capitals (SRC-02).
    this.addSql(`
      create function normal_form(typed text) returns text language sql immutable strict parallel safe
      return upper(regexp_replace(typed, '[^A-Za-z0-9]', '', 'g'))`);

    this.addSql(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% of % is refused: these rows are written once', tg_op, tg_table_name using errcode = 'restrict_violation';
      end $$`);

    this.addSql(`
      create table audit_logs (
        id uuid primary key,
        event text not null,
        user_id uuid,
        action text not null,
        entity_type text not null,
        entity_id uuid,
        service_center_id uuid,
        from_state text,
        to_state text,
        description text,
        metadata jsonb not null,
        payload_hash text not null,
        ip_address text,
        user_agent text,
        request_id text not null,
        created_at timestamptz not null
      )`);
    this.addSql(`create index audit_logs_entity on audit_logs (entity_type, entity_id)`);
    this.addSql(`create index audit_logs_user on audit_logs (user_id, created_at desc)`);
    this.addSql(`create index audit_logs_branch on audit_logs (service_center_id, created_at desc)`);
    this.addSql(`create index audit_logs_time on audit_logs (created_at desc)`);
    this.addSql(
      `create trigger audit_logs_append_only before update or delete on audit_logs for each row execute function refuse_change()`,
    );

    this.addSql(`
      create table idempotency_keys (
        user_id uuid not null,
        route text not null,
        key text not null,
        fingerprint text not null,
        status smallint not null,
        -- Text, not jsonb: a replayed answer is the same bytes.
        body text not null,
        headers jsonb not null,
        created_at timestamptz not null,
        primary key (user_id, route, key)
      )`);
    this.addSql(`create index idempotency_keys_age on idempotency_keys (created_at)`);

    this.addSql(`
      create table system_config (
        id uuid primary key,
        key text not null,
        value jsonb not null,
        description text,
        category text,
        valid_from timestamptz not null,
        created_at timestamptz not null,
        created_by uuid,
        constraint system_config_key_unique unique (key, valid_from)
      )`);
    this.addSql(`create index system_config_category on system_config (category)`);

    this.addSql(`
      create table number_series (
        gstin text not null,
        kind text not null,
        prefix text not null,
        financial_year integer not null,
        next integer not null check (next > 0),
        last_date date not null,
        primary key (gstin, kind, prefix, financial_year)
      )`);

    // INV-01: a series goes on by one, whoever writes to it.
    this.addSql(`
      create trigger number_series_by_one before update on number_series
      for each row when (new.next <> old.next + 1 or new.last_date < old.last_date) execute function refuse_change()`);
    this.addSql(`create trigger number_series_kept before delete on number_series for each row execute function refuse_change()`);

    // Numbers that are unique but may have gaps come from sequences, for which nobody waits. The application's role may not
    // create objects, so the function makes the sequence of a new branch or year under the owner's.
    this.addSql(`
      create function next_number(series text) returns bigint language plpgsql security definer set search_path = public as $$
      declare name text := 'series_' || lower(regexp_replace(series, '[^A-Za-z0-9]', '_', 'g'));
      begin
        if series !~ '^[A-Z]{2}-[A-Z0-9]{2,10}-[0-9]{4}$' then
          raise exception 'not a number series: %', series using errcode = 'invalid_parameter_value';
        end if;
        if to_regclass(name) is null then
          begin
            execute format('create sequence %I', name);
          exception when duplicate_table or unique_violation then
            null; -- somebody else made it just now
          end;
        end if;
        return nextval(name::regclass);
      end $$`);
  }
}
