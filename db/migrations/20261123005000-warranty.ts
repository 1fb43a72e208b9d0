import { Migration } from '@mikro-orm/migrations';

/** Terms by part and by work, the warranty of each unit, and the claims on them (WAR-01). */
export class Migration20261123005000 extends Migration {
  override up(): void {
    this.addSql(`
      create table warranty_terms (
        id uuid primary key,
        part_id uuid references parts,
        hsn text constraint warranty_terms_hsn check (hsn ~ '^[0-9]{2,8}$'),
        months integer not null constraint warranty_terms_months check (months between 0 and 240),
        kilometres integer constraint warranty_terms_kilometres check (kilometres between 1 and 9999999),
        valid_from date not null,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint warranty_terms_of_one check (num_nonnulls(part_id, hsn) = 1),
        constraint warranty_terms_unique unique nulls not distinct (part_id, hsn, valid_from)
      )`);
    this.addSql(`create index warranty_terms_of_work on warranty_terms (hsn, valid_from)`);
    this.addSql(`create index warranty_terms_created_by on warranty_terms (created_by)`);
    this.addSql(`create index warranty_terms_updated_by on warranty_terms (updated_by)`);
    // What was promised from a day on stays what it was: other terms are a new row from a later day.
    this.addSql(
      `create trigger warranty_terms_frozen before update or delete on warranty_terms for each row execute function refuse_change()`,
    );

    this.addSql(`
      create table warranties (
        id uuid primary key,
        service_center_id uuid not null references service_centers,
        customer_id uuid references customers,
        vehicle_id uuid references vehicles,
        kind text not null constraint warranties_kind check (kind in ('PART', 'LABOUR')),
        part_id uuid references parts,
        description text not null,
        serial text,
        quantity numeric(14, 3) not null constraint warranties_quantity check (quantity > 0),
        source_type text not null,
        source_id uuid not null,
        invoice_id uuid not null references invoices,
        invoice_line_id uuid references invoice_lines,
        months integer not null,
        kilometres integer,
        starts_on date not null,
        ends_on date not null,
        start_odometer integer,
        end_odometer integer,
        replaces_id uuid references warranties constraint warranties_replaces_unique unique,
        replaced_on date,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint warranties_part check ((kind = 'PART') = (part_id is not null))
      )`);
    this.addSql(`create index warranties_vehicle on warranties (vehicle_id, starts_on desc, id desc)`);
    this.addSql(`create index warranties_branch on warranties (service_center_id)`);
    this.addSql(`create index warranties_customer on warranties (customer_id)`);
    this.addSql(`create index warranties_part_index on warranties (part_id)`);
    this.addSql(`create index warranties_invoice on warranties (invoice_id)`);
    this.addSql(`create index warranties_invoice_line on warranties (invoice_line_id)`);
    this.addSql(`create index warranties_created_by on warranties (created_by)`);
    this.addSql(`create index warranties_updated_by on warranties (updated_by)`);
    // A replacement ends when the unit it stands for would have ended, whoever writes it.
    this.addSql(`
      create function refuse_longer_replacement() returns trigger language plpgsql as $$
      begin
        if new.replaces_id is not null and not exists (
          select from warranties o where o.id = new.replaces_id and o.ends_on = new.ends_on and o.end_odometer is not distinct from new.end_odometer
        ) then
          raise exception 'a replacement inherits the ends of the unit it stands for' using errcode = 'check_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`create trigger warranties_inherit before insert on warranties for each row execute function refuse_longer_replacement()`);
    this.addSql(`
      create trigger warranties_frozen before update of service_center_id, customer_id, vehicle_id, kind, part_id, description, quantity, source_type,
        source_id, invoice_id, invoice_line_id, months, kilometres, starts_on, ends_on, start_odometer, end_odometer, replaces_id
      on warranties for each row execute function refuse_change()`);

    this.addSql(`
      create table warranty_claims (
        id uuid primary key,
        warranty_id uuid not null references warranties,
        service_center_id uuid not null references service_centers,
        vehicle_id uuid references vehicles,
        part_id uuid references parts,
        source_type text not null,
        source_id uuid not null,
        invoice_id uuid not null references invoices,
        invoice_line_id uuid references invoice_lines,
        repair_job_card_id uuid references job_cards,
        failed_on date not null,
        odometer integer,
        complaint text not null,
        claimed_by uuid references users,
        status text not null constraint warranty_claims_status check (status in
          ('draft', 'submitted', 'more_info', 'approved', 'partially_approved', 'rejected', 'appealed', 'settled')),
        settled_amount bigint constraint warranty_claims_settled check (settled_amount >= 0),
        settlement_reference text,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint warranty_claims_settled_says_how_much check ((status = 'settled') = (settled_amount is not null))
      )`);
    // One claim at a time for a unit: what makes two at once be one.
    this.addSql(
      `create unique index warranty_claims_one_open on warranty_claims (warranty_id) where status not in ('rejected', 'settled')`,
    );
    this.addSql(`create index warranty_claims_list on warranty_claims (service_center_id, created_at desc, id desc)`);
    this.addSql(`create index warranty_claims_warranty on warranty_claims (warranty_id)`);
    this.addSql(`create index warranty_claims_vehicle on warranty_claims (vehicle_id)`);
    this.addSql(`create index warranty_claims_part on warranty_claims (part_id)`);
    this.addSql(`create index warranty_claims_invoice on warranty_claims (invoice_id)`);
    this.addSql(`create index warranty_claims_invoice_line on warranty_claims (invoice_line_id)`);
    this.addSql(`create index warranty_claims_repair on warranty_claims (repair_job_card_id)`);
    this.addSql(`create index warranty_claims_claimed_by on warranty_claims (claimed_by)`);
    this.addSql(`create index warranty_claims_created_by on warranty_claims (created_by)`);
    this.addSql(`create index warranty_claims_updated_by on warranty_claims (updated_by)`);

    this.addSql(`
      create table warranty_claim_lines (
        id uuid primary key,
        claim_id uuid not null references warranty_claims,
        position integer not null,
        kind text not null constraint warranty_claim_lines_kind check (kind in ('PART', 'LABOUR')),
        description text not null,
        claimed bigint not null constraint warranty_claim_lines_claimed check (claimed > 0),
        approved bigint,
        constraint warranty_claim_lines_approved check (approved between 0 and claimed)
      )`);
    this.addSql(`create index warranty_claim_lines_claim on warranty_claim_lines (claim_id)`);

    this.addSql(`
      create table warranty_claim_transitions (
        id uuid primary key,
        claim_id uuid not null references warranty_claims,
        event text not null,
        from_status text not null,
        to_status text not null,
        reason text,
        amount bigint not null,
        moved_by uuid references users,
        moved_at timestamptz not null
      )`);
    this.addSql(`create index warranty_claim_transitions_claim on warranty_claim_transitions (claim_id)`);
    this.addSql(`create index warranty_claim_transitions_by on warranty_claim_transitions (moved_by, moved_at)`);
    this.addSql(`
      create trigger warranty_claim_transitions_frozen before update or delete on warranty_claim_transitions
      for each row execute function refuse_change()`);
  }
}
