import { approvable } from '@dms/domain/approvals/approvable';
import type { LostDemandReads } from '@dms/domain/inventory/lost-demand-reads';
import type { AdjustmentReads } from '@dms/domain/inventory/adjustment-reads';
import type { CountReads } from '@dms/domain/inventory/count-reads';
import type { StockLedger } from '@dms/domain/inventory/ports';
import type { InventoryReads, LedgerReads } from '@dms/domain/inventory/reads';
import type { ReceiptReads } from '@dms/domain/inventory/receipt-reads';
import type { TransferReads } from '@dms/domain/inventory/transfer-reads';
import { adjustStock } from '@dms/domain/inventory/use-cases/adjust-stock';
import { cancelTransfer } from '@dms/domain/inventory/use-cases/cancel-transfer';
import { countStock, startCount } from '@dms/domain/inventory/use-cases/count-stock';
import { createPart } from '@dms/domain/inventory/use-cases/create-part';
import { createTransfer } from '@dms/domain/inventory/use-cases/create-transfer';
import { approveAdjustment, rejectAdjustment } from '@dms/domain/inventory/use-cases/decide-adjustment';
import { approveTransfer, rejectTransfer } from '@dms/domain/inventory/use-cases/decide-transfer';
import { dispatchTransfer } from '@dms/domain/inventory/use-cases/dispatch-transfer';
import { noteLostDemand } from '@dms/domain/inventory/use-cases/lose-demand';
import { listLostDemand } from '@dms/domain/inventory/use-cases/read-lost-demand';
import { printChallan } from '@dms/domain/inventory/use-cases/print-challan';
import { editPart } from '@dms/domain/inventory/use-cases/edit-part';
import { postCount } from '@dms/domain/inventory/use-cases/post-count';
import { listAdjustments, listCounts, readAdjustment, readCount } from '@dms/domain/inventory/use-cases/read-corrections';
import { listMovements, readStockAsOf } from '@dms/domain/inventory/use-cases/read-ledger';
import { listReceipts, readReceipt } from '@dms/domain/inventory/use-cases/read-receipts';
import { listParts, listStock, readPart, readStockItem } from '@dms/domain/inventory/use-cases/read-stock';
import { listTransfers, readTransfer } from '@dms/domain/inventory/use-cases/read-transfers';
import { receiveGoods } from '@dms/domain/inventory/use-cases/receive-goods';
import { receiveTransfer } from '@dms/domain/inventory/use-cases/receive-transfer';
import { importOpeningStock } from '@dms/domain/inventory/use-cases/import-opening-stock';
import { importParts } from '@dms/domain/inventory/use-cases/import-parts';
import { tellLowStock } from '@dms/domain/inventory/use-cases/tell-low-stock';
import { setLevelsOfPart, setStockLevels } from '@dms/domain/inventory/use-cases/set-stock-levels';
import { verifyStock } from '@dms/domain/inventory/use-cases/verify-stock';
import { decideVariance, recallTransfer } from '@dms/domain/inventory/use-cases/write-off-transfer';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresAdjustmentReads, postgresCountReads } from '../postgres/reads/corrections.ts';
import { postgresInventoryReads } from '../postgres/reads/inventory.ts';
import { postgresLostDemandReads } from '../postgres/reads/lost-demand.ts';
import { postgresLedgerReads } from '../postgres/reads/ledger.ts';
import { postgresReceiptReads } from '../postgres/reads/receipts.ts';
import { postgresTransferReads } from '../postgres/reads/transfers.ts';
import { postgresStockLedger } from '../postgres/stock-ledger.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const inventory = {
  tellLowStock,
  importParts,
  importOpeningStock,
  inventoryReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): InventoryReads =>
    translating(postgresInventoryReads(database.pool, readAggregate)),
  ledgerReads: ({ database }: Foundation): LedgerReads => translating(postgresLedgerReads(database.pool)),
  receiptReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): ReceiptReads =>
    translating(postgresReceiptReads(database.pool, readAggregate)),
  adjustmentReads: ({ database }: Foundation): AdjustmentReads => translating(postgresAdjustmentReads(database.pool)),
  countReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): CountReads =>
    translating(postgresCountReads(database.pool, readAggregate)),
  transferReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): TransferReads =>
    translating(postgresTransferReads(database.pool, readAggregate)),
  lostDemandReads: ({ database }: Foundation): LostDemandReads => translating(postgresLostDemandReads(database.pool)),
  stockLedger: ({ database }: Foundation): StockLedger => translating(postgresStockLedger({ database })),
  verifyStock,
  listParts,
  readPart,
  createPart: approvable('createPart', createPart),
  editPart: approvable('editPart', editPart),
  listStock,
  listLostDemand,
  noteLostDemand,
  readStockItem,
  setStockLevels,
  setLevelsOfPart,
  adjustStock: approvable('adjustStock', adjustStock),
  approveAdjustment,
  rejectAdjustment,
  listAdjustments,
  readAdjustment,
  startCount,
  countStock,
  postCount: approvable('postCount', postCount),
  listCounts,
  readCount,
  listMovements,
  readStockAsOf,
  receiveGoods,
  listReceipts,
  readReceipt,
  listTransfers,
  readTransfer,
  printChallan,
  createTransfer: approvable('createTransfer', createTransfer),
  approveTransfer: approvable('approveTransfer', approveTransfer),
  rejectTransfer,
  cancelTransfer: approvable('cancelTransfer', cancelTransfer),
  dispatchTransfer,
  receiveTransfer,
  decideVariance: approvable('decideVariance', decideVariance),
  recallTransfer: approvable('recallTransfer', recallTransfer),
};
