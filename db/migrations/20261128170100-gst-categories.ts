import { Migration } from '@mikro-orm/migrations';

/** Whether a registered customer is in a special economic zone (TAX-06). */
export class Migration20261128170100 extends Migration {
  override up(): void {
    this.addSql(`
      alter table customers add column gst_category text not null default 'REGULAR'
        constraint customers_gst_category check (gst_category in ('REGULAR', 'SEZ'))`);
  }
}
