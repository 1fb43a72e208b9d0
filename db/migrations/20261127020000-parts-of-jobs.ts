import { Migration } from '@mikro-orm/migrations';

/** What jobs hold of the stock and wait for (STK-07), and the demand that stock could not meet (DEM-01). */
export class Migration20261127020000 extends Migration {
  override up(): void {
    this.addSql(`alter table job_parts add column needed_by timestamptz`);

    this.addSql(`
      create table stock_reservations (
        id uuid primary key,
        stock_item_id uuid not null references inventory,
        source_type text not null constraint stock_reservations_source check (source_type in ('JobCard')),
        source_id uuid not null,
        part_id uuid not null references parts,
        reserved numeric(14, 3) not null constraint stock_reservations_reserved check (reserved >= 0),
        backordered numeric(14, 3) not null constraint stock_reservations_backordered check (backordered >= 0),
        urgency text not null constraint stock_reservations_urgency check (urgency in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
        needed_by timestamptz,
        asked_at timestamptz not null,
        constraint stock_reservations_open check (reserved + backordered > 0),
        constraint stock_reservations_unique unique (stock_item_id, source_id)
      )`);
    this.addSql(`create index stock_reservations_source_index on stock_reservations (source_id)`);
    this.addSql(`create index stock_reservations_part on stock_reservations (part_id)`);
    // STK-02: what jobs hold is part of what is reserved; the rest is held by transfers. Looked at when all rows of a unit are written.
    this.addSql(`
      create function refuse_unreserved() returns trigger language plpgsql as $$
      declare item uuid := new.stock_item_id;
      begin
        if (select i.reserved < coalesce((select sum(r.reserved) from stock_reservations r where r.stock_item_id = i.id), 0) from inventory i where i.id = item) then
          raise exception 'more is held by reservations than is reserved' using errcode = 'check_violation', constraint = 'stock_reservations_within_reserved';
        end if;
        return null;
      end $$`);
    this.addSql(`
      create constraint trigger stock_reservations_within_reserved after insert or update on stock_reservations
      deferrable initially deferred for each row execute function refuse_unreserved()`);

    this.addSql(`
      create table lost_demand (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        part_id uuid not null references parts,
        requested numeric(14, 3) not null,
        available numeric(14, 3) not null,
        met numeric(14, 3) not null,
        source_type text not null constraint lost_demand_source check (source_type in ('JobCard', 'StockTransfer')),
        source_id uuid not null,
        occasion text not null,
        asked_at timestamptz not null,
        asked_by uuid references users,
        constraint lost_demand_figures check (requested > 0 and available >= 0 and met >= 0 and met < requested),
        constraint lost_demand_once unique (occasion, part_id)
      )`);
    this.addSql(`create index lost_demand_list on lost_demand (service_center_id, asked_at desc, id desc)`);
    this.addSql(`create index lost_demand_all on lost_demand (asked_at desc, id desc)`);
    this.addSql(`create index lost_demand_part on lost_demand (part_id, asked_at)`);
    this.addSql(`create index lost_demand_asked_by on lost_demand (asked_by)`);
    this.addSql(
      `create trigger lost_demand_append_only before update or delete on lost_demand for each row execute function refuse_change()`,
    );
  }
}
