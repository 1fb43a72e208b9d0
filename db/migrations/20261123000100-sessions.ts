import { Migration } from '@mikro-orm/migrations';

/** What AUT-02 to AUT-09 need beside the sessions themselves: counted failures, links that work once, and who has no password yet. */
export class Migration20261123000100 extends Migration {
  override up(): void {
    this.addSql(`
      alter table users
        alter column password drop not null,
        add column failed_logins integer not null default 0 constraint users_failed_logins check (failed_logins >= 0),
        add column first_failure_at timestamptz,
        add column if not exists suspended_until timestamptz,
        add column if not exists suspension_reason text,
        add column if not exists invited_at timestamptz`);
    this.addSql(`alter table sessions add column remembered boolean not null default false`);
    this.addSql(`
      create table one_time_tokens (
        id uuid primary key,
        user_id uuid not null references users,
        kind text not null constraint one_time_tokens_kind check (kind in ('RESET', 'INVITATION')),
        token_hash text not null constraint one_time_tokens_hash_unique unique,
        expires_at timestamptz not null,
        used_at timestamptz,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid,
        updated_at timestamptz not null,
        updated_by uuid
      )`);
    this.addSql(`create index one_time_tokens_user on one_time_tokens (user_id, kind)`);
    this.addSql(`create index one_time_tokens_expiry on one_time_tokens (expires_at)`);
  }
}
