import { approvable } from '@dms/domain/approvals/approvable';
import type { InventoryReads } from '@dms/domain/inventory/reads';
import type { TransferReads } from '@dms/domain/inventory/transfer-reads';
import { cancelTransfer } from '@dms/domain/inventory/use-cases/cancel-transfer';
import { createTransfer } from '@dms/domain/inventory/use-cases/create-transfer';
import { approveTransfer, rejectTransfer } from '@dms/domain/inventory/use-cases/decide-transfer';
import { dispatchTransfer } from '@dms/domain/inventory/use-cases/dispatch-transfer';
import { printChallan } from '@dms/domain/inventory/use-cases/print-challan';
import { listParts, listStock } from '@dms/domain/inventory/use-cases/read-stock';
import { listTransfers, readTransfer } from '@dms/domain/inventory/use-cases/read-transfers';
import { receiveTransfer } from '@dms/domain/inventory/use-cases/receive-transfer';
import { decideVariance, recallTransfer } from '@dms/domain/inventory/use-cases/write-off-transfer';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresInventoryReads } from '../postgres/reads/inventory.ts';
import { postgresTransferReads } from '../postgres/reads/transfers.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const inventory = {
  inventoryReads: ({ database }: Foundation): InventoryReads => translating(postgresInventoryReads(database.pool)),
  transferReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): TransferReads =>
    translating(postgresTransferReads(database.pool, readAggregate)),
  listParts,
  listStock,
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
