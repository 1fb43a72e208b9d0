import type { LedgerReads, MovementRow, PastStockRow } from '@dms/domain/inventory/reads';
import { averageCost } from '@dms/domain/inventory/stock-item';
import type { LocationType } from '@dms/domain/inventory/stock-movement';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { given, readPage } from './page.ts';

type Kept = {
  readonly id: string;
  readonly partId: string;
  readonly fromType: LocationType;
  readonly fromId: string | null;
  readonly toType: LocationType;
  readonly toId: string | null;
  readonly quantity: string;
  readonly unitCost: string;
  readonly value: string;
  readonly documentType: string;
  readonly documentId: string;
  readonly serviceCenterId: string;
  readonly at: Date;
  readonly by: string | null;
};

type Past = Pick<PastStockRow, 'id' | 'partId' | 'sku' | 'serviceCenterId'> & {
  /** On hand, and what it cost in paise. */
  readonly shelf: readonly [string, string];
  readonly inTransit: string;
};

const paise = (text: string): Money => Money.ofPaise(BigInt(text));

/** What came onto the shelf of a balance, less what left it, until an instant. All of it is in the books of its branch. */
export const shelfAsOf = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select json_build_array(
    coalesce(sum(case when m.to_type = 'STORE' then m.quantity when m.from_type = 'STORE' then - m.quantity end), 0)::text,
    coalesce(sum(case when m.to_type = 'STORE' then m.value when m.from_type = 'STORE' then - m.value end), 0)::text)
  from stock_movements m where m.part_id = i.part_id and m.service_center_id = i.service_center_id and m.moved_at <= ${at})`;

/** What was on its way to the branch of a balance. It set out in another branch's books. */
export const roadAsOf = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select coalesce(sum(m.quantity), 0) from stock_movements m
  where m.to_type = 'IN_TRANSIT' and m.part_id = i.part_id and m.to_id = i.service_center_id and m.moved_at <= ${at})
  - (select coalesce(sum(m.quantity), 0) from stock_movements m
  where m.from_type = 'IN_TRANSIT' and m.part_id = i.part_id and m.from_id = i.service_center_id and m.moved_at <= ${at})`;

export const postgresLedgerReads = (db: Executor): LedgerReads => ({
  movements: ({ partId, serviceCenterId, documentType, documentId, from, to }, scope, page) =>
    readPage<Kept, MovementRow>(
      db,
      {
        select: sql`m.id, m.part_id as "partId", m.from_type as "fromType", m.from_id as "fromId", m.to_type as "toType", m.to_id as "toId",
          m.quantity, m.unit_cost as "unitCost", m.value, m.document_type as "documentType", m.document_id as "documentId",
          m.service_center_id as "serviceCenterId", m.moved_at as at, m.moved_by as by`,
        from: sql`stock_movements m`,
        id: sql`m.id`,
        where: [
          given(partId, (value) => sql`m.part_id = ${value}`),
          given(documentType, (value) => sql`m.document_type = ${value}`),
          given(documentId, (value) => sql`m.document_id = ${value}`),
          given(from, (value) => sql`m.moved_at >= ${value}`),
          given(to, (value) => sql`m.moved_at < ${value}`),
        ],
        branches: { column: sql`m.service_center_id`, scope, only: serviceCenterId, indexedOverAll: false },
        orders: { '-at': { key: sql`m.moved_at`, type: 'timestamptz', descending: true } },
        item: ({ fromType, fromId, toType, toId, quantity, unitCost, value, documentType: type, documentId: document, ...movement }) => ({
          ...movement,
          from: { type: fromType, id: fromId },
          to: { type: toType, id: toId },
          quantity: Quantity.parse(quantity),
          unitCost: paise(unitCost),
          value: paise(value),
          document: { type, id: document },
        }),
      },
      page,
    ),

  async stockAsOf({ at, serviceCenterId, partId }, scope, page) {
    // Else a movement of before `at` could still be under way, and the next answer be another.
    await sql`select await_stock_writers()`.execute(db);
    return readPage<Past, PastStockRow>(
      db,
      {
        select: sql`i.id, i.part_id as "partId", p.sku, i.service_center_id as "serviceCenterId", ${shelfAsOf(sql`${at}`)} as shelf,
          ${roadAsOf(sql`${at}`)} as "inTransit"`,
        from: sql`inventory i join parts p on p.id = i.part_id`,
        id: sql`i.id`,
        where: [given(partId, (value) => sql`i.part_id = ${value}`)],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { id: { key: sql`i.id`, type: 'uuid', descending: false } },
        item: ({ shelf: [onHand, value], inTransit, ...item }) => ({
          ...item,
          onHand: Quantity.parse(onHand),
          inTransit: Quantity.parse(inTransit),
          value: paise(value),
          averageCost: averageCost(paise(value), Quantity.parse(onHand)),
        }),
      },
      page,
    );
  },
});
