import { Warranty } from '@dms/domain/warranty/warranty';
import { WarrantyClaim, WarrantyClaimLine, WarrantyClaimTransition } from '@dms/domain/warranty/warranty-claim';
import { WarrantyTerms } from '@dms/domain/warranty/warranty-terms';
import { defineEntity } from '@mikro-orm/core';
import { day, id, instant, integer, money, quantity, ref, text, version } from '../types/columns.ts';

export const WarrantyTermsSchema = defineEntity({
  class: WarrantyTerms,
  tableName: 'warranty_terms',
  properties: {
    id: id(),
    partId: ref().nullable(),
    hsn: text().nullable(),
    months: integer(),
    kilometres: integer().nullable(),
    validFrom: day(),
    version: version(),
  },
});

export const WarrantySchema = defineEntity({
  class: Warranty,
  tableName: 'warranties',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    customerId: ref().nullable(),
    vehicleId: ref().nullable(),
    kind: text(),
    partId: ref().nullable(),
    description: text(),
    serial: text().nullable(),
    quantity: quantity(),
    sourceType: text(),
    sourceId: ref(),
    invoiceId: ref(),
    invoiceLineId: ref().nullable(),
    months: integer(),
    kilometres: integer().nullable(),
    startsOn: day(),
    endsOn: day(),
    startOdometer: integer().nullable(),
    endOdometer: integer().nullable(),
    replacesId: ref().nullable(),
    replacedOn: day().nullable(),
    version: version(),
  },
});

export const WarrantyClaimSchema = defineEntity({
  class: WarrantyClaim,
  tableName: 'warranty_claims',
  properties: {
    id: id(),
    warrantyId: ref(),
    serviceCenterId: ref(),
    vehicleId: ref().nullable(),
    partId: ref().nullable(),
    sourceType: text(),
    sourceId: ref(),
    invoiceId: ref(),
    invoiceLineId: ref().nullable(),
    repairJobCardId: ref().nullable(),
    failedOn: day(),
    odometer: integer().nullable(),
    complaint: text(),
    claimedBy: ref().nullable(),
    status: text(),
    settledAmount: money().nullable(),
    settlementReference: text().nullable(),
    version: version(),
  },
});

export const WarrantyClaimLineSchema = defineEntity({
  class: WarrantyClaimLine,
  tableName: 'warranty_claim_lines',
  properties: {
    id: id(),
    claimId: ref(),
    position: integer(),
    kind: text(),
    description: text(),
    claimed: money(),
    approved: money().nullable(),
  },
});

export const WarrantyClaimTransitionSchema = defineEntity({
  class: WarrantyClaimTransition,
  tableName: 'warranty_claim_transitions',
  properties: {
    id: id(),
    claimId: ref(),
    event: text(),
    fromStatus: text(),
    toStatus: text(),
    reason: text().nullable(),
    amount: money(),
    movedBy: ref().nullable(),
    movedAt: instant(),
  },
});
