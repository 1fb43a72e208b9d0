import { GoodsReceipt, GoodsReceiptLine } from '@dms/domain/inventory/goods-receipt';
import { SerialUnit } from '@dms/domain/inventory/serial-unit';
import { StockAdjustment } from '@dms/domain/inventory/stock-adjustment';
import { StockCount, StockCountLine } from '@dms/domain/inventory/stock-count';
import { defineEntity } from '@mikro-orm/core';
import { id, instant, integer, money, quantity, ref, text, texts, version } from '../types/columns.ts';

export const GoodsReceiptSchema = defineEntity({
  class: GoodsReceipt,
  tableName: 'goods_receipts',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    supplier: text(),
    reference: text(),
    receivedBy: ref().nullable(),
    receivedAt: instant(),
    value: money(),
    version: version(),
  },
});

export const GoodsReceiptLineSchema = defineEntity({
  class: GoodsReceiptLine,
  tableName: 'goods_receipt_lines',
  properties: {
    id: id(),
    receiptId: ref(),
    position: integer(),
    partId: ref(),
    sku: text(),
    description: text(),
    quantity: quantity(),
    unitCost: money(),
    value: money(),
    serials: texts(),
  },
});

export const SerialUnitSchema = defineEntity({
  class: SerialUnit,
  tableName: 'stock_serials',
  properties: {
    id: id(),
    partId: ref(),
    serial: text(),
    locationType: text(),
    locationId: ref().nullable(),
    version: version(),
  },
});

export const StockAdjustmentSchema = defineEntity({
  class: StockAdjustment,
  tableName: 'stock_adjustments',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    partId: ref(),
    delta: quantity(),
    reason: text(),
    serials: texts(),
    status: text(),
    value: money(),
    requestedBy: ref().nullable(),
    approvalId: ref().nullable(),
    postedAt: instant().nullable(),
    version: version(),
  },
});

export const StockCountSchema = defineEntity({
  class: StockCount,
  tableName: 'stock_counts',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    note: text().nullable(),
    status: text(),
    startedBy: ref().nullable(),
    startedAt: instant(),
    postedBy: ref().nullable(),
    postedAt: instant().nullable(),
    value: money().nullable(),
    version: version(),
  },
});

export const StockCountLineSchema = defineEntity({
  class: StockCountLine,
  tableName: 'stock_count_lines',
  properties: {
    id: id(),
    countId: ref(),
    partId: ref(),
    sku: text(),
    expected: quantity(),
    counted: quantity(),
    corrections: integer(),
    serials: texts(),
    missing: texts(),
    surplus: texts(),
    countedBy: ref().nullable(),
    countedAt: instant(),
    delta: quantity().nullable(),
    value: money().nullable(),
  },
});
