import { Migration } from '@mikro-orm/migrations';

/** Who is told of what happens here (WHK-01). What they were told are runs of background work, found by whom they tell. */
export class Migration20261128150100 extends Migration {
  override up(): void {
    this.addSql(`
      create table webhooks (
        id uuid primary key,
        url text not null,
        events text[] not null,
        description text,
        active boolean not null,
        secret_number integer not null constraint webhooks_secret_number check (secret_number > 0),
        former_secret_until timestamptz,
        deleted_at timestamptz,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint webhooks_removed check (deleted_at is null or not active)
      )`);
    this.addSql('create index webhooks_listening on webhooks (id) where active');
    this.addSql('create index webhooks_created_at on webhooks (created_at desc, id desc)');
    this.addSql('create index webhooks_created_by on webhooks (created_by)');
    this.addSql('create index webhooks_updated_by on webhooks (updated_by)');
    this.addSql(
      "create index job_runs_of_webhook on job_runs ((payload ->> 'webhookId'), created_at desc, id desc) where consumer = 'webhook'",
    );
  }
}
