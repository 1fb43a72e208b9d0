import type { BusinessDay } from '../shared/calendar.ts';
import type { Letterhead } from '../shared/letterhead.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { SearchField } from './search-terms.ts';

export type VehicleHit = {
  readonly vehicle: {
    readonly id: string;
    readonly registration: string;
    readonly vin: string | null;
    readonly make: string;
    readonly model: string;
  };
  readonly customer: { readonly id: string; readonly firstName: string; readonly lastName: string | null; readonly phone: string | null };
  readonly matchedOn: SearchField;
  /** The plate that it had before, where that is what matched (VEH-01). */
  readonly formerPlate: { readonly registration: string; readonly from: BusinessDay | null; readonly until: BusinessDay } | null;
  /** 1 is the term itself; below it, how much of the term and of what was found is alike. */
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

/** How many, whose branches count as near, and whose jobs alone. */
export type Alike = {
  readonly limit: number;
  readonly near: readonly string[];
  readonly onlyOn?: OwnJobs | undefined;
  /** The branches whose customers are found by a part of their phone, or by one that resembles it; everywhere where none are named (SRC-05). */
  readonly phonesAt?: readonly string[] | undefined;
};

/** A vehicle's history as it goes on paper: the latest entries, newest first, with the branches by name. */
export type HistoryOnPaper = {
  readonly vehicle: {
    readonly registration: string;
    readonly make: string;
    readonly model: string;
    readonly year: number | null;
    readonly vin: string | null;
    readonly odometer: number | null;
  };
  readonly entries: readonly (HistoryEntry & { readonly branch: string | null })[];
  readonly cutOff: boolean;
  /** Whose paper it is. */
  readonly seller: Letterhead;
  /** That branch's. */
  readonly language: string | null;
};

export type CustomerReads = {
  /**
   * Compared in the normal form, so that every way of writing a plate finds it (SRC-02). An engineer finds the vehicles of their own jobs.
   * Where what resembles the term was asked too, that has found what is the same, and only what it does not find is looked for.
   */
  search(
    term: VehicleTerm,
    limit: number,
    asked: { readonly onlyOn?: OwnJobs | undefined; readonly alikeAsked?: boolean },
  ): Promise<VehicleHit[]>;
  /**
   * What resembles the text: a plate, VIN or phone with at most two wrong, missing, extra or swapped characters (SRC-03), one that begins or
   * ends with it, or names of like words. The likest first, then those near, then the latest visited.
   */
  alike(field: SearchField, text: string, looking: Alike): Promise<VehicleHit[]>;
  isOn(vehicleId: string, jobs: OwnJobs): Promise<boolean>;
  /** Newest first. @throws DomainError `entity.absent` */
  history(vehicleId: string, page: PageRequest): Promise<Page<HistoryEntry>>;
  /**
   * The same as one piece, on the paper of the reader's branch where they have one, else of the branch that knows the vehicle last.
   * @throws DomainError `entity.absent`
   */
  historyOnPaper(vehicleId: string, most: number, readersBranches: readonly string[]): Promise<HistoryOnPaper>;
};

/** What somebody searched for, and when. */
export type RecentSearch = {
  readonly registration?: string | undefined;
  readonly vin?: string | undefined;
  readonly phone?: string | undefined;
  readonly q?: string | undefined;
  readonly partial?: boolean | undefined;
  readonly at: Date;
};

/** SRC-04: the last ten distinct searches of each user. A help that may be lost: noting one never waits and never fails. */
export type RecentSearches = {
  note(userId: string, search: RecentSearch): void;
  /** Newest first. */
  of(userId: string): Promise<RecentSearch[]>;
};

/** SRC-04: answers to what is asked again and again are kept for seconds, and dropped when a vehicle or customer in them changes. */
export type HeldHits = {
  of(question: object, find: () => Promise<VehicleHit[]>): Promise<VehicleHit[]>;
};
