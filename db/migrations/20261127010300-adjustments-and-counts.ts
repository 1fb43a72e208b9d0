import { Migration } from '@mikro-orm/migrations';

/** Corrections of the books: adjustments, counts of the shelves, and how often each balance was corrected; the levels of a branch. */
export class Migration20261127010300 extends Migration {
  override up(): void {
    this.addSql(`alter table inventory add column corrections integer not null default 0`);
    // STK-09. Nobody could set levels before, so no row can break it.
    this.addSql(`
      alter table inventory
        add constraint inventory_levels check (min_level >= 0 and max_level >= 0 and min_level <= max_level) not valid`);
    this.addSql(`alter table inventory validate constraint inventory_levels`);

    this.addSql(`
      create table stock_adjustments (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        part_id uuid not null references parts,
        delta numeric(14, 3) not null constraint stock_adjustments_delta check (delta <> 0),
        reason text not null,
        serials text[] not null,
        status text not null constraint stock_adjustments_status check (status = 'posted'),
        value bigint not null,
        requested_by uuid references users,
        -- STK-06: what had to be asked for is posted once, under the id of its approval.
        approval_id uuid references approvals constraint stock_adjustments_approval check (approval_id = id),
        posted_at timestamptz constraint stock_adjustments_posted check (posted_at is not null),
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint stock_adjustments_value check (value = 0 or sign(value) = sign(delta)),
        constraint stock_adjustments_serials check (cardinality(serials) in (0, abs(delta)))
      )`);
    this.addSql(`create index stock_adjustments_branch on stock_adjustments (service_center_id, posted_at desc, id desc)`);
    this.addSql(`create index stock_adjustments_all on stock_adjustments (posted_at desc, id desc)`);
    this.addSql(`create index stock_adjustments_part on stock_adjustments (part_id, posted_at desc, id desc)`);
    this.addSql(`create index stock_adjustments_approval on stock_adjustments (approval_id)`);
    this.addSql(`create index stock_adjustments_requested_by on stock_adjustments (requested_by)`);
    this.addSql(`create index stock_adjustments_created_by on stock_adjustments (created_by)`);
    this.addSql(`create index stock_adjustments_updated_by on stock_adjustments (updated_by)`);
    this.addSql(`
      create trigger stock_adjustments_append_only before update or delete on stock_adjustments
      for each row execute function refuse_change()`);
    // What waits is its approval: the list of adjustments reads those beside the posted ones, in the same order.
    this.addSql(`
      create index approvals_adjustments on approvals (service_center_id, requested_at desc, id desc)
      where command = 'adjustStock' and status <> 'EXECUTED'`);
    this.addSql(`
      create index approvals_all_adjustments on approvals (requested_at desc, id desc)
      where command = 'adjustStock' and status <> 'EXECUTED'`);

    this.addSql(`
      create table stock_counts (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        note text,
        status text not null constraint stock_counts_status check (status in ('open', 'posted')),
        started_by uuid references users,
        started_at timestamptz not null,
        posted_by uuid references users,
        posted_at timestamptz,
        value bigint,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint stock_counts_posted check ((status = 'posted') = (posted_at is not null) and (status = 'posted') = (value is not null))
      )`);
    this.addSql(`create index stock_counts_branch on stock_counts (service_center_id, started_at desc, id desc)`);
    this.addSql(`create index stock_counts_all on stock_counts (started_at desc, id desc)`);
    this.addSql(`create index stock_counts_started_by on stock_counts (started_by)`);
    this.addSql(`create index stock_counts_posted_by on stock_counts (posted_by)`);
    this.addSql(`create index stock_counts_created_by on stock_counts (created_by)`);
    this.addSql(`create index stock_counts_updated_by on stock_counts (updated_by)`);
    this.addSql(`
      create trigger stock_counts_posted_once before update on stock_counts
      for each row when (old.status = 'posted') execute function refuse_change()`);
    this.addSql(`create trigger stock_counts_kept before delete on stock_counts for each row execute function refuse_change()`);

    this.addSql(`
      create table stock_count_lines (
        id uuid primary key,
        count_id uuid not null references stock_counts,
        part_id uuid not null references parts,
        sku text not null,
        expected numeric(14, 3) not null constraint stock_count_lines_expected check (expected >= 0),
        counted numeric(14, 3) not null constraint stock_count_lines_counted check (counted >= 0),
        corrections integer not null,
        serials text[] not null,
        missing text[] not null,
        surplus text[] not null,
        counted_by uuid references users,
        counted_at timestamptz not null,
        delta numeric(14, 3),
        value bigint,
        constraint stock_count_lines_part_unique unique (count_id, part_id),
        constraint stock_count_lines_posted check ((delta is null) = (value is null))
      )`);
    this.addSql(`create index stock_count_lines_part on stock_count_lines (part_id)`);
    this.addSql(`create index stock_count_lines_counted_by on stock_count_lines (counted_by)`);
    this.addSql(`
      create trigger stock_count_lines_posted_once before update or delete on stock_count_lines
      for each row when (old.delta is not null) execute function refuse_change()`);
  }
}
