import { Type } from '@sinclair/typebox';
import { MoneyText, Nullable, Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

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

export const StockQuery = pageQuery(['id'], { serviceCenterId: Type.Optional(Uuid), partId: Type.Optional(Uuid) });

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
    },
    { $id: 'StockItem' },
  ),
);
