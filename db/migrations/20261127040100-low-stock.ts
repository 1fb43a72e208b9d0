import { Migration } from '@mikro-orm/migrations';

/** What is low and was told: one row from the crossing of the level to the refill above it (LOW-01). */
export class Migration20261127040100 extends Migration {
  override up(): void {
    this.addSql(`
      create table low_stock (
        service_center_id uuid not null references service_centers,
        part_id uuid not null references parts,
        told_at timestamptz not null,
        constraint low_stock_once primary key (service_center_id, part_id)
      )`);
    this.addSql(`create index low_stock_part on low_stock (part_id)`);
  }
}
