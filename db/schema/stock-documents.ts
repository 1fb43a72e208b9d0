import { GoodsReceipt, GoodsReceiptLine } from '@dms/domain/inventory/goods-receipt';
import { SerialUnit } from '@dms/domain/inventory/serial-unit';
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
