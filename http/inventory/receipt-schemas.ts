import { Type } from '@sinclair/typebox';
import { InstantText, MoneyText, Nullable, Page, pageQuery, PositiveQuantityText, QuantityText, Uuid, Words } from '../schemas.ts';

const MOST_ITEMS = 200;
const MOST_SERIALS = 500;
/** Null for who may not know what a part costs. */
const Cost = Nullable(MoneyText);
const Supplier = Words(100, { examples: ['Sahyadri Lubricants'] });
const Reference = Words(100, { examples: ['INV/2026/4711'] });

export const Serials = Type.Array(Words(64, { examples: ['SN-00042'] }), {
  maxItems: MOST_SERIALS,
  description: 'One for each unit of a part that is tracked by serial number; none for any other.',
});

export const ReceiveGoods = Type.Object({
  serviceCenterId: Uuid,
  supplier: Supplier,
  reference: Reference,
  items: Type.Array(Type.Object({ partId: Uuid, quantity: PositiveQuantityText, unitCost: MoneyText, serials: Type.Optional(Serials) }), {
    minItems: 1,
    maxItems: MOST_ITEMS,
  }),
});

const head = {
  id: Uuid,
  serviceCenterId: Uuid,
  supplier: Type.String({ examples: ['Sahyadri Lubricants'] }),
  reference: Type.String({ examples: ['INV/2026/4711'] }),
  receivedBy: Nullable(Uuid),
  receivedAt: InstantText,
  value: Cost,
};

export const GoodsReceipt = Type.Object(
  {
    ...head,
    items: Type.Array(
      Type.Object({
        id: Uuid,
        position: Type.Integer({ minimum: 1, examples: [1] }),
        partId: Uuid,
        sku: Type.String({ examples: ['OIL-5W30'] }),
        description: Type.String({ examples: ['Engine oil 5W-30'] }),
        quantity: QuantityText,
        unitCost: Cost,
        value: Cost,
        serials: Type.Array(Type.String({ examples: ['SN-00042'] })),
      }),
    ),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'GoodsReceipt' },
);

export const ReceiptQuery = pageQuery(['-receivedAt'], { serviceCenterId: Type.Optional(Uuid) });
export const ReceiptPage = Page(Type.Object(head, { $id: 'GoodsReceiptRow' }));
