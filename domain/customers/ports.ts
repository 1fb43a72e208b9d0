import type { Scope } from '../shared/actor.ts';
import type { Repository } from '../shared/repository.ts';
import type { Customer } from './customer.ts';
import type { Vehicle } from './vehicle.ts';

/** Who has to do with a customer or a vehicle. */
export type KnownTo = {
  /** The branches that it is inside of (CUS-03). */
  readonly serviceCenterIds: readonly string[];
  /** The engineers with a job card of it. */
  readonly engineerIds: readonly string[];
};

export type Customers = Repository<Customer> & {
  /** CUS-03: from now on the customer is inside that branch. Again is no harm. */
  belongsTo(customerId: string, serviceCenterId: string): void;
  /** Every branch, and the engineers of job cards inside the scope. */
  knownTo(customerId: string, scope: Scope): Promise<KnownTo>;
};

export type Vehicles = Repository<Vehicle> & {
  belongsTo(vehicleId: string, serviceCenterId: string): void;
  /** Every branch, and the engineers of job cards inside the scope. */
  knownTo(vehicleId: string, scope: Scope): Promise<KnownTo>;
};

export type HistoryKind = 'JOB' | 'INVOICE';

/**
 * HIS-01: the timeline of a vehicle is a projection. Writing it anew for one source, in the transaction of the event, and
 * writing it anew for all of them give the same rows, because it is the same projection.
 */
export type VehicleHistory = { project(kind: HistoryKind, sourceId: string): void };
