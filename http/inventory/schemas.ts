import { Type } from '@sinclair/typebox';
import { Enumeration, MoneyText, Nullable, Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

export const StockQuery = pageQuery(['id'], {
  serviceCenterId: Type.Optional(Uuid),
  partId: Type.Optional(Uuid),
  below: Type.Optional(Enumeration(['reorder'], { description: 'Only where no more is available than the level of reordering.' })),
});

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
    averageCost: Nullable(MoneyText),
    value: Nullable(MoneyText),
    minLevel: Nullable(QuantityText),
    maxLevel: Nullable(QuantityText),
    reorderAt: { ...QuantityText, description: 'The least level of the branch, else the reorder level of the part.' },
    low: Type.Boolean({
      description: 'No more is available than `reorderAt`; what is on its way does not count. A level of zero asks for nothing.',
      examples: [false],
    }),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'StockItem' },
);

export const StockPage = Page(StockItem);

const levels = {
  minLevel: Type.Optional(
    Type.Unsafe<string | null>({ ...Nullable(QuantityText), description: 'Null for the reorder level of the part.' }),
  ),
  maxLevel: Type.Optional(Type.Unsafe<string | null>({ ...Nullable(QuantityText), description: 'Null for none.' })),
};

export const SetStockLevels = Type.Object(levels, { minProperties: 1 });
export const SetLevelsOfPart = Type.Object({ serviceCenterId: Uuid, partId: Uuid, ...levels }, { minProperties: 3 });
