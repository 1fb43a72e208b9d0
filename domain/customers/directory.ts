import type { BusinessDay } from '../shared/calendar.ts';
import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { CustomerContact } from './contact.ts';
import type { Customer } from './customer.ts';
import type { OdometerReading } from './odometer-reading.ts';
import type { KnownTo } from './ports.ts';
import type { OwnJobs } from './reads.ts';
import type { Vehicle } from './vehicle.ts';

type FieldsOf<Entity> = {
  readonly [Field in keyof Entity as Entity[Field] extends (...args: never[]) => unknown ? never : Field]: Entity[Field];
};

/** A customer as it is read, with who has to do with it. */
export type CustomerRow = Omit<FieldsOf<Customer>, 'displayName'> & KnownTo & { readonly createdAt: Date };
export type VehicleRow = FieldsOf<Vehicle> &
  KnownTo & {
    readonly createdAt: Date;
    readonly customer: Pick<Customer, 'id' | 'type' | 'firstName' | 'lastName' | 'legalName' | 'phone'>;
    /** The branches that the owner is inside of, which decide on the owner's contact data (SRC-05). */
    readonly ownerKnownAt: readonly string[];
    /** The last first (VEH-01). */
    readonly formerPlates: readonly { readonly registration: string; readonly from: BusinessDay | null; readonly until: BusinessDay }[];
  };

export type CustomerFilter = {
  readonly phone?: string | undefined;
  readonly gstin?: string | undefined;
  readonly email?: string | undefined;
  readonly type?: string | undefined;
  readonly serviceCenterId?: string | undefined;
};
export type VehicleFilter = {
  readonly customerId?: string | undefined;
  readonly registration?: string | undefined;
  readonly vin?: string | undefined;
  readonly serviceCenterId?: string | undefined;
};

/** Customers and vehicles as lists and single ones. Every branch sees that they are there; what of them, is masked on the way out. */
export type Directory = {
  /** The latest first. Who was merged is not listed, and found by their phone as who is left. */
  customers(filter: CustomerFilter, page: PageRequest, onlyOn?: OwnJobs): Promise<Page<CustomerRow>>;
  /** Who was merged is shown as who is left (CUS-02). @throws DomainError `entity.absent` */
  customer(id: string, jobs: Scope): Promise<CustomerRow>;
  contacts(customerId: string, page: PageRequest): Promise<Page<CustomerContact>>;
  vehicles(filter: VehicleFilter, page: PageRequest, onlyOn?: OwnJobs): Promise<Page<VehicleRow>>;
  /** @throws DomainError `entity.absent` */
  vehicle(id: string, jobs: Scope): Promise<VehicleRow>;
  /** The latest first. */
  readings(vehicleId: string, page: PageRequest): Promise<Page<OdometerReading>>;
};
