import type { Money } from '../shared/money.ts';
import type { Repository } from '../shared/repository.ts';
import type { JobCard } from './job-card.ts';
import type { Engineer } from './policies.ts';

export type JobCards = Repository<JobCard> & {
  /** The number of another card that is open for the vehicle at the branch (JOB-02). */
  openCardOf(vehicleId: string, serviceCenterId: string): Promise<string | undefined>;
  /** The next `JC-…` of the branch and financial year. Unique; gaps are allowed here, so nobody waits for it (JOB-03). */
  nextNumber(branchCode: string, financialYear: string): Promise<string>;
};

export type Engineers = { find(userId: string): Promise<Engineer | undefined> };

/** What billing knows of a job. */
export type Bills = {
  /**
   * What its customer still owes on its issued invoices, or undefined while there is none. An insurer or manufacturer is billed on terms
   * of their own: a vehicle does not wait for their money.
   */
  outstandingOf(jobCardId: string): Promise<Money | undefined>;
};
