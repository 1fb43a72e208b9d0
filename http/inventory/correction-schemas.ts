import { stockAdjustmentStatuses } from '@dms/domain/inventory/stock-adjustment.states';
import { stockCountStatuses } from '@dms/domain/inventory/stock-count';
import { Type } from '@sinclair/typebox';
import {
  Enumeration,
  InstantText,
  MoneyText,
  Nullable,
  Page,
  pageQuery,
  QuantityText,
  SignedMoneyText,
  SignedQuantityText,
  Uuid,
  Words,
} from '../schemas.ts';
import { Serials } from './receipt-schemas.ts';

const MOST_ITEMS = 200;
const Reason = Words(500, { examples: ['one was broken on the shelf'] });
const Status = Enumeration(stockAdjustmentStatuses, { examples: ['posted'] });
const CountStatus = Enumeration(stockCountStatuses, { examples: ['open'] });
const Version = Type.Integer({ minimum: 1, examples: [1] });
const Units = Type.Array(Type.String({ examples: ['SN-00042'] }));
/** Null for who may not know what a part costs. */
const Value = Nullable(SignedMoneyText);

export const AdjustStock = Type.Object({
  serviceCenterId: Uuid,
  partId: Uuid,
  delta: SignedQuantityText,
  reason: Reason,
  unitCost: Type.Optional(
    Type.Unsafe<string>({
      ...MoneyText,
      description: 'For a store that has none of the part; by default what the catalogue says it costs.',
    }),
  ),
  serials: Type.Optional(Serials),
});

export const ApproveAdjustment = Type.Object({ comments: Type.Optional(Words(1000)) });
export const RejectAdjustment = Type.Object({ rejectionReason: Words(1000, { examples: ['look again behind the shelf'] }) });

export const Adjustment = Type.Object(
  {
    id: Uuid,
    status: Status,
    serviceCenterId: Uuid,
    partId: Uuid,
    delta: SignedQuantityText,
    reason: Type.String({ examples: ['one was broken on the shelf'] }),
    serials: Units,
    value: Value,
    requestedBy: Nullable(Uuid),
    requestedAt: InstantText,
    approvalId: Nullable(Uuid),
    decidedBy: Nullable(Uuid),
    decidedAt: Nullable(InstantText),
    comments: Nullable(Type.String({ examples: ['as agreed on the phone'] })),
    postedAt: Nullable(InstantText),
    version: Version,
  },
  { $id: 'StockAdjustment' },
);

export const AdjustmentQuery = pageQuery(['-createdAt'], {
  serviceCenterId: Type.Optional(Uuid),
  partId: Type.Optional(Uuid),
  status: Type.Optional(Status),
});
export const AdjustmentPage = Page(Adjustment);

export const StartCount = Type.Object({ serviceCenterId: Uuid, note: Type.Optional(Words(500, { examples: ['shelf B, filters'] })) });

export const CountStock = Type.Object({
  items: Type.Array(Type.Object({ partId: Uuid, quantity: QuantityText, serials: Type.Optional(Serials) }), {
    minItems: 1,
    maxItems: MOST_ITEMS,
    description: 'All that there is of each part; who names a part again corrects what was said before.',
  }),
});

const head = {
  id: Uuid,
  serviceCenterId: Uuid,
  note: Nullable(Type.String({ examples: ['shelf B, filters'] })),
  status: CountStatus,
  startedBy: Nullable(Uuid),
  startedAt: InstantText,
  postedBy: Nullable(Uuid),
  postedAt: Nullable(InstantText),
  value: Value,
};

export const StockCount = Type.Object(
  {
    ...head,
    items: Type.Array(
      Type.Object({
        id: Uuid,
        partId: Uuid,
        sku: Type.String({ examples: ['OIL-5W30'] }),
        expected: QuantityText,
        counted: QuantityText,
        difference: SignedQuantityText,
        serials: Units,
        missing: Units,
        surplus: Units,
        countedBy: Nullable(Uuid),
        countedAt: InstantText,
        delta: Nullable(SignedQuantityText),
        value: Value,
      }),
    ),
    version: Version,
  },
  { $id: 'StockCount' },
);

export const CountQuery = pageQuery(['-startedAt'], { serviceCenterId: Type.Optional(Uuid), status: Type.Optional(CountStatus) });
export const CountPage = Page(Type.Object(head, { $id: 'StockCountRow' }));
