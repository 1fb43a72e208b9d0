import type { LowBalance, LowStock, Shelf } from '@dms/domain/inventory/low-stock';
import { measuredUnits } from '@dms/domain/shared/gst/unit-codes';
import { Quantity } from '@dms/domain/shared/quantity';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from './database.ts';

type Row = {
  stockItemId: string;
  serviceCenterId: string;
  partId: string;
  sku: string;
  available: string;
  inTransit: string;
  level: string;
  reorder: string;
  surplusAt: string | null;
  spare: string | null;
};

/** What nobody holds of a balance `i`. */
export const available = sql`(i.on_hand - i.reserved)`;
/** At or below its level (STK-09). What nobody will order again, and what no branch will take in, is not low. */
export const isLow = sql`(i.low and p.active and b.status <> 'INACTIVE')`;
const balances = sql`inventory i join parts p on p.id = i.part_id join service_centers b on b.id = i.service_center_id`;

/** What jobs wait for: whatever comes in goes to them first (STK-07). */
const awaited = sql`(select coalesce(sum(w.backordered), 0) from stock_reservations w where w.stock_item_id = i.id)`;

/** Nobody sells half a piece. */
const orderable = (quantity: RawBuilder<unknown>) =>
  sql`case when p.serial_tracked or p.unit <> all(${measuredUnits}::text[]) then ceil(${quantity}) else ${quantity} end`;

/** What serves who waits and then fills a balance `i` of a part `p` up to so much, beside what is on its way. */
export const needUpTo = (target: RawBuilder<unknown>) => orderable(sql`greatest(${target} + ${awaited} - ${available} - i.in_transit, 0)`);

const columns = sql`
  i.id, i.service_center_id, i.part_id, p.sku, ${available} as available, i.in_transit, i.reorder_at as level, ${isLow} as low,
  ${needUpTo(sql`greatest(coalesce(i.max_level, 2 * i.reorder_at), i.reorder_at)`)} as need`;

/**
 * For a `balance` with a `need`: somewhere else there is more than that branch wants for itself, above its maximum, or else enough beyond
 * its level for the whole need.
 */
export const surplus = sql`
  lateral (
    select o.service_center_id, o.spare
    from (
      select i.service_center_id, b.code, i.max_level, ${available} - coalesce(i.max_level, i.reorder_at) as spare
      from inventory i join service_centers b on b.id = i.service_center_id
      where i.part_id = balance.part_id and i.service_center_id <> balance.service_center_id and b.status = 'ACTIVE') o
    where balance.need > 0 and o.spare > 0 and (o.max_level is not null or o.spare >= balance.need)
    order by least(o.spare, balance.need) desc, o.spare desc, o.code limit 1)`;

/** Marks what is low among these balances, and gives what was not marked before. */
const tell = async (db: Executor, chosen: RawBuilder<unknown>, now: Date): Promise<LowBalance[]> => {
  const { rows } = await sql<Row>`
    with balance as materialized (${chosen}),
    refilled as (
      delete from low_stock l using balance
      where l.service_center_id = balance.service_center_id and l.part_id = balance.part_id and not balance.low),
    crossed as (
      insert into low_stock (service_center_id, part_id, told_at)
      select service_center_id, part_id, ${now}::timestamptz from balance where low order by service_center_id, part_id
      on conflict do nothing returning service_center_id, part_id)
    select balance.id as "stockItemId", balance.service_center_id as "serviceCenterId", balance.part_id as "partId", balance.sku,
      balance.available, balance.in_transit as "inTransit", balance.level, balance.need as reorder,
      surplus.service_center_id as "surplusAt", surplus.spare
    from crossed join balance using (service_center_id, part_id) left join ${surplus} surplus on true
    order by balance.service_center_id, balance.sku`.execute(db);
  return rows.map(lowBalance);
};

const lowBalance = ({ surplusAt, spare, available: there, inTransit, level: at, reorder, ...row }: Row): LowBalance => ({
  ...row,
  available: Quantity.parse(there),
  inTransit: Quantity.parse(inTransit),
  level: Quantity.parse(at),
  reorder: Quantity.parse(reorder),
  surplus: surplusAt === null ? null : { serviceCenterId: surplusAt, quantity: Quantity.parse(spare!) },
});

const pairs = (shelves: readonly Shelf[]) => {
  const all = shelves.flatMap(({ serviceCenterId, partIds }) => partIds.map((partId) => ({ serviceCenterId, partId })));
  return sql`
    select unnest(${all.map(({ serviceCenterId }) => serviceCenterId)}::uuid[]), unnest(${all.map(({ partId }) => partId)}::uuid[])`;
};

/** As after a level was lowered: nothing was moved, and it is low no more. */
const forgetRefilled = (db: Executor) =>
  sql`
    with refilled as materialized (
      select i.service_center_id, i.part_id from low_stock l
      join inventory i on i.service_center_id = l.service_center_id and i.part_id = l.part_id
      join parts p on p.id = i.part_id join service_centers b on b.id = i.service_center_id
      where not ${isLow} for update of i skip locked)
    delete from low_stock l using refilled r where l.service_center_id = r.service_center_id and l.part_id = r.part_id`.execute(db);

export const postgresLowStock = (db: Executor): LowStock => ({
  settle: (shelves, now) =>
    tell(db, sql`select ${columns} from ${balances} where (i.service_center_id, i.part_id) in (${pairs(shelves)})`, now),

  async sweep(most, now) {
    await forgetRefilled(db);
    const untold = sql`
      select ${columns} from ${balances}
      where ${isLow} and not exists (
        select from low_stock l where l.service_center_id = i.service_center_id and l.part_id = i.part_id)
      order by i.service_center_id, i.part_id limit ${most} for update of i skip locked`;
    return tell(db, untold, now);
  },
});
