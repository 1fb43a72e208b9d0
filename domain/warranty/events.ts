import type { DomainEvent, Json } from '../shared/events.ts';
import type { Money } from '../shared/money.ts';
import type { WarrantyTerms } from './warranty-terms.ts';
import type { WarrantyClaim } from './warranty-claim.ts';
import type { ClaimEvent, ClaimStatus } from './warranty-claim.states.ts';

export const warrantyTermsSet = ({ id, partId, hsn, months, kilometres, validFrom }: WarrantyTerms): DomainEvent => ({
  name: 'WarrantyTermsSet',
  entityId: id,
  serviceCenterId: null,
  data: { partId, hsn, months, kilometres, validFrom },
});

export const warrantiesGiven = (
  bill: { readonly invoiceId: string; readonly serviceCenterId: string; readonly vehicleId: string | null },
  given: readonly {
    readonly id: string;
    readonly endsOn: string;
    readonly endOdometer: number | null;
    readonly replacesId: string | null;
  }[],
): DomainEvent => ({
  name: 'WarrantiesGiven',
  entityId: bill.invoiceId,
  serviceCenterId: bill.serviceCenterId,
  data: {
    vehicleId: bill.vehicleId,
    warranties: given.map(({ id, endsOn, endOdometer, replacesId }) => ({ id, endsOn, endOdometer, replacesId })),
  },
});

const about = (claim: WarrantyClaim, name: DomainEvent['name'], data: Record<string, Json> = {}): DomainEvent => ({
  name,
  entityId: claim.id,
  serviceCenterId: claim.serviceCenterId,
  data: { warrantyId: claim.warrantyId, vehicleId: claim.vehicleId, repairJobCardId: claim.repairJobCardId, ...data },
});

export const claimMade = (claim: WarrantyClaim): DomainEvent => ({
  ...about(claim, 'WarrantyClaimMade', { failedOn: claim.failedOn, odometer: claim.odometer, claimed: claim.claimedAmount.toString() }),
  to: claim.status,
});

const names = {
  submit: 'WarrantyClaimSubmitted',
  ask_more: 'WarrantyClaimQuestioned',
  approve: 'WarrantyClaimApproved',
  approve_in_part: 'WarrantyClaimApproved',
  reject: 'WarrantyClaimRejected',
  appeal: 'WarrantyClaimAppealed',
  settle: 'WarrantyClaimSettled',
} as const satisfies Record<ClaimEvent, DomainEvent['name']>;

export const claimMoved = (
  claim: WarrantyClaim,
  { event, from, to, amount }: { readonly event: ClaimEvent; readonly from: ClaimStatus; readonly to: ClaimStatus; readonly amount: Money },
): DomainEvent => ({ ...about(claim, names[event], { amount: amount.toString() }), from, to });
