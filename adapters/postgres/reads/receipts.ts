import { GoodsReceipt } from '@dms/domain/inventory/goods-receipt';
import type { ReceiptReads, ReceiptRow } from '@dms/domain/inventory/receipt-reads';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { readPage } from './page.ts';

type Row = Omit<ReceiptRow, 'value'> & { readonly value: string };

export const postgresReceiptReads = (db: Executor, readAggregate: ReadAggregate): ReceiptReads => ({
  receipts: ({ serviceCenterId }, scope, page) =>
    readPage<Row, ReceiptRow>(
      db,
      {
        select: sql`g.id, g.service_center_id as "serviceCenterId", g.supplier, g.reference, g.received_by as "receivedBy",
          g.received_at as "receivedAt", g.value`,
        from: sql`goods_receipts g`,
        id: sql`g.id`,
        where: [],
        branches: { column: sql`g.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { '-receivedAt': { key: sql`g.received_at`, type: 'timestamptz', descending: true } },
        item: ({ value, ...receipt }) => ({ ...receipt, value: Money.ofPaise(BigInt(value)) }),
      },
      page,
    ),
  receipt: (id, scope) => readAggregate(GoodsReceipt, id, scope),
});
