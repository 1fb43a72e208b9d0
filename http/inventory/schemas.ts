import { Type } from '@sinclair/typebox';
import { Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

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
