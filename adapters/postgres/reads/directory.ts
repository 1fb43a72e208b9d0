import type { CustomerContact } from '@dms/domain/customers/contact';
import type { CustomerRow, Directory, VehicleRow } from '@dms/domain/customers/directory';
import type { OdometerReading } from '@dms/domain/customers/odometer-reading';
import type { OwnJobs } from '@dms/domain/customers/reads';
import { normalForm, plateForms } from '@dms/domain/customers/search-terms';
import { absent } from '@dms/domain/shared/errors';
import { readMobile } from '@dms/domain/shared/identifiers/mobile';
import { Money } from '@dms/domain/shared/money';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { engineersOf, knownByOwn } from '../own-cards.ts';
import { presentCustomer } from '../present-customer.ts';
import { given, readPage, type Way } from './page.ts';

type Sql = RawBuilder<unknown>;

const branchesOf = (what: 'customer' | 'vehicle', id: Sql): Sql =>
  sql`array(select i.service_center_id::text from ${sql.table(`${what}_service_centers`)} i where i.${sql.ref(`${what}_id`)} = ${id})`;

const nobody = sql`array[]::text[]`;

const customerColumns = (engineers: Sql): Sql => sql`
  c.id, c.type, c.first_name as "firstName", c.last_name as "lastName", c.phone, c.email, c.address, c.city, c.state,
  c.state_code as "stateCode", c.pincode, c.gstin, c.gstin_confirmed as "gstinConfirmed", c.gst_category as "gstCategory", c.legal_name as "legalName", c.language, c.consents,
  c.credit_limit as "creditLimit", c.payment_terms_days as "paymentTermsDays", c.date_of_birth::text as "dateOfBirth", c.alias_of as "aliasOf",
  c.erased_at as "erasedAt", c.version, c.created_at as "createdAt",
  ${branchesOf('customer', sql`c.id`)} as "serviceCenterIds", ${engineers} as "engineerIds"`;

const vehicleColumns = (engineers: Sql): Sql => sql`
  v.id, v.customer_id as "customerId", v.make, v.model, v.year, v.registration, v.registration_type as "registrationType", v.vin, v.color,
  v.fuel_type as "fuelType", v.odometer, v.next_service_on::text as "nextServiceOn", v.next_service_odometer as "nextServiceOdometer",
  v.version, v.created_at as "createdAt",
  ${branchesOf('vehicle', sql`v.id`)} as "serviceCenterIds", ${engineers} as "engineerIds",
  json_build_object('id', c.id, 'type', c.type, 'firstName', c.first_name, 'lastName', c.last_name, 'legalName', c.legal_name, 'phone', c.phone) as customer,
  ${branchesOf('customer', sql`c.id`)} as "ownerKnownAt",
  (select coalesce(json_agg(json_build_object('registration', f.registration, 'from', f.held_from, 'until', f.held_until)
    order by f.held_until desc, f.id desc), '[]') from former_plates f where f.vehicle_id = v.id) as "formerPlates"`;

const customerOf = ({ creditLimit, ...row }: CustomerFound): CustomerRow => ({
  ...row,
  creditLimit: creditLimit === null ? null : Money.ofPaise(BigInt(creditLimit)),
});

/** UUIDv7 is in the order of time, so the latest is the last by its id. */
const latest = (id: Sql) => ({ '-createdAt': { key: id, type: 'uuid', descending: true } });

/** Of one branch: by its own index, in the order of the list. */
const atBranch = (serviceCenterId: string | undefined): { readonly ways?: readonly Way[] } =>
  serviceCenterId === undefined ? {} : { ways: [{ column: sql`i.service_center_id`, ids: [serviceCenterId] }] };

const onJobs = (what: 'customer' | 'vehicle', id: Sql, jobs: OwnJobs | undefined): Sql | undefined =>
  jobs && sql`${id} = any(${knownByOwn(what, jobs)})`;

