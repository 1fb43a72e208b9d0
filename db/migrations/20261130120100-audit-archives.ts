import { Migration } from '@mikro-orm/migrations';

const LAST_LANE = 15; // as in the chain itself (ADR 14)
const HASH = `~ '^[0-9a-f]{64}$'`;

/** RET-01: what of the audit trail was written to storage, and that it may then leave the database; nothing else of it may. */
export class Migration20261130120100 extends Migration {
  override up(): void {
    this.addSql(`
      create table audit_archives (
        month text not null constraint audit_archives_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        lane smallint not null constraint audit_archives_lane check (lane between 0 and ${LAST_LANE}),
        after_position bigint not null constraint audit_archives_after check (after_position >= 0),
        after_hash text not null constraint audit_archives_after_hash check (after_hash ${HASH}),
        position bigint not null constraint audit_archives_position check (position > after_position),
        hash text not null constraint audit_archives_hash check (hash ${HASH}),
        key text not null,
        sha256 text not null constraint audit_archives_sha256 check (sha256 ${HASH}),
        archived_at timestamptz not null,
        constraint audit_archives_pkey primary key (lane, position),
        -- Whoever archives the same rows at the same time comes second, and is refused.
        constraint audit_archives_follow unique (lane, after_position)
      )`);
    this.addSql(
      `create trigger audit_archives_append_only before update or delete on audit_archives for each row execute function refuse_change()`,
    );
    this.addSql(
      `create trigger audit_archives_never_emptied before truncate on audit_archives for each statement execute function refuse_change()`,
    );

    this.addSql(`
      create function refuse_unless_archived() returns trigger language plpgsql as $$
      begin
        if exists (select from audit_archives a where a.lane = old.lane and a.position >= old.position and a.after_position < old.position) then
          return old;
        end if;
        raise exception '% of % is refused: these rows are written once', tg_op, tg_table_name using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`drop trigger audit_logs_append_only on audit_logs`);
    this.addSql(`create trigger audit_logs_append_only before update on audit_logs for each row execute function refuse_change()`);
    this.addSql(
      `create trigger audit_logs_until_archived before delete on audit_logs for each row execute function refuse_unless_archived()`,
    );
  }
}
