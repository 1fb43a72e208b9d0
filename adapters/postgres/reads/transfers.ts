import { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import type { TransferFilter, TransferReads, TransferRow } from '@dms/domain/inventory/transfer-reads';
import { covers, type Scope } from '@dms/domain/shared/actor';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage, type Way } from './page.ts';

export const postgresTransferReads = (db: Executor, readAggregate: ReadAggregate): TransferReads => ({
  transfers: (filter, scope, page) => {
    const { status, fromServiceCenterId, toServiceCenterId } = filter;
    const { by, ways } = waysTo(filter, scope);
    return readPage<TransferRow, TransferRow>(
      db,
      {
        select: sql`t.id, t.transfer_number as "transferNumber", t.from_service_center_id as "fromServiceCenterId",
          t.to_service_center_id as "toServiceCenterId", t.status, t.urgency, t.requested_at as "requestedAt",
          t.dispatched_at as "dispatchedAt", t.received_at as "receivedAt", t.document_kind as "documentKind", t.document_number as "documentNumber"`,
        from: sql`stock_transfers t`,
        id: sql`t.id`,
        ways,
        where: [
          given(status, (value) => sql`t.status = ${value}`),
          // Not said twice: with `=` the index over all of them would do.
          by === 'from' ? undefined : given(fromServiceCenterId, (value) => sql`${sides.from} = ${value}`),
          by === 'to' ? undefined : given(toServiceCenterId, (value) => sql`${sides.to} = ${value}`),
        ],
        orders: { '-createdAt': { key: sql`t.created_at`, type: 'timestamptz', descending: true } },
        item: (transfer) => transfer,
      },
      page,
    );
  },
  transfer: (id, scope) => readAggregate(StockTransfer, id, scope),
});

const sides = { from: sql`t.from_service_center_id`, to: sql`t.to_service_center_id` };

type Ways = { readonly by?: keyof typeof sides; readonly ways: readonly Way[] | undefined };

/** By the side that is named, if it is one of theirs, else by both of each of their branches. */
const waysTo = ({ fromServiceCenterId: from, toServiceCenterId: to }: TransferFilter, scope: Scope): Ways => {
  if (from !== undefined && covers(scope, from)) return { by: 'from', ways: [{ column: sides.from, ids: [from] }] };
  if (to !== undefined && covers(scope, to)) return { by: 'to', ways: [{ column: sides.to, ids: [to] }] };
  if (scope.kind === 'all') return { ways: undefined };
  return { ways: Object.values(sides).map((column) => ({ column, ids: scope.ids })) };
};
