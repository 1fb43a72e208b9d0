import type { Money } from '../shared/money.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Repository } from '../shared/repository.ts';
import type { Inspection } from './inspection.ts';
import type { JobCard } from './job-card.ts';
import type { EngineerProfile } from './engineer.ts';

export type JobCards = Repository<JobCard> & {
  /** The number of another card that is open for the vehicle at the branch (JOB-02). */
  openCardOf(vehicleId: string, serviceCenterId: string): Promise<string | undefined>;
  /** The next `JC-…` of the branch and financial year. Unique; gaps are allowed here, so nobody waits for it (JOB-03). */
  nextNumber(branchCode: string, financialYear: string): Promise<string>;
  /** Those that were delivered before, the earliest first, for change; those that somebody is changing right now are left for later. */
  lockDelivered(before: Date, most: number): Promise<JobCard[]>;
  /** The card that a revision of an estimate is on. */
  idOfEstimate(estimateId: string): Promise<string | undefined>;
};

/** Each revision is added, and none is changed. */
export type Inspections = {
  add(inspection: Inspection): void;
  /** The last revision, where the vehicle was looked over at all. */
  latestOf(jobCardId: string): Promise<Inspection | undefined>;
};

/** The pictures that were uploaded for a job card. */
export type Photos = {
  /** Those of the files that are pictures of this job card. */
  among(fileIds: readonly string[], jobCardId: string): Promise<readonly string[]>;
};

export type InspectionRepositories = { readonly inspections: Inspections; readonly photos: Photos };

/** What a link to an estimate stands for: one revision, until an instant. */
export type EstimateLink = { readonly estimateId: string; readonly expiresAt: Date };

/** Tokens that say themselves what they are good for: they are signed, so nothing of them is kept. */
export type EstimateLinks = {
  tokenFor(link: EstimateLink): string;
  /** Nothing for a token that was not made here. */
  read(token: string): EstimateLink | undefined;
};

export type Engineers = {
  find(userId: string): Promise<EngineerProfile | undefined>;
  /** Nobody else holds them until this unit ends. Before any other row is locked. */
  hold(userId: string): Promise<void>;
  /** The sold hours of their tasks that are not done, of jobs due up to a day, overdue ones and those without a promise included. */
  bookedUntil(userId: string, last: BusinessDay, exceptJobCardId: string): Promise<Quantity>;
};

export type IssuedBill = {
  readonly number: string;
  /** Whether its cancelling waits for the registration portal. */
  readonly isBeingCancelled: boolean;
};

/** What billing knows of a job. */
export type Bills = {
  /**
   * What its customer still owes on its issued invoices, or undefined while there is none. An insurer or manufacturer is billed on terms
   * of their own: a vehicle does not wait for their money.
   */
  outstandingOf(jobCardId: string): Promise<Money | undefined>;
  /** Its issued invoices, in their order. */
  issuedOf(jobCardId: string): Promise<readonly IssuedBill[]>;
};
