import { Migration } from '@mikro-orm/migrations';

/** What became of a payment: what it settles and no longer settles, what goes back of it, and its receipt; and what came in cash. */
export class Migration20261127050100 extends Migration {
  override up(): void {
    this.addSql(`alter table invoices add column written_off_on date`);
    this.addSql(`
      alter table payments
        add column tds_amount bigint not null default 0 constraint payments_tds check (tds_amount >= 0),
        add column advance_for text constraint payments_advance_for check (advance_for in ('GOODS', 'SERVICE')),
        add column place_of_supply text,
        add column tax_rate numeric constraint payments_tax_rate check (tax_rate between 0 and 100),
        add column allocated_amount bigint not null default 0,
        add column refund_amount bigint not null default 0,
        add column refunded_amount bigint not null default 0,
        add column bounce_charge bigint not null default 0 constraint payments_bounce_charge check (bounce_charge >= 0),
        add column receipt_number text constraint payments_receipt_form check (receipt_number ~ '^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$'),
        add column gstin text,
        add column series_prefix text,
        add column financial_year integer,
        add column receipt jsonb,
        add column provider text,
        add column provider_order_id text,
        add column provider_payment_id text`);
    this.addSql(`
      update payments p set allocated_amount = coalesce((select sum(a.amount) from payment_allocations a where a.payment_id = p.id), 0)
      where status in ('captured', 'partially_refunded')`);
    this.addSql(`
      alter table payments
        add constraint payments_used_within_worth check (least(allocated_amount, refund_amount, refunded_amount) >= 0 and
          allocated_amount + refund_amount <= amount + tds_amount and refunded_amount <= refund_amount and refund_amount <= amount),
        add constraint payments_undone_settles_nothing check (
          status in ('captured', 'partially_refunded', 'refunded') or (allocated_amount = 0 and refunded_amount = 0)),
        add constraint payments_refunded check ((status = 'refunded') = (refunded_amount = amount)),
        add constraint payments_bounced_cheque check (status <> 'bounced' or method = 'CHEQUE'),
        add constraint payments_receipt_complete check (
          num_nonnulls(receipt_number, gstin, series_prefix, financial_year, receipt) in (0, 5)),
        add constraint payments_order_unique unique (provider, provider_order_id)`);
    // TAX-09: unique under a GSTIN and financial year, without regard to case.
    this.addSql(`
      create unique index payments_receipt_unique on payments (gstin, financial_year, upper(receipt_number)) where receipt_number is not null`);
    this.addSql(`create index payments_all on payments (received_at desc, id desc)`);
    this.addSql(`drop trigger payments_frozen on payments`);
    this.addSql(`
      create trigger payments_frozen before update of service_center_id, customer_id, amount, tds_amount, method, received_at, business_day,
        advance_for, place_of_supply, tax_rate, provider
      on payments for each row execute function refuse_change()`);
    this.addSql(`
      create trigger payments_receipt_frozen before update of receipt_number, gstin, series_prefix, financial_year, receipt
      on payments for each row when (old.receipt_number is not null) execute function refuse_change()`);

    // An allocation is written once; what is taken back of it is a row of its own, below zero.
    this.addSql(`alter table payment_allocations add column business_day date, add column allocated_at timestamptz`);
    this.addSql(`alter table payment_allocations disable trigger payment_allocations_frozen`);
    this.addSql(`
      update payment_allocations a set business_day = p.business_day, allocated_at = p.received_at from payments p where p.id = a.payment_id`);
    this.addSql(`alter table payment_allocations enable trigger payment_allocations_frozen`);
    this.addSql(`
      alter table payment_allocations
        alter column business_day set not null,
        alter column allocated_at set not null,
        drop constraint payment_allocations_amount,
        drop constraint payment_allocations_unique,
        add constraint payment_allocations_of_something check (amount <> 0)`);
    this.addSql(`create index payment_allocations_payment on payment_allocations (payment_id)`);

    this.addSql(`
      create trigger payment_allocations_never_emptied before truncate on payment_allocations for each statement execute function refuse_change()`);

    this.addSql(`
      create table refunds (
        id uuid primary key,
        payment_id uuid not null references payments,
        service_center_id uuid not null references service_centers,
        customer_id uuid references customers,
        amount bigint not null constraint refunds_amount check (amount > 0),
        method text not null constraint refunds_method check (method in ('CASH', 'CARD', 'UPI', 'ONLINE', 'CHEQUE')),
        status text not null constraint refunds_status check (status in ('requested', 'approved', 'processing', 'succeeded', 'failed')),
        reason text not null,
        requested_by uuid references users,
        requested_at timestamptz not null,
        decided_by uuid references users,
        decided_at timestamptz,
        reference text,
        failure text,
        settled_at timestamptz,
        business_day date,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        -- ACC-02, behind the policy.
        constraint refunds_decided_by_another check (decided_by <> requested_by),
        constraint refunds_day check ((status = 'succeeded') = (business_day is not null))
      )`);
    this.addSql(`create index refunds_payment on refunds (payment_id)`);
    this.addSql(`create index refunds_list on refunds (service_center_id, requested_at desc, id desc)`);
    this.addSql(`create index refunds_customer on refunds (customer_id)`);
    this.addSql(`create index refunds_requested_by on refunds (requested_by)`);
    this.addSql(`create index refunds_decided_by on refunds (decided_by)`);
    this.addSql(`create index refunds_created_by on refunds (created_by)`);
    this.addSql(`create index refunds_updated_by on refunds (updated_by)`);
    this.addSql(`
      create trigger refunds_frozen before update of payment_id, service_center_id, customer_id, amount, method, reason, requested_by, requested_at
      on refunds for each row execute function refuse_change()`);
    this.addSql(`create trigger refunds_kept before delete on refunds for each row execute function refuse_change()`);

    this.addSql(`
      create table cash_by_person (
        customer_id uuid not null references customers,
        day date not null,
        amount bigint not null,
        primary key (customer_id, day)
      )`);
    this.addSql(`create table cash_by_source (source text primary key, amount bigint not null)`);
    this.addSql(`
      insert into cash_by_person (customer_id, day, amount)
      select customer_id, business_day, sum(amount) from payments
      where method = 'CASH' and status = 'captured' and customer_id is not null group by customer_id, business_day`);
    this.addSql(`
      insert into cash_by_source (source, amount)
      select i.source_type || ' ' || i.source_id, sum(a.amount) from payment_allocations a
      join payments p on p.id = a.payment_id join invoices i on i.id = a.invoice_id
      where p.method = 'CASH' and p.status = 'captured' group by i.source_type, i.source_id`);
  }
}
