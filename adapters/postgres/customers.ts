import { CustomerContact } from '@dms/domain/customers/contact';
import { Customer } from '@dms/domain/customers/customer';
import type { CustomerRepositories, HistoryKind, Inside, KnownTo, PhoneOwner } from '@dms/domain/customers/ports';
import type { LegacyServiceEntry } from '@dms/domain/customers/legacy-service';
import { Ownership } from '@dms/domain/customers/ownership';
import { Vehicle } from '@dms/domain/customers/vehicle';
import type { Scope } from '@dms/domain/shared/actor';
import type { Ids } from '@dms/domain/shared/ports';
import { openStatuses } from '@dms/domain/workshop/job-card.states';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';
import { forgetCustomers } from './forget-customer.ts';
import { postgresHistoryPapers } from './history-papers.ts';
import { projectHistory } from './history-projection.ts';
import { engineersOf } from './own-cards.ts';
import { repointCustomer } from './repoint-customer.ts';

type Rooted = {
  readonly [Name in 'customers' | 'contacts' | 'vehicles']: Pick<CustomerRepositories[Name], 'get' | 'getForChange' | 'add'>;
};

const knownTo = async (db: Executor, what: 'customer' | 'vehicle', id: string, scope: Scope): Promise<KnownTo> => {
  const column = sql.ref(`${what}_id`);
  const { rows } = await sql<KnownTo>`
    select array(select service_center_id::text from ${sql.table(`${what}_service_centers`)} where ${column} = ${id}) as "serviceCenterIds",
      ${engineersOf(what, sql`${id}`, scope)} as "engineerIds"`.execute(db);
  return rows[0]!;
};

/** CUS-03: kept in the transaction of what made it so. */
const belong = (what: 'customer' | 'vehicle', insides: readonly Inside[]) => sql`
  insert into ${sql.table(`${what}_service_centers`)} (${sql.ref(`${what}_id`)}, service_center_id)
  select * from unnest(${insides.map(({ id }) => id)}::uuid[], ${insides.map(({ serviceCenterId }) => serviceCenterId)}::uuid[])
  on conflict do nothing`;

const insidesOf = async (db: Executor, what: 'customer' | 'vehicle', ids: readonly string[]): Promise<Inside[]> => {
  const column = sql.ref(`${what}_id`);
  const { rows } = await sql<Inside>`
    select ${column} as id, service_center_id as "serviceCenterId" from ${sql.table(`${what}_service_centers`)} where ${column} = any(${ids}::uuid[])`.execute(
    db,
  );
  return rows;
};

/** Customers and vehicles, and what hangs on them, in one transaction. */
export const postgresCustomers = (
  db: Executor,
  store: AggregateStore,
  ids: Ids,
  later: (query: ReturnType<typeof sql>) => void,
  { customers, contacts, vehicles }: Rooted,
): CustomerRepositories => ({
  customers: {
    ...customers,
    belongsTo: (id, serviceCenterId) => later(belong('customer', [{ id, serviceCenterId }])),
    belong: (insides) => later(belong('customer', insides)),
    insidesOf: (ids) => insidesOf(db, 'customer', ids),
    lockByKeys: (phones, gstins) => store.find(Customer, '(r.phone = any($1) or r.gstin = any($2)) order by r.id', [phones, gstins], true),
    ownersByPhone: async (phones) => {
      const { rows } = await sql<PhoneOwner>`
        select phone, coalesce(alias_of, id) as "customerId" from customers where phone = any(${phones}::text[])`.execute(db);
      return rows;
    },
    knownTo: (id, scope) => knownTo(db, 'customer', id, scope),
    aliasesOf: (customerId) => store.find(Customer, 'r.alias_of = $1 order by r.id', [customerId], true),
    openBusinessOf: async (customerId) => {
      const { rows } = await sql<{ sentence: string }>`
        with those as (select id from customers where id = ${customerId} or alias_of = ${customerId})
        (select 'Job card ' || job_number || ' is open.' as sentence from job_cards
          where customer_id in (select id from those) and status = any(${openStatuses}) order by job_number limit 5)
        union all
        (select 'Invoice ' || coalesce(invoice_number, '(draft)') || ' is not settled.' from invoices
          where customer_id in (select id from those) and status in ('DRAFT', 'UNPAID', 'PARTIAL') order by id limit 5)
        union all
        (select 'There is credit left on note ' || coalesce(note_number, '(draft)') || '.' from credit_notes
          where customer_id in (select id from those) and status in ('draft', 'pending_approval', 'issued', 'partially_applied') order by id limit 5)
        union all
        (select 'An advance is not used up.' from payments
          where customer_id in (select id from those) and status in ('captured', 'partially_refunded')
            and amount + tds_amount > allocated_amount + refund_amount limit 1)
        union all
        (select 'A refund is on its way.' from refunds
          where customer_id in (select id from those) and status in ('requested', 'approved', 'processing') limit 1)`.execute(db);
      return rows.map(({ sentence }) => sentence);
    },
    repoint: (fromId, toId) => {
      for (const statement of repointCustomer(fromId, toId)) later(statement);
    },
    forget: (ids, now) => {
      for (const statement of forgetCustomers(ids, now)) later(statement);
    },
  },
  contacts: {
    ...contacts,
    lockOf: (customerIds) => store.find(CustomerContact, 'r.customer_id = any($1) order by r.id', [customerIds], true),
  },
  vehicles: {
    ...vehicles,
    belongsTo: (id, serviceCenterId) => later(belong('vehicle', [{ id, serviceCenterId }])),
    belong: (insides) => later(belong('vehicle', insides)),
    insidesOf: (ids) => insidesOf(db, 'vehicle', ids),
    lockByKeys: (plates, vins) =>
      store.find(Vehicle, '(r.registration_key = any($1) or r.vin_key = any($2)) order by r.id', [plates, vins], true),
    knownTo: (id, scope) => knownTo(db, 'vehicle', id, scope),
    openCardsOf: async (vehicleId) => {
      const { rows } = await sql<{ number: string }>`
        select job_number as number from job_cards where vehicle_id = ${vehicleId} and status = any(${openStatuses}) order by id`.execute(
        db,
      );
      return rows.map(({ number }) => number);
    },
  },
  ownerships: {
    presentOf: async (vehicleId) => (await store.find(Ownership, 'r.vehicle_id = $1 and r.owned_until is null', [vehicleId], true))[0],
    add: (ownership) => store.add(ownership),
  },
  odometerReadings: { add: (reading) => store.append(reading) },
  formerPlates: {
    lastDayOf: async (vehicleId) => {
      const { rows } = await sql<{ day: string | null }>`
        select max(held_until)::text as day from former_plates where vehicle_id = ${vehicleId}`.execute(db);
      return rows[0]?.day ?? undefined;
    },
    add: (plate) => store.append(plate),
  },
  historyPapers: postgresHistoryPapers(db),
  legacyServices: {
    of: async (vehicleIds) => {
      const { rows } = await sql<Pick<LegacyServiceEntry, 'vehicleId' | 'servedOn' | 'number'>>`
        select vehicle_id as "vehicleId", served_on::text as "servedOn", number from legacy_services where vehicle_id = any(${vehicleIds}::uuid[])`.execute(
        db,
      );
      return rows;
    },
    add: (services) => {
      for (const service of services) store.append(service);
    },
  },
  history: {
    project: (kind: HistoryKind, sourceId) => later(projectHistory(kind, [sourceId], ids)),
    projectAll: (kind, sourceIds) => later(projectHistory(kind, sourceIds, ids)),
  },
});
