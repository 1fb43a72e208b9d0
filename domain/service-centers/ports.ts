import type { Repository } from '../shared/repository.ts';
import type { ServiceCenter } from './service-center.ts';

/** A branch as a use case of another module is given it. */
export type Branch = ServiceCenter;

/** A branch as others speak of it. */
export type BranchRef = { readonly id: string; readonly code: string };

/** What has to be gone before a branch becomes INACTIVE (SCN-02). */
export type OpenEnds = { readonly jobCards: number; readonly stockedParts: number; readonly unpaidInvoices: number };

export type ServiceCenters = Repository<ServiceCenter> & {
  /** Those that there are, by code. */
  refs(ids: readonly string[]): Promise<readonly BranchRef[]>;
  /** Those with one of these codes, whatever their letters. */
  refsByCode(codes: readonly string[]): Promise<readonly BranchRef[]>;
  /** The active engineers who work there (SCN-03). */
  technicianCount(id: string): Promise<number>;
  openEnds(id: string): Promise<OpenEnds>;
  /** How many job cards are open, counted no further than `most`. */
  openJobCards(id: string, most: number): Promise<number>;
  /** The prefixes of all series. */
  prefixes(): Promise<readonly string[]>;
};
