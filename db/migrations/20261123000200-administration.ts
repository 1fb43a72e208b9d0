import { Migration } from '@mikro-orm/migrations';

/** What administrators decide on: suspensions, the hours of branches, and settings that may not be undone once they held. */
export class Migration20261123000200 extends Migration {
  override up(): void {
    this.addSql(`
      alter table users
        add column if not exists suspended_until timestamptz,
        add column if not exists suspension_reason text,
        add column if not exists invited_at timestamptz`);
    this.addSql(`
      alter table users add constraint users_suspension check (status = 'SUSPENDED' or (suspended_until is null and suspension_reason is null))`);
    // ACC-09 locks them all, and finds them among many.
    this.addSql(`create index users_super_admins on users (id) where role = 'SUPER_ADMIN'`);

    this.addSql(`
      alter table service_centers
        add column hours jsonb not null default '{}',
        add column holidays jsonb not null default '[]',
        add column self_assign boolean not null default false`);

    // SCN-02 as a constraint. A branch is closed under a lock on its row, and the shared lock here waits for it, so that nothing
    // new comes in between the look for what is open and the closing.
    this.addSql(`
      create function refuse_closed_branch() returns trigger language plpgsql as $$
      declare present text;
      begin
        select status into present from service_centers where id = new.service_center_id for key share;
        if present = any(tg_argv) then
          raise exception 'the branch is %', present using errcode = 'check_violation', constraint = 'service_centers_takes_this';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger job_cards_branch_open before insert on job_cards
      for each row execute function refuse_closed_branch('MAINTENANCE', 'INACTIVE')`);
    this.addSql(`
      create trigger invoices_branch_open before insert on invoices
      for each row execute function refuse_closed_branch('INACTIVE')`);
    this.addSql(`
      create trigger inventory_branch_open before insert on inventory
      for each row execute function refuse_closed_branch('INACTIVE')`);
    this.addSql(`
      create trigger inventory_branch_still_open before update of on_hand on inventory
      for each row when (new.on_hand > old.on_hand) execute function refuse_closed_branch('INACTIVE')`);
  }
}
