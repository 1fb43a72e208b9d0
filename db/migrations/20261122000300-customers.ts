import { Migration } from '@mikro-orm/migrations';

/** Customers, vehicles, the branches they are inside of, and the history of each vehicle. */
export class Migration20261122000300 extends Migration {
  override up(): void {
    this.addSql(`
      create table customers (
        id uuid primary key,
        type text not null constraint customers_type check (type in ('PERSON', 'BUSINESS')),
        first_name text not null,
        last_name text,
        phone text not null constraint customers_phone_unique unique,
        email text,
        address text,
        city text,
        state text,
        state_code text,
        pincode text,
        gstin text,
        legal_name text,
        language text not null,
        credit_limit bigint constraint customers_credit_limit check (credit_limit >= 0),
        payment_terms_days integer constraint customers_payment_terms check (payment_terms_days >= 0),
        date_of_birth date,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create index customers_email on customers (lower(email))`);
    this.addSql(`create index customers_name_trgm on customers using gin ((first_name || ' ' || coalesce(last_name, '')) gin_trgm_ops)`);
    this.addSql(`create index customers_created_by on customers (created_by)`);
    this.addSql(`create index customers_updated_by on customers (updated_by)`);

    this.addSql(`
      create table vehicles (
        id uuid primary key,
        customer_id uuid not null references customers,
        make text not null,
        model text not null,
        year integer,
        registration text not null,
        registration_key text not null generated always as (normal_form(registration)) stored,
        registration_type text not null,
        vin text,
        vin_key text generated always as (normal_form(vin)) stored,
        color text,
        fuel_type text,
        odometer integer constraint vehicles_odometer check (odometer >= 0),
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint vehicles_registration_unique unique (registration_key),
        constraint vehicles_vin_unique unique (vin_key)
      )`);
    this.addSql(`create index vehicles_customer on vehicles (customer_id)`);
    this.addSql(`create index vehicles_created_by on vehicles (created_by)`);
    this.addSql(`create index vehicles_updated_by on vehicles (updated_by)`);

    // CUS-03: inside which branches a customer and a vehicle are.
    for (const [table, column] of [
      ['customer_service_centers', 'customer_id'],
      ['vehicle_service_centers', 'vehicle_id'],
    ]) {
      this.addSql(`
        create table ${table} (
          ${column} uuid not null references ${table!.split('_')[0]}s,
          service_center_id uuid not null references service_centers,
          primary key (${column}, service_center_id)
        )`);
      this.addSql(`create index ${table}_branch on ${table} (service_center_id)`);
    }

    this.addSql(`
      create table service_history (
        id uuid primary key,
        vehicle_id uuid not null references vehicles,
        service_center_id uuid references service_centers,
        kind text not null,
        source_id uuid not null,
        service_date timestamptz not null,
        service_type text,
        number text,
        description text,
        odometer integer,
        total_amount bigint,
        constraint service_history_source_unique unique (kind, source_id)
      )`);
    this.addSql(`create index service_history_timeline on service_history (vehicle_id, service_date desc, id desc)`);
    this.addSql(`create index service_history_branch on service_history (service_center_id)`);
  }
}
