import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { CustomerContact } from '../contact.ts';
import type { CustomerFilter, CustomerRow, Directory, VehicleFilter, VehicleRow } from '../directory.ts';
import type { OdometerReading } from '../odometer-reading.ts';
import type { OwnJobs } from '../reads.ts';
import { factsOfKnown } from './customer-facts.ts';

type Deps = { readonly directory: Directory };

/** An engineer sees those of their own jobs. */
const ownOnly = (actor: Actor, action: 'customer.read' | 'vehicle.read'): OwnJobs | undefined => {
  const scope = scopeOf(actor, action);
  return scope.kind === 'own' ? scope : undefined;
};

/** Customers, the latest first; outside of the actor's branches their contact data is masked (SRC-05). */
export const listCustomers =
  ({ directory }: Deps) =>
  (filter: CustomerFilter, page: PageRequest, actor: Actor): Promise<Page<CustomerRow>> =>
    directory.customers(filter, page, ownOnly(actor, 'customer.read'));

/** @throws DomainError `entity.absent` */
export const readCustomer =
  ({ directory }: Deps) =>
  async (customerId: string, actor: Actor): Promise<CustomerRow> => {
    const customer = await directory.customer(customerId, reach(actor, 'customer.read'));
    permit(actor, 'customer.read', factsOfKnown(customer));
    return customer;
  };

/** The people to speak to at a company, with the company, whose branches decide on what is masked (CUS-04). */
export const listContacts =
  ({ directory }: Deps) =>
  async (customerId: string, page: PageRequest, actor: Actor): Promise<{ readonly customer: CustomerRow } & Page<CustomerContact>> => {
    const customer = await readCustomer({ directory })(customerId, actor);
    return { customer, ...(await directory.contacts(customer.id, page)) };
  };

/** Vehicles, the latest first. */
export const listVehicles =
  ({ directory }: Deps) =>
  (filter: VehicleFilter, page: PageRequest, actor: Actor): Promise<Page<VehicleRow>> =>
    directory.vehicles(filter, page, ownOnly(actor, 'vehicle.read'));

/** @throws DomainError `entity.absent` */
export const readVehicle =
  ({ directory }: Deps) =>
  async (vehicleId: string, actor: Actor): Promise<VehicleRow> => {
    const vehicle = await directory.vehicle(vehicleId, reach(actor, 'vehicle.read'));
    permit(actor, 'vehicle.read', factsOfKnown(vehicle));
    return vehicle;
  };

/** What the odometer showed, the latest first (VEH-02). @throws DomainError `entity.absent` */
export const listOdometer =
  ({ directory }: Deps) =>
  async (vehicleId: string, page: PageRequest, actor: Actor): Promise<Page<OdometerReading>> => {
    await readVehicle({ directory })(vehicleId, actor);
    return directory.readings(vehicleId, page);
  };
