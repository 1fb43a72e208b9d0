import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';

export type VehicleHit = {
  readonly vehicle: {
    readonly id: string;
    readonly registration: string;
    readonly vin: string | null;
    readonly make: string;
    readonly model: string;
  };
  readonly customer: { readonly id: string; readonly firstName: string; readonly lastName: string | null; readonly phone: string };
  readonly matchedOn: 'registration' | 'vin' | 'phone';
  /** 1 is the term itself. */
  readonly score: number;
  /** The branches that the customer is inside of; outside of them contact data is masked (SRC-05). */
  readonly serviceCenterIds: readonly string[];
};

/** Exactly one of the three. */
export type VehicleTerm = {
  readonly registration?: string | undefined;
  readonly vin?: string | undefined;
  readonly phone?: string | undefined;
};

export type HistoryEntry = {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly serviceCenterId: string | null;
  readonly sourceId: string;
  readonly number: string | null;
  readonly serviceType: string | null;
  readonly summary: string | null;
  readonly odometer: number | null;
  readonly totalAmount: Money | null;
};

/** The jobs of an engineer at the branches they work at now: those of a branch they left are theirs no more (ACC-01). */
export type OwnJobs = { readonly userId: string; readonly ids: readonly string[] | null };

export type CustomerReads = {
  /** Compared in the normal form, so that every way of writing a plate finds it (SRC-02). An engineer finds the vehicles of their own jobs. */
  search(term: VehicleTerm, limit: number, onlyOn?: OwnJobs): Promise<VehicleHit[]>;
  isOn(vehicleId: string, jobs: OwnJobs): Promise<boolean>;
  /** Newest first. @throws DomainError `entity.absent` */
  history(vehicleId: string, page: PageRequest): Promise<Page<HistoryEntry>>;
};
