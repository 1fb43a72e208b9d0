import { openCredit } from './open-credit.ts';
import type { Contacts, CustomerRepositories, Customers, Vehicles } from '../customers/ports.ts';
import { forgetCustomers } from './forget-customers.ts';
import { normalForm } from '../customers/search-terms.ts';
import { openStatuses } from '../workshop/job-card.states.ts';
import type { WorkingTables } from './tables.ts';
import { project } from './vehicle-history.ts';

type Rooted = {
  readonly customers: Pick<Customers, 'get' | 'getForChange' | 'add' | 'belongsTo' | 'belong' | 'insidesOf' | 'knownTo'>;
  readonly contacts: Pick<Contacts, 'get' | 'getForChange' | 'add'>;
  readonly vehicles: Pick<Vehicles, 'get' | 'getForChange' | 'add' | 'belongsTo' | 'belong' | 'insidesOf' | 'knownTo'>;
};

/** Customers and vehicles, and what hangs on them. */
export const memoryCustomers = (tables: WorkingTables, rooted: Rooted, atEnd: (work: () => void) => void): CustomerRepositories => {
  const { customers, contacts, ownerships, jobCards } = tables;
  const openCards = (fits: (card: { customerId: string; vehicleId: string }) => boolean) =>
    jobCards.rows().filter((card) => openStatuses.includes(card.status) && fits(card));

  return {
    customers: {
      ...rooted.customers,
      lockByKeys: async (phones, gstins) =>
        customers
          .rows()
          .flatMap(({ id, phone, gstin }) =>
            (phone !== null && phones.includes(phone)) || (gstin !== null && gstins.includes(gstin)) ? customers.find(id)! : [],
          ),
      ownersByPhone: async (phones) =>
        customers
          .rows()
          .flatMap(({ id, phone, aliasOf }) => (phone !== null && phones.includes(phone) ? { phone, customerId: aliasOf ?? id } : [])),
      aliasesOf: async (id) => customers.rows().flatMap((each) => (each.aliasOf === id ? customers.find(each.id)! : [])),
      openBusinessOf: async (id) => {
        const those = [id, ...customers.rows().flatMap((each) => (each.aliasOf === id ? each.id : []))];
        return [
          ...openCards((card) => those.includes(card.customerId)).map((card) => `Job card ${card.jobNumber} is open.`),
          ...openCredit(tables, those),
        ];
      },
      repoint: (fromId, toId) => atEnd(() => repoint(tables, fromId, toId)),
      forget: (ids, now) => atEnd(() => forgetCustomers(tables, ids, now)),
    },
    contacts: {
      ...rooted.contacts,
      lockOf: async (ids) => contacts.rows().flatMap(({ id, customerId }) => (ids.includes(customerId) ? contacts.find(id)! : [])),
    },
    vehicles: {
      ...rooted.vehicles,
      lockByKeys: async (plates, vins) =>
        tables.vehicles
          .rows()
          .flatMap(({ id, registration, vin }) =>
            plates.includes(normalForm(registration)) || (vin !== null && vins.includes(normalForm(vin))) ? tables.vehicles.find(id)! : [],
          ),
      openCardsOf: async (id) => openCards((card) => card.vehicleId === id).map(({ jobNumber }) => jobNumber),
    },
    ownerships: {
      presentOf: async (id) => ownerships.search(({ vehicleId, ownedUntil }) => vehicleId === id && ownedUntil === null),
      add: (ownership) => ownerships.add(ownership),
    },
    odometerReadings: { add: (reading) => tables.odometerReadings.add(reading) },
    formerPlates: {
      lastDayOf: async (id) =>
        tables.formerPlates
          .rows()
          .filter(({ vehicleId }) => vehicleId === id)
          .map(({ heldUntil }) => heldUntil)
          .toSorted()
          .at(-1),
      add: (plate) => tables.formerPlates.add(plate),
    },
    historyPapers: {
      find: async (id) => tables.historyPapers.find(id),
      keep: async (kept) => {
        if (tables.historyPapers.find(kept.id)) return false;
        tables.historyPapers.add(kept);
        return true;
      },
    },
    legacyServices: {
      of: async (ids) => tables.legacyServices.rows().filter(({ vehicleId }) => ids.includes(vehicleId)),
      add: (services) => {
        for (const service of services) tables.legacyServices.add(service);
      },
    },
    history: {
      project: (kind, sourceId) => atEnd(() => project(tables, kind, sourceId)),
      projectAll: (kind, sourceIds) =>
        atEnd(() => {
          for (const sourceId of sourceIds) project(tables, kind, sourceId);
        }),
    },
  };
};

/** Every kind of record that names a customer. */
const ofCustomers = [
  'contacts',
  'refunds',
  'payments',
  'creditNotes',
  'invoices',
  'jobCards',
  'vehicles',
  'ownerships',
  'warranties',
] as const satisfies readonly (keyof WorkingTables)[];

const repoint = (tables: WorkingTables, fromId: string, toId: string): void => {
  const phones = tables.contacts.rows().flatMap(({ customerId, phone, active }) => (customerId === toId && active ? phone : []));
  for (const { id, customerId, phone } of tables.contacts.rows())
    if (customerId === fromId && phones.includes(phone)) Object.assign(tables.contacts.find(id)!, { active: false });
  for (const name of ofCustomers) {
    const table = tables[name];
    for (const { id, customerId } of table.rows()) if (customerId === fromId) Object.assign(table.find(id)!, { customerId: toId });
  }
  for (const { owner, enabled, category, channel } of tables.preferences.rows())
    if (owner === `CUSTOMER ${fromId}` && !enabled)
      tables.preferences.put({ id: `CUSTOMER ${toId} ${category} ${channel}`, owner: `CUSTOMER ${toId}`, category, channel, enabled });
  for (const { id } of tables.serviceCenters.rows())
    if (tables.memberships.find(`${fromId} ${id}`)) tables.memberships.put({ id: `${toId} ${id}` });
};
