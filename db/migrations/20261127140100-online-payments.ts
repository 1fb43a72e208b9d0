import { Migration } from '@mikro-orm/migrations';

/** Money that a provider collects: what it is meant for, when it came in, and which of the provider's callbacks had their effect (PAY-06). */
export class Migration20261127140100 extends Migration {
  override up(): void {
    this.addSql(`alter table payments add column meant_for uuid references invoices`);
    this.addSql(`create index payments_meant_for on payments (meant_for)`);
    this.addSql(`
      alter table payments
        add constraint payments_provider_complete check ((provider is null) = (provider_order_id is null) and (provider is null) = (meant_for is null)) not valid,
        add constraint payments_only_a_provider_waits check (status not in ('pending', 'failed') or provider is not null) not valid`);
    this.addSql(`alter table payments validate constraint payments_provider_complete`);
    this.addSql(`alter table payments validate constraint payments_only_a_provider_waits`);
    // When it came in is known once it is there; until then it is the day on which it was begun.
    this.addSql(`drop trigger payments_frozen on payments`);
    this.addSql(`
      create trigger payments_frozen before update of service_center_id, amount, tds_amount, method,
        advance_for, place_of_supply, tax_rate, provider, provider_order_id, meant_for
      on payments for each row execute function refuse_change()`);
    this.addSql(`
      create trigger payments_received_frozen before update of received_at, business_day
      on payments for each row when (old.status not in ('pending', 'failed')) execute function refuse_change()`);
    this.addSql(`
      create table payment_callbacks (
        provider text not null,
        event_id text not null,
        kind text not null,
        taken_at timestamptz not null,
        constraint payment_callbacks_once primary key (provider, event_id)
      )`);
    this.addSql(
      `create trigger payment_callbacks_kept before update or delete on payment_callbacks for each row execute function refuse_change()`,
    );
    this.addSql(`
      create trigger payment_callbacks_never_emptied before truncate on payment_callbacks for each statement execute function refuse_change()`);
  }
}
