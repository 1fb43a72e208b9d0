import { Migration } from '@mikro-orm/migrations';

/** The lines of a draft take the rates of their time of supply when it is issued (TAX-07); those of an issued invoice are fast. */
export class Migration20261127180100 extends Migration {
  override up(): void {
    this.addSql(`
      create function refuse_tax_of_issued() returns trigger language plpgsql as $$
      begin
        if (select status from invoices where id = old.invoice_id) <> 'DRAFT' then
          raise exception 'invoice_lines: invoice % is issued, its tax is not changed', old.invoice_id using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`drop trigger invoice_lines_frozen on invoice_lines`);
    this.addSql(`
      create trigger invoice_lines_frozen before delete or update of id, invoice_id, position, kind, source_line_id, part_id, description, hsn,
        unit, quantity, unit_price, gross, discount, taxable
      on invoice_lines for each row execute function refuse_change()`);
    this.addSql(`
      create trigger invoice_lines_taxed_before_issue before update of tax_rate, treatment, cgst, sgst, igst
      on invoice_lines for each row execute function refuse_tax_of_issued()`);
  }
}
