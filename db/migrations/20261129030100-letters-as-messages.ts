import { Migration } from '@mikro-orm/migrations';

const OLD = "('estimate-mail', 'service-reminder-mail')";

/**
 * The letters of estimates and services become kinds of message: what is still to be done about them is done by who decides whom an event is
 * told to, and what was done is done for them too, so that nothing is written twice or not at all (OUT-02).
 */
export class Migration20261129030100 extends Migration {
  override up(): void {
    this.addSql(`update inbox set consumer = 'notifications' where consumer in ${OLD}`);
    // A letter that is just being written is left to whoever writes it: they hold its lease.
    this.addSql(`
      with taken as (
        update job_runs r set consumer = 'notifications', queue = 'reminders', dedupe_key = o.id::text, order_key = o.entity_id::text,
          state = case when r.state in ('handed', 'running') then 'waiting' else r.state end, handed_at = null,
          -- Of an attempt that lies in the old queue nobody makes anything any more.
          attempt = r.attempt + 1, max_attempts = r.max_attempts + 1, starts = 0,
          payload = jsonb_build_object('id', o.id, 'name', o.name, 'entityId', o.entity_id, 'serviceCenterId', o.service_center_id,
            'actorId', o.actor_id, 'data', o.data)
        from outbox o
        where o.id = r.event_id and r.consumer in ${OLD}
          and pg_try_advisory_xact_lock(hashtextextended('job run ' || r.id::text, 0))
        returning r.id, r.queue, r.consumer, r.payload)
      update dead_letters d set queue = taken.queue, consumer = taken.consumer, payload = taken.payload from taken where d.job_run_id = taken.id`);
  }
}
