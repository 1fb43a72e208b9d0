import type { CustomerReads } from '../../customers/reads.ts';
import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { absent } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import { type Coverage, coverageOn } from '../coverage.ts';
import type { WarrantyClaimFilter, WarrantyClaimRow, WarrantyReads, WarrantyRow, WarrantyTermsFilter, WarrantyTermsRow } from '../reads.ts';
import type { WarrantyClaim } from '../warranty-claim.ts';

type Deps = { readonly warrantyReads: WarrantyReads };

export const listWarrantyTerms =
  ({ warrantyReads }: Deps) =>
  (filter: WarrantyTermsFilter, page: PageRequest): Promise<Page<WarrantyTermsRow>> =>
    warrantyReads.terms(filter, page);

/**
 * The warranties of a vehicle, with whether each holds today at the last reading, and why. They hold in the whole network, so
 * whoever sees the history of the vehicle sees them; an engineer those of the vehicles of their own jobs.
 * @throws DomainError `entity.absent`
 */
export const listWarranties =
  ({ warrantyReads, customerReads, clock }: Deps & { readonly customerReads: CustomerReads; readonly clock: Clock }) =>
  async (vehicleId: string, page: PageRequest, actor: Actor): Promise<Page<WarrantyRow & Coverage>> => {
    const seen = scopeOf(actor, 'vehicle.history');
    if (seen.kind === 'own' && !(await customerReads.isOn(vehicleId, seen))) throw absent('vehicle');
    const { odometer, ...found } = await warrantyReads.ofVehicle(vehicleId, page);
    const today = businessDay(clock.now());
    return { ...found, data: found.data.map((warranty) => ({ ...warranty, ...coverageOn(warranty, today, odometer) })) };
  };

export const listWarrantyClaims =
  ({ warrantyReads }: Deps) =>
  (filter: WarrantyClaimFilter, page: PageRequest, actor: Actor): Promise<Page<WarrantyClaimRow>> =>
    warrantyReads.claims(filter, reach(actor, 'warranty.read'), page);

/** @throws DomainError `entity.absent`, `access.denied` */
export const readWarrantyClaim =
  ({ warrantyReads }: Deps) =>
  async (claimId: string, actor: Actor): Promise<WarrantyClaim> => {
    const claim = await warrantyReads.claim(claimId, reach(actor, 'warranty.read'));
    permit(actor, 'warranty.read', { serviceCenterId: claim.serviceCenterId });
    return claim;
  };
