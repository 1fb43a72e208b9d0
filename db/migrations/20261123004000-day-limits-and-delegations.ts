import { Migration } from '@mikro-orm/migrations';

/** ACC-04: what somebody did of an action by business day. APR-02: who decides in another's place, and from when to when. */
export class Migration20261123004000 extends Migration {
  override up(): void {
    // A row is raised by each document of its user and day: room on the page for it.
    this.addSql(`
      create table limit_uses (
        user_id uuid not null references users,
        action text not null,
        day date not null,
        amount bigint not null constraint limit_uses_amount check (amount >= 0),
        primary key (user_id, action, day)
      ) with (fillfactor = 50)`);
    // Discounts were added up from the estimates until now; those of today go on counting.
    this.addSql(`
      insert into limit_uses (user_id, action, day, amount)
      select drawn_up_by, 'discount.give', (drawn_up_at at time zone 'Asia/Kolkata')::date, sum(discount)
      from job_estimates
      where drawn_up_by is not null and drawn_up_at >= now() - interval '1 day'
      group by 1, 3 having sum(discount) > 0`);

    this.addSql(`
      create table approval_delegations (
        id uuid primary key,
        from_user_id uuid not null references users,
        to_user_id uuid not null references users,
        valid_from date not null,
        valid_until date not null,
        reason text,
        ended_at timestamptz,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint approval_delegations_days check (valid_until >= valid_from),
        constraint approval_delegations_to_another check (to_user_id <> from_user_id),
        constraint approval_delegations_once exclude using gist (
          from_user_id with =, to_user_id with =, daterange(valid_from, valid_until, '[]') with &&) where (ended_at is null)
      )`);
    this.addSql(`create index approval_delegations_given on approval_delegations (from_user_id, id desc)`);
    this.addSql(`create index approval_delegations_received on approval_delegations (to_user_id, valid_until)`);
    for (const column of ['created_by', 'updated_by'])
      this.addSql(`create index approval_delegations_${column} on approval_delegations (${column})`);

    this.addSql(`alter table approvals add column decided_for uuid references users`);
    this.addSql(`create index approvals_decided_for on approvals (decided_for)`);
    this.addSql(`alter table approvals add constraint approvals_never_for_maker check (decided_for <> requested_by)`);
  }
}
