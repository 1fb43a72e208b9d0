import { Migration } from '@mikro-orm/migrations';

/** Dated tax rates, invoices and payments. */
export class Migration20261122000600 extends Migration {
  override up(): void {
    this.addSql(`
      create table tax_rates (
        id uuid primary key,
        hsn text not null constraint tax_rates_hsn check (hsn ~ '^[0-9]{2,8}$'),
        description text not null,
        rate numeric not null constraint tax_rates_rate check (rate between 0 and 100),
        treatment text not null,
        valid_from date not null,
        created_at timestamptz not null,
        created_by uuid references users,
        constraint tax_rates_unique unique (hsn, valid_from)
      )`);
    this.addSql(`create index tax_rates_created_by on tax_rates (created_by)`);

    this.addSql(`
      create table invoices (
        id uuid primary key,
        kind text not null constraint invoices_kind check (kind in ('INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE', 'CHALLAN', 'RECEIPT')),
        invoice_number text constraint invoices_number_form check (invoice_number ~ '^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$'),
        service_center_id uuid not null references service_centers,
        customer_id uuid references customers,
        source_type text not null,
        source_id uuid not null,
        payer text not null,
        status text not null constraint invoices_status check (status in ('DRAFT', 'UNPAID', 'PARTIAL', 'PAID')),
        gstin text,
        series_prefix text,
        financial_year integer,
        place_of_supply text not null,
        supply_type text not null constraint invoices_supply_type check (supply_type in ('INTRA', 'INTER')),
        subtotal bigint not null,
        discount bigint not null,
        taxable bigint not null,
        cgst bigint not null,
        sgst bigint not null,
        igst bigint not null,
        tax bigint not null,
        round_off bigint not null,
        total_amount bigint not null constraint invoices_total_not_negative check (total_amount >= 0),
        paid_amount bigint not null,
        document_date date,
        issued_at timestamptz,
        due_date date,
        paid_at timestamptz,
        document jsonb,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint invoices_adds_up check (taxable + tax + round_off = total_amount and cgst + sgst + igst = tax),
        constraint invoices_paid_within_total check (paid_amount between 0 and total_amount),
        constraint invoices_paid_means_nothing_due check ((status = 'PAID') = (status <> 'DRAFT' and paid_amount = total_amount)),
        constraint invoices_issued_is_complete check (status = 'DRAFT' or
          (invoice_number is not null and gstin is not null and financial_year is not null and document_date is not null and
           issued_at is not null and document is not null))
      )`);
    // TAX-09: unique under a GSTIN, by kind and financial year, without regard to case.
    this.addSql(
      `create unique index invoices_number_unique on invoices (gstin, kind, financial_year, upper(invoice_number)) where invoice_number is not null`,
    );
    // INV-04: one source is billed once to each payer.
    this.addSql(`create unique index invoices_source_unique on invoices (source_type, source_id, payer) where kind = 'INVOICE'`);
    this.addSql(`create index invoices_list on invoices (service_center_id, created_at desc, id desc)`);
    this.addSql(`create index invoices_status_index on invoices (service_center_id, status)`);
    this.addSql(`create index invoices_customer on invoices (customer_id)`);
    this.addSql(`create index invoices_created_by on invoices (created_by)`);
    this.addSql(`create index invoices_updated_by on invoices (updated_by)`);
    // INV-02: what was issued is fast. Paying and the due date are not among these columns, so they pay nothing for it.
    this.addSql(`
      create trigger invoices_frozen before update of kind, invoice_number, service_center_id, customer_id, source_type, source_id, payer, gstin,
        series_prefix, financial_year, place_of_supply, supply_type, subtotal, discount, taxable, cgst, sgst, igst, tax, round_off, total_amount,
        document_date, issued_at, document
      on invoices for each row when (old.status <> 'DRAFT') execute function refuse_change()`);
    this.addSql(`
      create trigger invoices_never_drafts_again before update of status
      on invoices for each row when (old.status <> 'DRAFT' and new.status = 'DRAFT') execute function refuse_change()`);
    this.addSql(`create trigger invoices_kept before delete on invoices for each row execute function refuse_change()`);

    this.addSql(`
      create table invoice_lines (
        id uuid primary key,
        invoice_id uuid not null references invoices,
        position integer not null,
        kind text not null,
        source_line_id uuid,
        part_id uuid references parts,
        description text not null,
        hsn text not null,
        unit text not null,
        quantity numeric(14, 3) not null,
        unit_price bigint not null,
        gross bigint not null,
        discount bigint not null,
        taxable bigint not null,
        tax_rate numeric not null,
        treatment text not null,
        cgst bigint not null,
        sgst bigint not null,
        igst bigint not null,
        constraint invoice_lines_position_unique unique (invoice_id, position)
      )`);
    this.addSql(`
      create function refuse_lines_of_issued() returns trigger language plpgsql as $$
      begin
        if (select status from invoices where id = new.invoice_id) <> 'DRAFT' then
          raise exception 'invoice % is issued: no line is added to it', new.invoice_id using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(
      `create trigger invoice_lines_of_drafts before insert on invoice_lines for each row execute function refuse_lines_of_issued()`,
    );
    this.addSql(`create index invoice_lines_part on invoice_lines (part_id)`);
    this.addSql(`create index invoice_lines_source on invoice_lines (source_line_id)`);
    this.addSql(
      `create trigger invoice_lines_frozen before update or delete on invoice_lines for each row execute function refuse_change()`,
    );

    this.addSql(`
      create table payments (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        customer_id uuid references customers,
        amount bigint not null constraint payments_amount check (amount > 0),
        method text not null constraint payments_method check (method in ('CASH', 'CARD', 'UPI', 'ONLINE', 'CHEQUE')),
        reference text,
        notes text,
        status text not null constraint payments_status check (status in
          ('pending', 'captured', 'partially_refunded', 'refunded', 'failed', 'bounced', 'reversed')),
        received_at timestamptz not null,
        business_day date not null,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create index payments_list on payments (service_center_id, received_at desc, id desc)`);
    this.addSql(`create index payments_customer on payments (customer_id, business_day)`);
    this.addSql(`create index payments_created_by on payments (created_by)`);
    this.addSql(`create index payments_updated_by on payments (updated_by)`);

    this.addSql(`
      create table payment_allocations (
        id uuid primary key,
        payment_id uuid not null references payments,
        invoice_id uuid not null references invoices,
        amount bigint not null constraint payment_allocations_amount check (amount > 0),
        constraint payment_allocations_unique unique (payment_id, invoice_id)
      )`);
    // What came in stays what it was; only its status moves on.
    this.addSql(`
      create trigger payments_frozen before update of service_center_id, customer_id, amount, method, received_at, business_day
      on payments for each row execute function refuse_change()`);
    this.addSql(`create trigger payments_kept before delete on payments for each row execute function refuse_change()`);
    this.addSql(
      `create trigger payment_allocations_frozen before update or delete on payment_allocations for each row execute function refuse_change()`,
    );
    this.addSql(`create index payment_allocations_invoice on payment_allocations (invoice_id)`);
  }
}
