import { Migration } from '@mikro-orm/migrations';

/** The order in which what was published came to be seen, for whoever follows it (ADR 26). */
export class Migration20261128130100 extends Migration {
  override up(): void {
    this.addSql(`create sequence outbox_sequence`);
    this.addSql(`alter table outbox add column sequence bigint`);
    this.addSql(`create unique index outbox_feed on outbox (entity_type, sequence) where sequence is not null`);
  }
}
