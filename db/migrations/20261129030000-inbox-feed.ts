import { Migration } from '@mikro-orm/migrations';

/** The order in which messages came to be seen in inboxes, for whoever follows theirs (NOT-07, ADR 26). */
export class Migration20261129030000 extends Migration {
  override up(): void {
    this.addSql(`create sequence inbox_sequence`);
    this.addSql(`alter table notifications add column sequence bigint`);
    // What stands there already is told to nobody as new.
    this.addSql(`
      update notifications set sequence = numbered.sequence
      from (select id, nextval('inbox_sequence') as sequence from (
        select id from notifications where channel = 'IN_APP' and status = 'delivered' order by created_at, id) as shown) as numbered
      where notifications.id = numbered.id`);
    this.addSql(`create unique index notifications_feed on notifications (sequence) where sequence is not null`);
    this.addSql(
      `create index notifications_unnumbered on notifications (created_at, id) where channel = 'IN_APP' and status = 'delivered' and sequence is null`,
    );
  }
}
