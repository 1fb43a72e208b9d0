import { LostDemand } from '@dms/domain/inventory/lost-demand';
import { Part } from '@dms/domain/inventory/part';
import { Reservation } from '@dms/domain/inventory/reservation';
import { StockItem } from '@dms/domain/inventory/stock-item';
import { StockMovement } from '@dms/domain/inventory/stock-movement';
import { defineEntity } from '@mikro-orm/core';
import { flag, id, instant, integer, money, quantity, ref, refs, text, version } from '../types/columns.ts';

export const PartSchema = defineEntity({
  class: Part,
  tableName: 'parts',
  properties: {
    id: id(),
    sku: text(),
    name: text(),
    description: text().nullable(),
    category: text().nullable(),
    manufacturer: text().nullable(),
    supplier: text().nullable(),
    barcode: text().nullable(),
    hsn: text(),
    unit: text(),
    taxTreatment: text(),
    unitPrice: money(),
    cost: money(),
    mrp: money().nullable(),
    reorderLevel: quantity(),
    serialTracked: flag(),
    substitutes: refs(),
    active: flag(),
    version: version(),
  },
});

export const StockItemSchema = defineEntity({
  class: StockItem,
  tableName: 'inventory',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    partId: ref(),
    onHand: quantity(),
    reserved: quantity(),
    inTransit: quantity(),
    stockValue: money(),
    corrections: integer(),
    costStated: flag(),
    minLevel: quantity().nullable(),
    maxLevel: quantity().nullable(),
    version: version(),
  },
});

export const StockMovementSchema = defineEntity({
  class: StockMovement,
  tableName: 'stock_movements',
  properties: {
    id: id(),
    partId: ref(),
    quantity: quantity(),
    fromType: text(),
    fromId: ref().nullable(),
    toType: text(),
    toId: ref().nullable(),
    unitCost: money(),
    value: money(),
    documentType: text(),
    documentId: ref(),
    serviceCenterId: ref(),
    movedAt: instant(),
    movedBy: ref().nullable(),
  },
});

export const ReservationSchema = defineEntity({
  class: Reservation,
  tableName: 'stock_reservations',
  properties: {
    id: id(),
    stockItemId: ref(),
    sourceType: text(),
    sourceId: ref(),
    partId: ref(),
    reserved: quantity(),
    backordered: quantity(),
    urgency: text(),
    neededBy: instant().nullable(),
    askedAt: instant(),
  },
});

export const LostDemandSchema = defineEntity({
  class: LostDemand,
  tableName: 'lost_demand',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    partId: ref(),
    requested: quantity(),
    available: quantity(),
    met: quantity(),
    sourceType: text(),
    sourceId: ref(),
    occasion: text(),
    askedAt: instant(),
    askedBy: ref().nullable(),
  },
});
