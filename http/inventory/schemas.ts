import { Type } from '@sinclair/typebox';
import { Nullable, Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

export const StockQuery = pageQuery(['id'], { serviceCenterId: Type.Optional(Uuid), partId: Type.Optional(Uuid) });

export const StockItem = Type.Object(
  {
    id: Uuid,
    partId: Uuid,
    sku: Type.String({ examples: ['OIL-5W30'] }),
    serviceCenterId: Uuid,
    onHand: QuantityText,
    reserved: QuantityText,
    available: QuantityText,
    inTransit: QuantityText,
    minLevel: Nullable(QuantityText),
    maxLevel: Nullable(QuantityText),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'StockItem' },
);

export const StockPage = Page(StockItem);

export const SetStockLevels = Type.Object(
  {
    minLevel: Type.Optional(
      Type.Unsafe<string | null>({ ...Nullable(QuantityText), description: 'Null for the reorder level of the part.' }),
    ),
    maxLevel: Type.Optional(Type.Unsafe<string | null>({ ...Nullable(QuantityText), description: 'Null for none.' })),
  },
  { minProperties: 1 },
);
