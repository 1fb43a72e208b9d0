import { returnConditions } from '@dms/domain/inventory/use-cases/return-from-job';
import { type TProperties, Type } from '@sinclair/typebox';
import { Serials } from '../inventory/receipt-schemas.ts';
import { Enumeration, InstantText, PositiveQuantityText, Uuid, Words } from '../schemas.ts';

const MOST_LINES = 100;
const itemsOf = <Fields extends TProperties>(fields: Fields) =>
  Type.Array(Type.Object({ partId: Uuid, ...fields }), { minItems: 1, maxItems: MOST_LINES });

const quantity = PositiveQuantityText;
const requestedItems = itemsOf({
  quantity,
  required: Type.Optional(
    Type.Boolean({ description: 'Whether the job can not be completed without it; true unless said otherwise.', examples: [true] }),
  ),
  neededBy: Type.Optional(InstantText),
});
const issuedItems = itemsOf({ quantity, serials: Type.Optional(Serials) });
const returnedItems = itemsOf({
  quantity,
  serials: Type.Optional(Serials),
  condition: Type.Optional(
    Enumeration(returnConditions, { description: 'DAMAGED goes to the scrap heap; GOOD unless said otherwise.', examples: ['GOOD'] }),
  ),
});

export const RequestParts = Type.Object({ items: requestedItems });
export const ReserveParts = Type.Object({ items: Type.Optional(itemsOf({ quantity: Type.Optional(quantity) })) });
export const CancelParts = Type.Object({
  items: itemsOf({ quantity: Type.Optional(quantity) }),
  reason: Type.Optional(Words(500, { description: 'Why.', examples: ['The old ones will do'] })),
});
export const IssueParts = Type.Object({ items: issuedItems });
export const ReturnParts = Type.Object({ items: returnedItems });
export const IssueToJob = Type.Object({ jobCardId: Uuid, items: issuedItems });
export const ReturnFromJob = Type.Object({ jobCardId: Uuid, items: returnedItems });
