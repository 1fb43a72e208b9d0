import { Migration } from '@mikro-orm/migrations';

/** Up to which place the feeds have lost entries to retention (RET-01): a feed goes on from none before it (ADR 26). */
export class Migration20261130120000 extends Migration {
  override up(): void {
    this.addSql(`
      create table feed_floors (
        feed text primary key constraint feed_floors_feed check (feed in ('outbox', 'inbox')),
        place bigint not null constraint feed_floors_place check (place >= 0)
      )`);
    // What was forgotten before now is not known: everything before the first that is there may have been, and where nothing is there, all of it.
    for (const [feed, table, sequence] of [
      ['outbox', 'outbox', 'outbox_sequence'],
      ['inbox', 'notifications', 'inbox_sequence'],
    ])
      this.addSql(`
        insert into feed_floors
        select '${feed}', coalesce((select min(sequence) - 1 from ${table} where sequence is not null),
          (select case when is_called then last_value else 0 end from ${sequence}))`);
    this.addSql(
      `create index notifications_over on notifications (created_at) where status in ('sent', 'delivered', 'dead', 'suppressed', 'merged')`,
    );
    this.addSql(`create index job_runs_of_webhooks_over on job_runs (finished_at) where consumer = 'webhook' and finished_at is not null`);
  }
}
