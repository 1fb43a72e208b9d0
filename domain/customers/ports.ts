import type { Repository } from '../shared/repository.ts';
import type { Customer } from './customer.ts';
import type { Vehicle } from './vehicle.ts';

export type Customers = Repository<Customer> & {
  /** CUS-03: from now on the customer is inside that branch. Again is no harm. */
  belongsTo(customerId: string, serviceCenterId: string): void;
};

export type Vehicles = Repository<Vehicle> & {
  belongsTo(vehicleId: string, serviceCenterId: string): void;
};

export type HistoryKind = 'JOB' | 'INVOICE';

/**
 * HIS-01: the timeline of a vehicle is a projection. Writing it anew for one source, in the transaction of the event, and
 * writing it anew for all of them give the same rows, because it is the same projection.
 */
export type VehicleHistory = { project(kind: HistoryKind, sourceId: string): void };
