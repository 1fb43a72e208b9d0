import { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import type { TransferReads, TransferRow } from '@dms/domain/inventory/transfer-reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

export const postgresTransferReads = (db: Executor, readAggregate: ReadAggregate): TransferReads => ({
  transfers: ({ status, fromServiceCenterId, toServiceCenterId }, scope, page) =>
    readPage<TransferRow, TransferRow>(
      db,
      {
        select: sql`t.id, t.transfer_number as "transferNumber", t.from_service_center_id as "fromServiceCenterId",
          t.to_service_center_id as "toServiceCenterId", t.status, t.urgency, t.requested_at as "requestedAt",
          t.dispatched_at as "dispatchedAt", t.received_at as "receivedAt", t.document_kind as "documentKind", t.document_number as "documentNumber"`,
        from: sql`stock_transfers t`,
        id: sql`t.id`,
        where: [
          scope.kind === 'all'
            ? undefined
            : sql`(t.from_service_center_id = any(${scope.ids}) or t.to_service_center_id = any(${scope.ids}))`,
          given(status, (value) => sql`t.status = ${value}`),
          given(fromServiceCenterId, (value) => sql`t.from_service_center_id = ${value}`),
          given(toServiceCenterId, (value) => sql`t.to_service_center_id = ${value}`),
        ],
        orders: { '-createdAt': { key: sql`t.created_at`, type: 'timestamptz', descending: true } },
        item: (transfer) => transfer,
      },
      page,
    ),
  transfer: (id, scope) => readAggregate(StockTransfer, id, scope),
});
