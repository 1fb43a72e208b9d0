import { Migration } from '@mikro-orm/migrations';

/** How the catalogue is searched, what suppliers brought, and where each unit with a serial number is. */
export class Migration20261127010000 extends Migration {
  override up(): void {
    this.addSql(`create index parts_by_category on parts (category, upper(sku), id)`);
    this.addSql(`create index parts_discontinued on parts (upper(sku), id) where not active`);
    this.addSql(`create index parts_sku_prefix on parts (upper(sku) text_pattern_ops)`);
    this.addSql(`create index parts_name_prefix on parts (upper(name) text_pattern_ops)`);
    this.addSql(`drop index parts_category`);

    this.addSql(`
      create table goods_receipts (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        supplier text not null,
        reference text not null,
        received_by uuid references users,
        received_at timestamptz not null,
        value bigint not null constraint goods_receipts_value check (value >= 0),
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create index goods_receipts_branch on goods_receipts (service_center_id, received_at desc, id desc)`);
    this.addSql(`create index goods_receipts_all on goods_receipts (received_at desc, id desc)`);
    this.addSql(`create index goods_receipts_received_by on goods_receipts (received_by)`);
    this.addSql(`create index goods_receipts_created_by on goods_receipts (created_by)`);
    this.addSql(`create index goods_receipts_updated_by on goods_receipts (updated_by)`);
    this.addSql(`
      create trigger goods_receipts_append_only before update or delete on goods_receipts
      for each row execute function refuse_change()`);

    this.addSql(`
      create table goods_receipt_lines (
        id uuid primary key,
        receipt_id uuid not null references goods_receipts,
        position integer not null,
        part_id uuid not null references parts,
        sku text not null,
        description text not null,
        quantity numeric(14, 3) not null constraint goods_receipt_lines_quantity check (quantity > 0),
        unit_cost bigint not null constraint goods_receipt_lines_unit_cost check (unit_cost >= 0),
        value bigint not null constraint goods_receipt_lines_value check (value >= 0),
        serials text[] not null,
        constraint goods_receipt_lines_position_unique unique (receipt_id, position),
        -- STK-04: by unit, or not by serial number at all.
        constraint goods_receipt_lines_serials check (cardinality(serials) in (0, quantity))
      )`);
    this.addSql(`create index goods_receipt_lines_part on goods_receipt_lines (part_id)`);
    this.addSql(`
      create trigger goods_receipt_lines_append_only before update or delete on goods_receipt_lines
      for each row execute function refuse_change()`);

    this.addSql(`
      create table stock_serials (
        id uuid primary key,
        part_id uuid not null references parts,
        serial text not null constraint stock_serials_serial check (serial ~ '\\S'),
        location_type text not null constraint stock_serials_location check (
          location_type in ('STORE', 'IN_TRANSIT', 'JOB', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP')),
        location_id uuid,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create unique index stock_serials_unique on stock_serials (part_id, upper(serial))`);
    this.addSql(`create index stock_serials_place on stock_serials (part_id, location_type, location_id)`);
    this.addSql(`create index stock_serials_created_by on stock_serials (created_by)`);
    this.addSql(`create index stock_serials_updated_by on stock_serials (updated_by)`);
    this.addSql(`create trigger stock_serials_kept before delete on stock_serials for each row execute function refuse_change()`);
  }
}
