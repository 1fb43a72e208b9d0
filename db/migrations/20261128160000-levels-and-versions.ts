import { Migration } from '@mikro-orm/migrations';

/** What a balance shows of its part is under its version too, and what is low no more was not told of (LOW-01). */
export class Migration20261128160000 extends Migration {
  override up(): void {
    // STK-06: what somebody stated as the cost of an empty store is no measure of a limit until something was bought.
    this.addSql(`alter table inventory add column cost_stated boolean not null default false`);
    this.addSql(`
      create or replace function keep_reorder_level() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' or new.min_level is distinct from old.min_level then
          -- Shared, so that a part whose level is being changed is waited for.
          new.reorder_at := coalesce(new.min_level, (select reorder_level from parts where id = new.part_id for share), 0);
        end if;
        new.low := new.reorder_at > 0 and new.on_hand - new.reserved <= new.reorder_at;
        if tg_op = 'UPDATE' and old.low and not new.low then
          -- Whether it was refilled or its level was lowered: the next time it is low is another time.
          delete from low_stock where service_center_id = new.service_center_id and part_id = new.part_id;
        end if;
        return new;
      end $$`);
    this.addSql(`
      create or replace function pass_reorder_level_on() returns trigger language plpgsql as $$
      begin
        update inventory set
          reorder_at = case when min_level is null then new.reorder_level else reorder_at end,
          version = version + 1
        where part_id = new.id and (min_level is null and reorder_at <> new.reorder_level or old.sku <> new.sku);
        return null;
      end $$`);
    // STK-08: to make two that are alike is to ask twice. To change the same twice is to ask once.
    this.addSql(`drop index approvals_open_unique`);
    this.addSql(`
      create unique index approvals_open_unique on approvals (requested_by, payload_hash)
      where status = 'PENDING' and (entity_id is not null or entity_type = 'SystemConfig')`);

    // STK-05: what is stamped with an instant is written a little later. Whoever moves stock holds a balance before it is stamped, so once
    // all who hold one now are through, nothing is still to come for an instant that is past. Nobody is kept from starting meanwhile.
    this.addSql(`
      create function await_stock_writers() returns void language plpgsql as $$
      declare writers text[];
      begin
        -- Over the edge of the millisecond that is asked for.
        perform pg_sleep(0.001);
        loop
          select array_agg(distinct virtualtransaction) into writers from pg_locks
          where locktype = 'relation' and relation = 'inventory'::regclass and granted and mode in ('RowShareLock', 'RowExclusiveLock')
            and database = (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()
            and (writers is null or virtualtransaction = any(writers));
          exit when writers is null;
          perform pg_sleep(0.002);
        end loop;
      end $$`);
    this.addSql(`drop trigger parts_reorder_level on parts`);
    this.addSql(`
      create trigger parts_reorder_level after update of reorder_level, sku on parts
      for each row when (old.reorder_level is distinct from new.reorder_level or old.sku <> new.sku) execute function pass_reorder_level_on()`);
  }
}
