import { Migration } from '@mikro-orm/migrations';

/** What was taken off an estimate as a whole, beside what that came to by line (TAX-04). */
export class Migration20261129020100 extends Migration {
  override up(): void {
    this.addSql(`alter table job_estimates add column invoice_discount_type text, add column invoice_discount_value text`);
    this.addSql(`
      alter table job_estimates add constraint job_estimates_invoice_discount
        check ((invoice_discount_type is null) = (invoice_discount_value is null) and invoice_discount_type in ('AMOUNT', 'PERCENT')) not valid`);
    this.addSql(`alter table job_estimates validate constraint job_estimates_invoice_discount`);
  }
}
