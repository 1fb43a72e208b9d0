import { Migration } from '@mikro-orm/migrations';

/** Everything that names a customer. Where it is written once, the name may follow a merge and nothing else. */
const ofCustomers = [
  'vehicles',
  'vehicle_ownerships',
  'customer_contacts',
  'customer_service_centers',
  'job_cards',
  'invoices',
  'payments',
  'refunds',
  'credit_notes',
  'warranties',
];

/** Contacts, owners, odometers, and customers that are merged or forgotten. */
export class Migration20261127160000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table customers
        alter column phone drop not null,
        add column consents text[] not null default '{}',
        add column gstin_confirmed boolean not null default false,
        add column alias_of uuid constraint customers_alias references customers,
        add column erased_at timestamptz,
        add constraint customers_alias_of_another check (alias_of <> id),
        add constraint customers_phone_known check (phone is not null or erased_at is not null)`);
    // CUS-01: what was kept before anybody asked is taken as confirmed.
    this.addSql(`update customers set gstin_confirmed = true where left(gstin, 2) <> state_code`);
    this.addSql(`
      alter table customers add constraint customers_gstin_state
        check (gstin is null or state_code is null or gstin_confirmed or left(gstin, 2) = state_code) not valid`);
    this.addSql(`alter table customers validate constraint customers_gstin_state`);
    this.addSql(`create index customers_alias_of on customers (alias_of)`);
    this.addSql(`create index customers_gstin on customers (gstin)`);

    // CUS-04
    this.addSql(`
      create table customer_contacts (
        id uuid primary key,
        customer_id uuid not null references customers,
        name text not null,
        role text,
        phone text,
        email text,
        language text not null,
        consents text[] not null default '{}',
        active boolean not null default true,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint customer_contacts_phone_known check (phone is not null or not active)
      )`);
    this.addSql(`create unique index customer_contacts_phone_unique on customer_contacts (customer_id, phone) where active`);
    this.addSql(`create index customer_contacts_list on customer_contacts (customer_id, id)`);
    this.addSql(`create index customer_contacts_created_by on customer_contacts (created_by)`);
    this.addSql(`create index customer_contacts_updated_by on customer_contacts (updated_by)`);

    // VEH-03: a vehicle has one owner at a time.
    this.addSql(`
      create table vehicle_ownerships (
        id uuid primary key,
        vehicle_id uuid not null references vehicles,
        customer_id uuid not null references customers,
        owned_from timestamptz,
        owned_until timestamptz,
        note text,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint vehicle_ownerships_order check (owned_from <= owned_until),
        constraint vehicle_ownerships_apart exclude using gist (vehicle_id with =, tstzrange(owned_from, owned_until) with &&)
      )`);
    this.addSql(`create index vehicle_ownerships_vehicle on vehicle_ownerships (vehicle_id)`);
    this.addSql(`create unique index vehicle_ownerships_one_present on vehicle_ownerships (vehicle_id) where owned_until is null`);
    this.addSql(`create index vehicle_ownerships_customer on vehicle_ownerships (customer_id)`);
    this.addSql(`create index vehicle_ownerships_created_by on vehicle_ownerships (created_by)`);
    this.addSql(`create index vehicle_ownerships_updated_by on vehicle_ownerships (updated_by)`);

    // VEH-02
    this.addSql(`
      create table odometer_readings (
        id uuid primary key,
        vehicle_id uuid not null references vehicles,
        odometer integer not null constraint odometer_readings_odometer check (odometer >= 0),
        read_at timestamptz not null,
        source text not null constraint odometer_readings_source check (source in ('MANUAL', 'JOB_ARRIVAL', 'JOB_DELIVERY')),
        source_id uuid,
        forced_reason text,
        read_by uuid references users
      )`);
    this.addSql(`create index odometer_readings_series on odometer_readings (vehicle_id, read_at desc, id desc)`);
    this.addSql(`create index odometer_readings_read_by on odometer_readings (read_by)`);
    this.addSql(
      `create trigger odometer_readings_kept before update or delete on odometer_readings for each row execute function refuse_change()`,
    );

    // Lists by branch and by owner, in the order of their ids, which is that of time.
    for (const [table, column] of [
      ['customer_service_centers', 'customer_id'],
      ['vehicle_service_centers', 'vehicle_id'],
    ]) {
      this.addSql(`create index ${table}_list on ${table} (service_center_id, ${column})`);
      this.addSql(`drop index ${table}_branch`);
    }
    this.addSql(`create index vehicles_list on vehicles (customer_id, id)`);
    this.addSql(`drop index vehicles_customer`);

    // CUS-02: who was merged is another name of who is left, and nothing new goes by it. The row is locked as a foreign key locks
    // it, so that whoever comes during the merge waits for its end.
    this.addSql(`
      create function refuse_merged_customer() returns trigger language plpgsql as $$
      begin
        if new.customer_id is not null and (select alias_of from customers where id = new.customer_id for key share) is not null then
          raise exception 'customer % was merged', new.customer_id using errcode = 'check_violation', constraint = 'customers_not_merged';
        end if;
        return new;
      end $$`);
    for (const table of ofCustomers)
      this.addSql(`
        create trigger ${table}_not_of_merged before insert or update of customer_id on ${table}
        for each row execute function refuse_merged_customer()`);
    this.addSql(`
      create function refuse_alias_of_alias() returns trigger language plpgsql as $$
      begin
        if (select alias_of from customers where id = new.alias_of for key share) is not null then
          raise exception 'customer % was merged', new.alias_of using errcode = 'check_violation', constraint = 'customers_not_merged';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger customers_one_step before insert or update of alias_of on customers
      for each row when (new.alias_of is not null) execute function refuse_alias_of_alias()`);

    // What is written once names its customer as the books do: when two become one, it is that one's. Its own copy of name, address
    // and GSTIN stays as it was issued.
    this.addSql(`
      create function refuse_other_customer() returns trigger language plpgsql as $$
      begin
        if new.customer_id is distinct from old.customer_id
          and not exists (select from customers where id = old.customer_id and alias_of = new.customer_id) then
          raise exception 'this belongs to customer %', old.customer_id using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      do $$
      declare
        fixed record;
      begin
        for fixed in
          select tgname as name, tgrelid::regclass as of_table, pg_get_triggerdef(oid) as text from pg_trigger
          where tgname in ('invoices_frozen', 'payments_frozen', 'refunds_frozen', 'credit_notes_frozen', 'warranties_frozen')
        loop
          execute format('drop trigger %I on %s', fixed.name, fixed.of_table);
          execute replace(fixed.text, ', customer_id', '');
          execute regexp_replace(
            replace(replace(fixed.text, fixed.name, replace(fixed.name, '_frozen', '_customer')), 'refuse_change', 'refuse_other_customer'),
            'UPDATE OF .* ON ', 'UPDATE OF customer_id ON ');
        end loop;
      end $$`);
  }
}
