import { Migration } from '@mikro-orm/migrations';

/** What waits for a registration portal that nobody asks any more (TAX-12). */
export class Migration20261201100000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table invoices
        add column cancellation_stalled_at timestamptz,
        add constraint invoices_stalled_while_cancelling check (cancellation_stalled_at is null or cancellation_asked_at is not null)`);
    // Few wait at any time: the list of them is read from here alone, and a month with some of them is not locked (PER-01).
    this.addSql(`
      create index invoices_being_cancelled on invoices (service_center_id, created_at desc, id desc)
        where cancellation_asked_at is not null and status <> 'CANCELLED'`);
    // Those whose work was given up before this was noted: nothing of them is under way.
    this.addSql(`
      update invoices i set cancellation_stalled_at = now()
      where cancellation_asked_at is not null and status <> 'CANCELLED'
        and not exists (select from outbox o
          where o.entity_id = i.id and o.name = 'InvoiceCancellationAsked' and o.dispatched_at is null)
        and not exists (select from job_runs r
          where r.consumer = 'e-invoice-cancelling' and r.order_key = i.id::text and r.state in ('waiting', 'handed', 'running'))`);
  }
}
