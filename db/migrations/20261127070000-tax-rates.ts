import { Migration } from '@mikro-orm/migrations';

/** TAX-07: the table of rates is read in its order, and what has come into force is never changed. */
export class Migration20261127070000 extends Migration {
  override up(): void {
    this.addSql(`create index tax_rates_list on tax_rates (hsn, id)`);
    this.addSql(`create index tax_rates_newest on tax_rates (valid_from desc, id desc)`);
    this.addSql(`
      create trigger tax_rates_in_force before update on tax_rates
      for each row when (old.valid_from <= (now() at time zone 'Asia/Kolkata')::date or new.hsn <> old.hsn or new.valid_from <> old.valid_from)
      execute function refuse_change()`);
    this.addSql(`create trigger tax_rates_kept before delete on tax_rates for each row execute function refuse_change()`);
    // What was issued when, over all branches of a GSTIN: for returns, and for whether a rate was used since a day.
    this.addSql(`create index invoices_document_date on invoices (document_date, gstin) where document_date is not null`);
  }
}
