import { locationTypes } from '@dms/domain/inventory/stock-movement';
import { Type } from '@sinclair/typebox';
import { Period } from '../moments.ts';
import { Enumeration, InstantText, MoneyText, Nullable, Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

const DocumentType = Type.String({
  pattern: '^[A-Z][A-Za-z]{0,63}$',
  examples: ['GoodsReceipt'],
  'x-refusal': 'must be the kind of a document, such as GoodsReceipt',
});

export const MovementQuery = pageQuery(['-at'], {
  partId: Type.Optional(Uuid),
  serviceCenterId: Type.Optional(Uuid),
  documentType: Type.Optional(DocumentType),
  documentId: Type.Optional(Uuid),
  ...Period,
});

const Location = Type.Object({
  type: Enumeration(locationTypes, { examples: ['STORE'] }),
  id: { ...Nullable(Uuid), description: 'The branch, the job card or the customer.' },
});

export const MovementPage = Page(
  Type.Object(
    {
      id: Uuid,
      partId: Uuid,
      from: Location,
      to: Location,
      quantity: QuantityText,
      unitCost: Nullable(MoneyText),
      value: Nullable(MoneyText),
      document: Type.Object({ type: DocumentType, id: Uuid }),
      serviceCenterId: Uuid,
      at: InstantText,
      by: Nullable(Uuid),
    },
    { $id: 'StockMovement' },
  ),
);

export const PastStockQuery = pageQuery(['id'], {
  at: InstantText,
  serviceCenterId: Type.Optional(Uuid),
  partId: Type.Optional(Uuid),
});

export const PastStockPage = Page(
  Type.Object(
    {
      id: Uuid,
      partId: Uuid,
      sku: Type.String({ examples: ['OIL-5W30'] }),
      serviceCenterId: Uuid,
      onHand: QuantityText,
      inTransit: QuantityText,
      averageCost: Nullable(MoneyText),
      value: Nullable(MoneyText),
    },
    { $id: 'PastStockItem' },
  ),
);
