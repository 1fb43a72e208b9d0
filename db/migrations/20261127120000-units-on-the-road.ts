import { Migration } from '@mikro-orm/migrations';

/** Which units a transfer carries, and where all units of one place are found (STK-04). */
export class Migration20261127120000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table stock_transfer_items
        add column serials text[] not null default '{}',
        add column serials_in_transit text[] not null default '{}'`);
    this.addSql(`alter table stock_transfer_variances add column serials text[] not null default '{}'`);
    const byUnit: readonly (readonly [table: string, name: string, condition: string])[] = [
      ['stock_transfer_items', 'serials', 'cardinality(serials) in (0, quantity)'],
      [
        'stock_transfer_items',
        'serials_in_transit',
        'serials_in_transit <@ serials and cardinality(serials_in_transit) = case when cardinality(serials) = 0 then 0 else in_transit end',
      ],
      ['stock_transfer_variances', 'serials', 'cardinality(serials) in (0, quantity)'],
    ];
    for (const [table, name, condition] of byUnit) {
      this.addSql(`alter table ${table} add constraint ${table}_${name} check (${condition}) not valid`);
      this.addSql(`alter table ${table} validate constraint ${table}_${name}`);
    }
    // The units of a job, when it is billed or called off.
    this.addSql(`create index stock_serials_in_place on stock_serials (location_id, location_type)`);
  }
}
