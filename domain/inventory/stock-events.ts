import type { DomainEvent } from '../shared/events.ts';
import type { GoodsReceipt } from './goods-receipt.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { LostDemand } from './lost-demand.ts';
import type { Reservation } from './reservation.ts';
import type { StockAdjustment } from './stock-adjustment.ts';
import type { Counted, StockCount } from './stock-count.ts';
import type { StockItem } from './stock-item.ts';

/** Without what people wrote: whose paper it was is on the receipt. */
export const stockReceived = ({ id, serviceCenterId, lines }: GoodsReceipt): DomainEvent => ({
  name: 'StockReceived',
  entityId: id,
  serviceCenterId,
  data: { items: lines.map(({ partId, quantity }) => ({ partId, quantity: quantity.toString() })) },
});

/** The reason is what a person wrote, and stays on the adjustment. */
export const stockAdjusted = ({ id, serviceCenterId, partId, delta, value, approvalId, status }: StockAdjustment): DomainEvent => ({
  name: 'StockAdjusted',
  entityId: id,
  serviceCenterId,
  to: status,
  data: { partId, delta: delta.toString(), value: value.toString(), approvalId },
});

export const stockCountStarted = ({ id, serviceCenterId, status }: StockCount): DomainEvent => ({
  name: 'StockCountStarted',
  entityId: id,
  serviceCenterId,
  to: status,
  data: {},
});

export const stockCounted = ({ id, serviceCenterId }: StockCount, found: readonly Counted[]): DomainEvent => ({
  name: 'StockCounted',
  entityId: id,
  serviceCenterId,
  data: {
    items: found.map(({ partId, expected, counted }) => ({ partId, expected: expected.toString(), counted: counted.toString() })),
  },
});

export const stockCountPosted = ({ id, serviceCenterId, status, value, lines }: StockCount): DomainEvent => ({
  name: 'StockCountPosted',
  entityId: id,
  serviceCenterId,
  from: 'open',
  to: status,
  data: { value: String(value), items: lines.map(({ partId, delta }) => ({ partId, delta: String(delta) })) },
});

export const stockLevelsSet = ({ id, serviceCenterId, partId, minLevel, maxLevel }: StockItem): DomainEvent => ({
  name: 'StockLevelsSet',
  entityId: id,
  serviceCenterId,
  data: { partId, minLevel: minLevel && minLevel.toString(), maxLevel: maxLevel && maxLevel.toString() },
});

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
