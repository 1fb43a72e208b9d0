import { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import { TransferLine } from '@dms/domain/inventory/transfer-line';
import { TransferTransition } from '@dms/domain/inventory/transfer-transition';
import { TransferVariance } from '@dms/domain/inventory/transfer-variance';
import { defineEntity } from '@mikro-orm/core';
import { day, id, instant, integer, json, money, quantity, ref, text, texts, version } from '../types/columns.ts';

export const StockTransferSchema = defineEntity({
  class: StockTransfer,
  tableName: 'stock_transfers',
  properties: {
    id: id(),
    transferNumber: text(),
    fromServiceCenterId: ref(),
    toServiceCenterId: ref(),
    makerServiceCenterId: ref().nullable(),
    status: text(),
    urgency: text(),
    reason: text(),
    requestedBy: ref().nullable(),
    requestedAt: instant(),
    approvedBy: ref().nullable(),
    approvedAt: instant().nullable(),
    approvedValue: money().nullable(),
    dispatchedBy: ref().nullable(),
    dispatchedAt: instant().nullable(),
    vehicleNumber: text().nullable(),
    transporter: text().nullable(),
    receivedAt: instant().nullable(),
    documentKind: text().nullable(),
    documentNumber: text().nullable(),
    documentDate: day().nullable(),
    gstin: text().nullable(),
    seriesPrefix: text().nullable(),
    financialYear: integer().nullable(),
    invoiceId: ref().nullable(),
    challan: json().nullable(),
    version: version(),
  },
});

export const TransferLineSchema = defineEntity({
  class: TransferLine,
  tableName: 'stock_transfer_items',
  properties: {
    id: id(),
    transferId: ref(),
    position: integer(),
    partId: ref(),
    sku: text(),
    description: text(),
    quantity: quantity(),
    inTransit: quantity(),
    received: quantity(),
    returned: quantity(),
    writtenOff: quantity(),
    short: quantity(),
    damaged: quantity(),
    dispatchedValue: money(),
    transitValue: money(),
    receivedValue: money(),
    returnedValue: money(),
    writtenOffValue: money(),
    serials: texts(),
    serialsInTransit: texts(),
  },
});

export const TransferVarianceSchema = defineEntity({
  class: TransferVariance,
  tableName: 'stock_transfer_variances',
  properties: {
    id: id(),
    transferId: ref(),
    lineId: ref(),
    partId: ref(),
    kind: text(),
    quantity: quantity(),
    serials: texts(),
    reportedBy: ref().nullable(),
    reportedAt: instant(),
    outcome: text().nullable(),
    note: text().nullable(),
    decidedBy: ref().nullable(),
    decidedAt: instant().nullable(),
  },
});

export const TransferTransitionSchema = defineEntity({
  class: TransferTransition,
  tableName: 'stock_transfer_transitions',
  properties: {
    id: id(),
    transferId: ref(),
    event: text(),
    fromStatus: text(),
    toStatus: text(),
    reason: text().nullable(),
    movedBy: ref().nullable(),
    movedAt: instant(),
  },
});
