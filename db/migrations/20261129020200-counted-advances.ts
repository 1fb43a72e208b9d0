import { Migration } from '@mikro-orm/migrations';

/** Which advances let a bill keep a rate of before a change, so that no two bills count the same one (CGST Act s. 14, TAX-07). */
export class Migration20261129020200 extends Migration {
  override up(): void {
    this.addSql(`alter table invoices add column counted_advances jsonb not null default '[]'`);
    this.addSql(`
      alter table invoices add constraint invoices_counted_advances check (jsonb_typeof(counted_advances) = 'array') not valid`);
    this.addSql(`alter table invoices validate constraint invoices_counted_advances`);
    this.addSql(`
      create trigger invoices_advances_frozen before update of counted_advances
      on invoices for each row when (old.status <> 'DRAFT') execute function refuse_change()`);
  }
}
