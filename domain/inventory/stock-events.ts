import type { DomainEvent } from '../shared/events.ts';
import type { GoodsReceipt } from './goods-receipt.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { LostDemand } from './lost-demand.ts';
import type { Reservation } from './reservation.ts';

type Place = { readonly serviceCenterId: string; readonly partId: string };

/** Told of the job that waited. */
export const backorderFilled = (
  { serviceCenterId, partId }: Place,
  { sourceId, backordered }: Reservation,
  quantity: Quantity,
): DomainEvent => ({
  name: 'BackorderFilled',
  entityId: sourceId,
  serviceCenterId,
  data: { partId, quantity: quantity.toString(), stillBackordered: backordered.toString() },
});

export const demandLost = ({ id, serviceCenterId, partId, requested, available, met, sourceType, sourceId }: LostDemand): DomainEvent => ({
  name: 'DemandLost',
  entityId: id,
  serviceCenterId,
  data: { partId, requested: requested.toString(), available: available.toString(), met: met.toString(), sourceType, sourceId },
});

/** Without what people wrote: whose paper it was is on the receipt. */
export const stockReceived = ({ id, serviceCenterId, lines }: GoodsReceipt): DomainEvent => ({
  name: 'StockReceived',
  entityId: id,
  serviceCenterId,
  data: { items: lines.map(({ partId, quantity }) => ({ partId, quantity: quantity.toString() })) },
});
