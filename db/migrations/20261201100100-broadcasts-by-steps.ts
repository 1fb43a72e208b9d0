import { Migration } from '@mikro-orm/migrations';

/** How far each broadcast has come, since it is told by steps (NOT-06). */
export class Migration20261201100100 extends Migration {
  override up(): void {
    this.addSql(`
      create table broadcast_progress (
        broadcast_id uuid primary key references broadcasts,
        up_to uuid,
        told integer not null constraint broadcast_progress_told check (told >= 0),
        ended boolean not null
      )`);
    // Those of before were told in one piece, but for what is still to be begun.
    this.addSql(`
      insert into broadcast_progress (broadcast_id, up_to, told, ended)
      select b.id, null, b.recipients, true from broadcasts b
      where not exists (select from outbox o where o.entity_id = b.id and o.name = 'BroadcastStarted' and o.dispatched_at is null)
        and not exists (select from job_runs r
          where r.consumer = 'notifications' and r.order_key = b.id::text and r.state <> 'done')`);
  }
}
