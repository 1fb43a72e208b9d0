import { Migration } from '@mikro-orm/migrations';

/** What a refund takes of an invoice settles it until the money went back: only then are the two no longer of one payment. */
export class Migration20261128170000 extends Migration {
  override up(): void {
    const rule = `least(allocated_amount, refund_amount, refunded_amount) >= 0 and
      allocated_amount + refunded_amount <= amount + tds_amount and refunded_amount <= refund_amount and refund_amount <= amount`;
    this.addSql(`alter table payments drop constraint payments_used_within_worth`);
    this.addSql(`alter table payments add constraint payments_used_within_worth check (${rule}) not valid`);
    this.addSql(`alter table payments validate constraint payments_used_within_worth`);
  }
}
