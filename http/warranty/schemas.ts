import { claimLineKinds, decisions } from '@dms/domain/warranty/warranty-claim';
import { claimStatuses } from '@dms/domain/warranty/warranty-claim.states';
import { warrantyKinds } from '@dms/domain/warranty/warranty';
import { sourceTypes } from '@dms/domain/billing/invoice';
import { Type } from '@sinclair/typebox';
import {
  DayText,
  Enumeration,
  InstantText,
  MoneyText,
  Nullable,
  Page,
  pageQuery,
  PositiveMoneyText,
  QuantityText,
  Uuid,
  Words,
} from '../schemas.ts';

/** Null for who may not see amounts. */
const Amount = Nullable(MoneyText);
const Status = Enumeration(claimStatuses, { examples: ['submitted'] });
const Kilometres = Type.Integer({ minimum: 0, maximum: 9_999_999, examples: [20_150] });
const ServiceCode = Type.String({ pattern: '^[0-9]{2,8}$', description: 'A service accounting code (SAC).', examples: ['998714'] });
const Months = Type.Integer({ minimum: 0, maximum: 240, description: 'None ends the terms.', examples: [12] });
const Distance = Type.Integer({ minimum: 1, maximum: 9_999_999, examples: [10_000] });

export const SetTerms = Type.Object({
  partId: Type.Optional(Uuid),
  hsn: Type.Optional(ServiceCode),
  months: Months,
  kilometres: Type.Optional(Distance),
  validFrom: Type.Optional(DayText),
});

export const Terms = Type.Object(
  { id: Uuid, partId: Nullable(Uuid), hsn: Nullable(ServiceCode), months: Months, kilometres: Nullable(Distance), validFrom: DayText },
  { $id: 'WarrantyTerms' },
);
export const TermsQuery = pageQuery(['-validFrom'], { partId: Type.Optional(Uuid), hsn: Type.Optional(ServiceCode) });
export const TermsPage = Page(Terms);

export const WarrantyQuery = pageQuery(['-startsOn'], {});
export const WarrantyPage = Page(
  Type.Object(
    {
      id: Uuid,
      serviceCenterId: Uuid,
      vehicleId: Nullable(Uuid),
      kind: Enumeration(warrantyKinds),
      partId: Nullable(Uuid),
      description: Type.String({ examples: ['Oil filter'] }),
      serial: Nullable(Type.String({ examples: ['SN-00042'] })),
      quantity: QuantityText,
      sourceType: Enumeration(sourceTypes),
      sourceId: Uuid,
      invoiceId: Uuid,
      invoiceLineId: Nullable(Uuid),
      months: Months,
      kilometres: Nullable(Distance),
      startsOn: DayText,
      endsOn: DayText,
      startOdometer: Nullable(Kilometres),
      endOdometer: Nullable(Kilometres),
      replacesId: Nullable(Uuid),
      replacedOn: Nullable(DayText),
      inForce: Type.Boolean({ description: 'Today, at the last reading of the vehicle.', examples: [true] }),
      reason: Type.String({ examples: ['In force until 2027-11-22 or 30150 km, whichever comes first.'] }),
      daysLeft: Type.Integer({ minimum: 0, examples: [365] }),
      kilometresLeft: Nullable(Kilometres),
    },
    { $id: 'Warranty' },
  ),
);

const ClaimedLine = Type.Object({
  kind: Enumeration(claimLineKinds),
  description: Words(200, { examples: ['Oil filter'] }),
  amount: PositiveMoneyText,
});
const ClaimedLines = Type.Array(ClaimedLine, { minItems: 1, maxItems: 50 });
const Reason = Words(1000, { examples: ['the old part is missing'] });

export const MakeClaim = Type.Object({
  warrantyId: Uuid,
  repairJobCardId: Type.Optional(Uuid),
  serviceCenterId: Type.Optional(Uuid),
  odometer: Type.Optional(Kilometres),
  complaint: Words(1000, { examples: ['it leaks'] }),
  lines: ClaimedLines,
});
export const SubmitClaim = Type.Object({ answer: Type.Optional(Reason), lines: Type.Optional(ClaimedLines) });
export const DecideClaim = Type.Object({
  decision: Enumeration(decisions, { examples: ['APPROVED'] }),
  reason: Type.Optional(Reason),
  lines: Type.Optional(Type.Array(Type.Object({ lineId: Uuid, approved: MoneyText }), { minItems: 1, maxItems: 50 })),
});
export const AppealClaim = Type.Object({ reason: Reason });
export const SettleClaim = Type.Object({ paid: MoneyText, reference: Type.Optional(Words(100, { examples: ['OEM-77'] })) });

const claimFields = {
  id: Uuid,
  warrantyId: Uuid,
  serviceCenterId: Uuid,
  vehicleId: Nullable(Uuid),
  partId: Nullable(Uuid),
  status: Status,
  failedOn: DayText,
  claimedAmount: Amount,
  approvedAmount: Amount,
  settledAmount: Amount,
};

export const Claim = Type.Object(
  {
    ...claimFields,
    sourceType: Enumeration(sourceTypes),
    sourceId: Uuid,
    invoiceId: Uuid,
    invoiceLineId: Nullable(Uuid),
    repairJobCardId: Nullable(Uuid),
    odometer: Nullable(Kilometres),
    complaint: Type.String({ examples: ['it leaks'] }),
    claimedBy: Nullable(Uuid),
    settlementReference: Nullable(Type.String({ examples: ['OEM-77'] })),
    lines: Type.Array(
      Type.Object({
        id: Uuid,
        position: Type.Integer({ minimum: 1, examples: [1] }),
        kind: Enumeration(claimLineKinds),
        description: Type.String({ examples: ['Oil filter'] }),
        claimed: Amount,
        approved: Amount,
      }),
    ),
    transitions: Type.Array(
      Type.Object({
        event: Type.String({ examples: ['submit'] }),
        fromStatus: Status,
        toStatus: Status,
        reason: Nullable(Type.String({ examples: ['the old part is missing'] })),
        amount: Amount,
        movedBy: Nullable(Uuid),
        movedAt: InstantText,
      }),
    ),
    version: Type.Integer({ minimum: 1, examples: [2] }),
  },
  { $id: 'WarrantyClaim' },
);

export const ClaimQuery = pageQuery(['-createdAt'], {
  status: Type.Optional(Status),
  serviceCenterId: Type.Optional(Uuid),
  vehicleId: Type.Optional(Uuid),
  warrantyId: Type.Optional(Uuid),
});
export const ClaimPage = Page(Type.Object(claimFields, { $id: 'WarrantyClaimRow' }));
