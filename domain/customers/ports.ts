import type { Scope } from '../shared/actor.ts';
import type { Repository } from '../shared/repository.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { CustomerContact } from './contact.ts';
import type { Customer } from './customer.ts';
import type { FormerPlate } from './former-plate.ts';
import type { HistoryDocument } from './history-document.ts';
import type { LegacyServiceEntry } from './legacy-service.ts';
import type { OdometerReading } from './odometer-reading.ts';
import type { Ownership } from './ownership.ts';
import type { Vehicle } from './vehicle.ts';

/** Who has to do with a customer or a vehicle. */
export type KnownTo = {
  /** The branches that it is inside of (CUS-03). */
  readonly serviceCenterIds: readonly string[];
  /** The engineers with a job card of it. */
  readonly engineerIds: readonly string[];
};

/** One that is inside a branch. */
export type Inside = { readonly id: string; readonly serviceCenterId: string };

/** What whole batches of customers or vehicles ask. */
type InBatches = {
  /** CUS-03: as `belongsTo`, of many at once. */
  belong(insides: readonly Inside[]): void;
  /** The branches that each of these is inside of. */
  insidesOf(ids: readonly string[]): Promise<readonly Inside[]>;
};

/** Who has a phone: of a customer that was merged, the one that is left. */
export type PhoneOwner = { readonly phone: string; readonly customerId: string };

export type Customers = Repository<Customer> &
  InBatches & {
    /** CUS-03: from now on the customer is inside that branch. Again is no harm. */
    belongsTo(customerId: string, serviceCenterId: string): void;
    /** Those with one of these phones or GSTINs, locked. */
    lockByKeys(phones: readonly string[], gstins: readonly string[]): Promise<Customer[]>;
    ownersByPhone(phones: readonly string[]): Promise<readonly PhoneOwner[]>;
    /** Every branch, and the engineers of job cards inside the scope. */
    knownTo(customerId: string, scope: Scope): Promise<KnownTo>;
    /** Those that were merged into it, locked. */
    aliasesOf(customerId: string): Promise<Customer[]>;
    /** What stands in the way of forgetting it or its aliases, in sentences. */
    openBusinessOf(customerId: string): Promise<string[]>;
    /** Whatever names the one names the other from now on, when this unit is at its end (CUS-02). */
    repoint(fromId: string, toId: string): void;
    /** What these said, and what was said of them, goes from the records that stay, when this unit is at its end (CUS-02). */
    forget(ids: readonly string[], now: Date): void;
  };

export type Contacts = Repository<CustomerContact> & {
  /** All contacts of these customers, locked. */
  lockOf(customerIds: readonly string[]): Promise<CustomerContact[]>;
};

export type Vehicles = Repository<Vehicle> &
  InBatches & {
    belongsTo(vehicleId: string, serviceCenterId: string): void;
    /** Every branch, and the engineers of job cards inside the scope. */
    knownTo(vehicleId: string, scope: Scope): Promise<KnownTo>;
    /** Those with one of these plates or VINs, in the one form that they are compared in, locked. */
    lockByKeys(plates: readonly string[], vins: readonly string[]): Promise<Vehicle[]>;
    /** The numbers of its open job cards, at whichever branch. */
    openCardsOf(vehicleId: string): Promise<string[]>;
  };

export type Ownerships = {
  /** Whose it is now, locked; nothing for a vehicle that never changed hands. */
  presentOf(vehicleId: string): Promise<Ownership | undefined>;
  add(ownership: Ownership): void;
};

export type OdometerReadings = { add(reading: OdometerReading): void };

export type FormerPlates = {
  /** The last day of the plate before the present one. */
  lastDayOf(vehicleId: string): Promise<BusinessDay | undefined>;
  add(plate: FormerPlate): void;
};

/** A history as it was shown to somebody, to be drawn. */
export type KeptHistory = {
  readonly id: string;
  readonly vehicleId: string;
  readonly document: HistoryDocument;
  readonly frozenAt: Date;
  readonly frozenBy: string | null;
};

export type HistoryPapers = {
  find(id: string): Promise<KeptHistory | undefined>;
  /** False where it is kept already: its id is that of its content. */
  keep(history: KeptHistory): Promise<boolean>;
};

/** Services from before the books began here. */
export type LegacyServices = {
  of(vehicleIds: readonly string[]): Promise<readonly Pick<LegacyServiceEntry, 'vehicleId' | 'servedOn' | 'number'>[]>;
  add(services: readonly LegacyServiceEntry[]): void;
};

export type CustomerRepositories = {
  readonly customers: Customers;
  readonly contacts: Contacts;
  readonly vehicles: Vehicles;
  readonly ownerships: Ownerships;
  readonly odometerReadings: OdometerReadings;
  readonly formerPlates: FormerPlates;
  readonly legacyServices: LegacyServices;
  readonly history: VehicleHistory;
  readonly historyPapers: HistoryPapers;
};

export const historyKinds = ['JOB', 'INVOICE', 'TRANSFER', 'LEGACY'] as const;
export type HistoryKind = (typeof historyKinds)[number];

/**
 * HIS-01: the timeline of a vehicle is a projection. Writing it anew for one source, in the transaction of the event, and
 * writing it anew for all of them give the same rows, because it is the same projection.
 */
export type VehicleHistory = {
  project(kind: HistoryKind, sourceId: string): void;
  projectAll(kind: HistoryKind, sourceIds: readonly string[]): void;
};
