import { Type } from '@sinclair/typebox';
import { Enumeration, MoneyText, Nullable, Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

export const PartQuery = pageQuery(['sku'], {
  sku: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['OIL-5W30'] })),
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['Lubricants'] })),
});

export const PartPage = Page(
  Type.Object(
    {
      id: Uuid,
      sku: Type.String({ examples: ['OIL-5W30'] }),
      name: Type.String({ examples: ['Engine oil 5W-30'] }),
      category: Nullable(Type.String({ examples: ['Lubricants'] })),
      hsn: Type.String({ examples: ['27101980'] }),
      unit: Type.String({ description: 'A unit quantity code (UQC).', examples: ['LTR'] }),
      unitPrice: MoneyText,
      cost: Nullable(MoneyText),
      mrp: Nullable(MoneyText),
      reorderLevel: QuantityText,
      serialTracked: Type.Boolean({ examples: [false] }),
      active: Type.Boolean({ examples: [true] }),
    },
    { $id: 'Part' },
  ),
);

export const StockQuery = pageQuery(['id'], {
  serviceCenterId: Type.Optional(Uuid),
  partId: Type.Optional(Uuid),
  below: Type.Optional(Enumeration(['reorder'], { description: 'Only where no more is available than the level of reordering.' })),
});

export const StockPage = Page(
  Type.Object(
    {
      id: Uuid,
      partId: Uuid,
      sku: Type.String({ examples: ['OIL-5W30'] }),
      serviceCenterId: Uuid,
      onHand: QuantityText,
      reserved: QuantityText,
      available: QuantityText,
      inTransit: QuantityText,
      averageCost: Nullable(MoneyText),
      value: Nullable(MoneyText),
      minLevel: Nullable(QuantityText),
      maxLevel: Nullable(QuantityText),
      reorderAt: { ...QuantityText, description: 'The least level of the branch, else the reorder level of the part.' },
      low: Type.Boolean({
        description: 'No more is available than `reorderAt`; what is on its way does not count. A level of zero asks for nothing.',
        examples: [false],
      }),
    },
    { $id: 'StockItem' },
  ),
);
