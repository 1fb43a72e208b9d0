import { Migration } from '@mikro-orm/migrations';

/** The catalogue, the movements that are the truth about stock, and the balances that follow from them. */
export class Migration20261122000400 extends Migration {
  override up(): void {
    this.addSql(`
      create table parts (
        id uuid primary key,
        sku text not null,
        name text not null,
        description text,
        category text,
        manufacturer text,
        supplier text,
        barcode text,
        hsn text not null,
        unit text not null,
        tax_treatment text not null,
        unit_price bigint not null constraint parts_unit_price check (unit_price >= 0),
        cost bigint not null constraint parts_cost check (cost >= 0),
        mrp bigint constraint parts_mrp check (mrp >= 0),
        reorder_level numeric(14, 3) not null constraint parts_reorder_level check (reorder_level >= 0),
        serial_tracked boolean not null,
        substitutes uuid[] not null,
        active boolean not null,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create unique index parts_sku_unique on parts (upper(sku))`);
    this.addSql(`create index parts_category on parts (category)`);
    this.addSql(`create index parts_barcode on parts (barcode)`);
    this.addSql(`create index parts_created_by on parts (created_by)`);
    this.addSql(`create index parts_updated_by on parts (updated_by)`);

    this.addSql(`
      create table inventory (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        part_id uuid not null references parts,
        on_hand numeric(14, 3) not null constraint inventory_on_hand_not_negative check (on_hand >= 0),
        reserved numeric(14, 3) not null constraint inventory_reserved_not_negative check (reserved >= 0),
        in_transit numeric(14, 3) not null constraint inventory_in_transit_not_negative check (in_transit >= 0),
        stock_value bigint not null constraint inventory_value_not_negative check (stock_value >= 0),
        min_level numeric(14, 3),
        max_level numeric(14, 3),
        version integer not null,
        created_at timestamptz not null,
        created_by uuid,
        updated_at timestamptz not null,
        updated_by uuid,
        constraint inventory_branch_part_unique unique (service_center_id, part_id),
        constraint inventory_available_not_negative check (reserved <= on_hand)
      )`);
    this.addSql(`create index inventory_part on inventory (part_id)`);

    this.addSql(`
      create table stock_movements (
        id uuid primary key,
        part_id uuid not null references parts,
        quantity numeric(14, 3) not null constraint stock_movements_quantity check (quantity > 0),
        from_type text not null,
        from_id uuid,
        to_type text not null,
        to_id uuid,
        unit_cost bigint not null,
        value bigint not null constraint stock_movements_value check (value >= 0),
        document_type text not null,
        document_id uuid not null,
        service_center_id uuid not null references service_centers,
        moved_at timestamptz not null,
        moved_by uuid,
        constraint stock_movements_somewhere_else check ((from_type, from_id) is distinct from (to_type, to_id)),
        constraint stock_movements_locations check (
          from_type in ('STORE', 'IN_TRANSIT', 'JOB', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP') and
          to_type in ('STORE', 'IN_TRANSIT', 'JOB', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP'))
      )`);
    this.addSql(`create index stock_movements_part on stock_movements (part_id, moved_at)`);
    this.addSql(`create index stock_movements_branch on stock_movements (service_center_id, moved_at)`);
    this.addSql(`create index stock_movements_document on stock_movements (document_type, document_id)`);
    this.addSql(
      `create trigger stock_movements_append_only before update or delete on stock_movements for each row execute function refuse_change()`,
    );
  }
}
