import { Migration } from '@mikro-orm/migrations';

/** The place of supply that somebody set on a draft, and why; with the issue it is fast (TAX-06). */
export class Migration20261129020000 extends Migration {
  override up(): void {
    this.addSql(`alter table invoices add column place_override text, add column place_override_reason text`);
    this.addSql(`
      alter table invoices add constraint invoices_place_override
        check ((place_override is null) = (place_override_reason is null) and (place_override is null or place_override = place_of_supply)) not valid`);
    this.addSql(`alter table invoices validate constraint invoices_place_override`);
    this.addSql(`
      create trigger invoices_place_frozen before update of place_override, place_override_reason
      on invoices for each row when (old.status <> 'DRAFT') execute function refuse_change()`);
  }
}
