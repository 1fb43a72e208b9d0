import { Migration } from '@mikro-orm/migrations';

/** When a message is known to have arrived (NOT-04). */
export class Migration20261129030200 extends Migration {
  override up(): void {
    this.addSql(`alter table notifications add column delivered_at timestamptz`);
    this.addSql(`update notifications set delivered_at = sent_at where status = 'delivered'`);
  }
}
