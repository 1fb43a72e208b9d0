import { Migration } from '@mikro-orm/migrations';

/** While a customer takes the phone of one who was merged into them, that one has none (CUS-02). */
export class Migration20261129060100 extends Migration {
  override up(): void {
    this.addSql(`alter table customers drop constraint customers_phone_known`);
    this.addSql(`
      alter table customers add constraint customers_phone_known
        check (phone is not null or erased_at is not null or alias_of is not null) not valid`);
    this.addSql(`alter table customers validate constraint customers_phone_known`);
  }
}