export const postgresDirectory = ({ pool: db, here }: Pick<Database, 'pool' | 'here'>): Directory => ({
  customers: ({ phone, gstin, email, type, serviceCenterId }, page, onlyOn) =>
    readPage<CustomerFound, CustomerRow>(
      db,
      {
        select: customerColumns(nobody),
        from: serviceCenterId === undefined ? sql`customers c` : sql`customer_service_centers i join customers c on c.id = i.customer_id`,
        id: serviceCenterId === undefined ? sql`c.id` : sql`i.customer_id`,
        ...atBranch(serviceCenterId),
        where: [
          sql`c.alias_of is null`,
          // The phone of who was merged is theirs who is left.
          given(
            phone,
            (value) => sql`c.id = (select coalesce(a.alias_of, a.id) from customers a where a.phone = ${readMobile(value) ?? value})`,
          ),
          given(gstin, (value) => sql`c.gstin = ${value.toUpperCase()}`),
          given(email, (value) => sql`lower(c.email) = lower(${value})`),
          given(type, (value) => sql`c.type = ${value}`),
          onJobs('customer', sql`c.id`, onlyOn),
        ],
        orders: latest(serviceCenterId === undefined ? sql`c.id` : sql`i.customer_id`),
        item: customerOf,
      },
      page,
    ),

  async customer(id, jobs) {
    const { rows } = await sql<CustomerFound>`
      select ${customerColumns(engineersOf('customer', sql`c.id`, jobs))} from customers c
      where c.id = ${presentCustomer(id)}`.execute(here());
    if (!rows[0]) throw absent('customer');
    return customerOf(rows[0]);
  },

  contacts: (customerId, page) =>
    readPage<CustomerContact, CustomerContact>(
      db,
      {
        select: sql`k.id, k.customer_id as "customerId", k.name, k.role, k.phone, k.email, k.language, k.consents, k.active, k.version`,
        from: sql`customer_contacts k`,
        id: sql`k.id`,
        where: [sql`k.customer_id = ${customerId}`],
        orders: { createdAt: { key: sql`k.id`, type: 'uuid', descending: false } },
        item: (contact) => contact,
      },
      page,
    ),

  vehicles: ({ customerId, registration, vin, serviceCenterId }, page, onlyOn) =>
    readPage<VehicleRow, VehicleRow>(
      db,
      {
        select: vehicleColumns(nobody),
        from: sql`${serviceCenterId === undefined ? sql`vehicles v` : sql`vehicle_service_centers i join vehicles v on v.id = i.vehicle_id`}
          join customers c on c.id = v.customer_id`,
        id: serviceCenterId === undefined ? sql`v.id` : sql`i.vehicle_id`,
        ...atBranch(serviceCenterId),
        where: [
          given(customerId, (value) => sql`v.customer_id = ${presentCustomer(value)}`),
          given(registration, (value) => sql`v.registration_key = any(${plateForms(value)}::text[])`),
          given(vin, (value) => sql`v.vin_key = ${normalForm(value)}`),
          onJobs('vehicle', sql`v.id`, onlyOn),
        ],
        orders: latest(serviceCenterId === undefined ? sql`v.id` : sql`i.vehicle_id`),
        item: (vehicle) => vehicle,
      },
      page,
    ),

  async vehicle(id, jobs) {
    const { rows } = await sql<VehicleRow>`
      select ${vehicleColumns(engineersOf('vehicle', sql`v.id`, jobs))} from vehicles v join customers c on c.id = v.customer_id
      where v.id = ${id}`.execute(here());
    if (!rows[0]) throw absent('vehicle');
    return rows[0];
  },

  readings: (vehicleId, page) =>
    readPage<OdometerReading, OdometerReading>(
      db,
      {
        select: sql`o.id, o.vehicle_id as "vehicleId", o.odometer, o.read_at as "readAt", o.source, o.source_id as "sourceId",
          o.forced_reason as "forcedReason", o.read_by as "readBy"`,
        from: sql`odometer_readings o`,
        id: sql`o.id`,
        where: [sql`o.vehicle_id = ${vehicleId}`],
        orders: { '-readAt': { key: sql`o.read_at`, type: 'timestamptz', descending: true } },
        item: (reading) => reading,
      },
      page,
    ),
});

type CustomerFound = Omit<CustomerRow, 'creditLimit'> & { readonly creditLimit: string | null };
