import { Migration } from '@mikro-orm/migrations';

/** What movements are listed and added up by, and which balances are at or below the level they are reordered at. */
export class Migration20261127030000 extends Migration {
  override up(): void {
    // What lies on a branch's shelf is in that branch's books and in no other's: its movements add up to its balance (STK-02).
    this.addSql(`
      alter table stock_movements add constraint stock_movements_own_books check (
        (from_type <> 'STORE' or from_id is not distinct from service_center_id) and
        (to_type <> 'STORE' or to_id is not distinct from service_center_id) and
        (from_type not in ('IN_TRANSIT', 'JOB') or from_id is not null) and
        (to_type not in ('IN_TRANSIT', 'JOB') or to_id is not null)) not valid`);
    this.addSql(`alter table stock_movements validate constraint stock_movements_own_books`);

    // Each serves a list and, with the branch or the part first, the reference as well.
    this.addSql(`create index stock_movements_list on stock_movements (service_center_id, moved_at desc, id desc)`);
    this.addSql(`create index stock_movements_of_part on stock_movements (part_id, service_center_id, moved_at desc, id desc)`);
    this.addSql(`create index stock_movements_of_document on stock_movements (document_id, moved_at desc, id desc)`);
    this.addSql(`create index stock_movements_onto_road on stock_movements (part_id, to_id) where to_type = 'IN_TRANSIT'`);
    this.addSql(`create index stock_movements_off_road on stock_movements (part_id, from_id) where from_type = 'IN_TRANSIT'`);
    this.addSql(`drop index stock_movements_branch`);
    this.addSql(`drop index stock_movements_part`);
    this.addSql(`drop index stock_movements_document`);

    // STK-09: the branch's own level, else the part's. Kept beside the balance, so that what is low is found by an index; whether
    // it is low changes seldom, and so an issue seldom touches that index.
    this.addSql(`alter table inventory add column reorder_at numeric(14, 3) not null default 0`);
    this.addSql(`alter table inventory add column low boolean not null default false`);
    this.addSql(`
      create function keep_reorder_level() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' or new.min_level is distinct from old.min_level then
          -- Shared, so that a part whose level is being changed is waited for.
          new.reorder_at := coalesce(new.min_level, (select reorder_level from parts where id = new.part_id for share), 0);
        end if;
        new.low := new.reorder_at > 0 and new.on_hand - new.reserved <= new.reorder_at;
        return new;
      end $$`);
    this.addSql(`
      create trigger inventory_reorder_level before insert or update of on_hand, reserved, min_level, reorder_at on inventory
      for each row execute function keep_reorder_level()`);
    this.addSql(`
      create function pass_reorder_level_on() returns trigger language plpgsql as $$
      begin
        update inventory set reorder_at = new.reorder_level where part_id = new.id and min_level is null;
        return null;
      end $$`);
    this.addSql(`
      create trigger parts_reorder_level after update of reorder_level on parts
      for each row when (old.reorder_level is distinct from new.reorder_level) execute function pass_reorder_level_on()`);
    this.addSql(`
      update inventory i set reorder_at = coalesce(i.min_level, p.reorder_level)
      from parts p where p.id = i.part_id and coalesce(i.min_level, p.reorder_level) > 0`);
    this.addSql(`create index inventory_list on inventory (service_center_id, id)`);
    this.addSql(`create index inventory_low on inventory (service_center_id, id) where low`);

    this.addSql(`create index approvals_to_decide on approvals (service_center_id, requested_at desc, id desc) where status = 'PENDING'`);
    this.addSql(`create index approvals_all_to_decide on approvals (requested_at desc, id desc) where status = 'PENDING'`);
  }
}
