import type { BusinessDay } from '../shared/calendar.ts';
import type { Repository } from '../shared/repository.ts';
import type { Warranty } from './warranty.ts';
import type { WarrantyClaim } from './warranty-claim.ts';
import type { WarrantyTerms } from './warranty-terms.ts';

export type WarrantyTermsOf = {
  /** The terms that hold on a day for each of the parts and service codes that have any. */
  on(day: BusinessDay, subjects: { readonly partIds: readonly string[]; readonly hsns: readonly string[] }): Promise<WarrantyTerms[]>;
  /** @throws DomainError `record.duplicate` where the subject has terms from this day on already */
  add(terms: WarrantyTerms): void;
};

export type Warranties = Repository<Warranty> & {
  /** What a bill gave, in the order of their ids: for whoever takes the bill back. */
  ofInvoice(invoiceId: string): Promise<Warranty[]>;
};

export type WarrantyClaims = Repository<WarrantyClaim> & {
  /** The claims for parts whose failure is repaired on this job and that were not rejected, in the order of their ids. */
  repairedOn(jobCardId: string): Promise<string[]>;
};

/** What giving warranties needs of a unit of work. */
export type WarrantyRepositories = {
  readonly warrantyTerms: WarrantyTermsOf;
  readonly warranties: Warranties;
  readonly warrantyClaims: WarrantyClaims;
};
