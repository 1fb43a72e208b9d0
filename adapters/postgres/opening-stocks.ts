import type { OpeningStocks } from '@dms/domain/inventory/ports';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

type Row = { serviceCenterId: string; partId: string; quantity: string; unitCost: string; receiptId: string };

/** What branches began with, once for each part (IMP-01). */
export const postgresOpeningStocks = (db: Executor, later: (query: ReturnType<typeof sql>) => void): OpeningStocks => ({
  of: async (partIds) => {
    const { rows } = await sql<Row>`
      select service_center_id as "serviceCenterId", part_id as "partId", quantity::text, unit_cost::text as "unitCost", receipt_id as "receiptId"
      from opening_stock where part_id = any(${partIds}::uuid[])`.execute(db);
    return rows.map(({ quantity, unitCost, ...row }) => ({
      ...row,
      quantity: Quantity.parse(quantity),
      unitCost: Money.ofPaise(BigInt(unitCost)),
    }));
  },
  add: (openings) =>
    later(sql`
      insert into opening_stock (service_center_id, part_id, quantity, unit_cost, receipt_id)
      select * from unnest(${openings.map((each) => each.serviceCenterId)}::uuid[], ${openings.map((each) => each.partId)}::uuid[],
        ${openings.map((each) => each.quantity.toString())}::numeric[], ${openings.map((each) => each.unitCost.paise.toString())}::bigint[],
        ${openings.map((each) => each.receiptId)}::uuid[])`),
});
