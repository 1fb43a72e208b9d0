import type { DomainEvent } from '../shared/events.ts';
import type { GoodsReceipt } from './goods-receipt.ts';

/** Without what people wrote: whose paper it was is on the receipt. */
export const stockReceived = ({ id, serviceCenterId, lines }: GoodsReceipt): DomainEvent => ({
  name: 'StockReceived',
  entityId: id,
  serviceCenterId,
  data: { items: lines.map(({ partId, quantity }) => ({ partId, quantity: quantity.toString() })) },
});
