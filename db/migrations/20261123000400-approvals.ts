import { Migration } from '@mikro-orm/migrations';

/** APR-01: what somebody may only ask for, until somebody else has decided on it. */
export class Migration20261123000400 extends Migration {
  override up(): void {
    this.addSql(`
      create table approvals (
        id uuid primary key,
        kind text not null,
        status text not null constraint approvals_status check (
          status in ('PENDING', 'APPROVED', 'EXECUTED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'STALE')),
        command text not null,
        payload jsonb not null,
        payload_hash text not null constraint approvals_payload_hash check (payload_hash ~ '^[0-9a-f]{64}$'),
        action text not null,
        facts jsonb not null,
        rule text not null,
        reason text not null,
        entity_type text not null,
        entity_id uuid,
        service_center_id uuid references service_centers,
        amount bigint,
        requested_by uuid not null references users,
        requested_at timestamptz not null,
        expires_at timestamptz not null,
        decider_roles text[] not null,
        decided_by uuid references users,
        decided_at timestamptz,
        comments text,
        executed_at timestamptz,
        result_id uuid,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint approvals_never_own check (status not in ('APPROVED', 'EXECUTED', 'REJECTED') or decided_by <> requested_by)
      )`);
    this.addSql(`create unique index approvals_open_unique on approvals (requested_by, payload_hash) where status = 'PENDING'`);
    this.addSql(`create index approvals_list on approvals (requested_at desc, id desc)`);
    this.addSql(`create index approvals_branch on approvals (service_center_id, requested_at desc, id desc)`);
    this.addSql(`create index approvals_maker on approvals (requested_by, requested_at desc, id desc)`);
    this.addSql(`create index approvals_open on approvals (expires_at) where status = 'PENDING'`);
    for (const column of ['decided_by', 'created_by', 'updated_by'])
      this.addSql(`create index approvals_${column} on approvals (${column})`);
  }
}
