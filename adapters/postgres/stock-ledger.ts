import type { BadMovement, JobLine, LedgerLine } from '@dms/domain/inventory/ledger-faults';
import type { StockLedger } from '@dms/domain/inventory/ports';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Executor } from './database.ts';

const BATCH = sql.raw('1000');

const quantity = (text: string): Quantity => Quantity.parse(text);
const paise = (text: string): Money => Money.ofPaise(BigInt(text));

/** The rows of a long answer a batch at a time: as many are in memory as one batch has. */
async function* rowsOf<Row>(db: Executor, name: string, query: RawBuilder<unknown>): AsyncGenerator<Row> {
  const cursor = sql.raw(name);
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(db);
  for (;;) {
    const { rows } = await sql<Row & object>`fetch ${BATCH} from ${cursor}`.execute(db);
    if (rows.length === 0) break;
    yield* rows;
  }
  await sql`close ${cursor}`.execute(db);
}

/** What every location but the last kinds got and gave: two legs of each movement. */
const legs = sql`
  select to_type as type, to_id as place, part_id, quantity, value from stock_movements
  union all
  select from_type, from_id, part_id, - quantity, - value from stock_movements`;

const balances = sql`
  with moved as (
    select place as branch, part_id,
      coalesce(sum(quantity) filter (where type = 'STORE'), 0) as on_hand, coalesce(sum(value) filter (where type = 'STORE'), 0) as value,
      coalesce(sum(quantity) filter (where type = 'IN_TRANSIT'), 0) as in_transit,
      coalesce(sum(value) filter (where type = 'IN_TRANSIT'), 0) as transit_value
    from (${legs}) as legs where type in ('STORE', 'IN_TRANSIT') group by place, part_id),
  held as (
    select t.from_service_center_id as branch, l.part_id, l.quantity from stock_transfers t join stock_transfer_items l on l.transfer_id = t.id
    where t.status = 'approved'
    union all select i.service_center_id, r.part_id, r.reserved from stock_reservations r join inventory i on i.id = r.stock_item_id),
  promised as (select branch, part_id, sum(quantity) as quantity from held group by branch, part_id),
  sent as (
    select t.to_service_center_id as branch, l.part_id, sum(l.in_transit) as quantity, sum(l.transit_value) as value
    from stock_transfers t join stock_transfer_items l on l.transfer_id = t.id
    where l.in_transit > 0 or l.transit_value > 0 group by t.to_service_center_id, l.part_id),
  units as (
    select u.location_id as branch, u.part_id, count(*) filter (where u.location_type = 'STORE') as in_store,
      count(*) filter (where u.location_type = 'IN_TRANSIT') as in_transit
    from stock_serials u where u.location_type in ('STORE', 'IN_TRANSIT') group by u.location_id, u.part_id),
  lines as (
    select service_center_id as branch, part_id from inventory union select branch, part_id from moved
    union select branch, part_id from promised union select branch, part_id from sent union select branch, part_id from units)
  select l.branch as "serviceCenterId", l.part_id as "partId", coalesce(s.code, l.branch::text) as "branchCode", coalesce(p.sku, l.part_id::text) as sku,
    i.on_hand as "onHand", i.reserved, i.in_transit as "inTransit", i.stock_value as value,
    coalesce(m.on_hand, 0)::text as "movedOnHand", coalesce(m.value, 0)::text as "movedValue",
    coalesce(m.in_transit, 0)::text as "movedInTransit", coalesce(m.transit_value, 0)::text as "movedTransitValue",
    coalesce(h.quantity, 0)::text as promised, coalesce(r.quantity, 0)::text as "sentQuantity", coalesce(r.value, 0)::text as "sentValue",
    p.serial_tracked as tracked, coalesce(u.in_store, 0)::int as "unitsInStore", coalesce(u.in_transit, 0)::int as "unitsInTransit"
  from lines l
  left join inventory i on i.service_center_id = l.branch and i.part_id = l.part_id
  left join moved m on m.branch = l.branch and m.part_id = l.part_id
  left join promised h on h.branch = l.branch and h.part_id = l.part_id
  left join sent r on r.branch = l.branch and r.part_id = l.part_id
  left join units u on u.branch = l.branch and u.part_id = l.part_id
  left join service_centers s on s.id = l.branch
  left join parts p on p.id = l.part_id
  order by "branchCode", sku`;

type Balance = Pick<LedgerLine, 'serviceCenterId' | 'partId' | 'branchCode' | 'sku'> & {
  readonly onHand: string | null;
  readonly reserved: string;
  readonly inTransit: string;
  readonly value: string;
  readonly movedOnHand: string;
  readonly movedValue: string;
  readonly movedInTransit: string;
  readonly movedTransitValue: string;
  readonly promised: string;
  readonly sentQuantity: string;
  readonly sentValue: string;
  readonly tracked: boolean | null;
  readonly unitsInStore: number;
  readonly unitsInTransit: number;
};

const lineOf = ({ serviceCenterId, partId, branchCode, sku, ...row }: Balance): LedgerLine => ({
  ...{ serviceCenterId, partId, branchCode, sku },
  kept:
    row.onHand === null
      ? null
      : { onHand: quantity(row.onHand), reserved: quantity(row.reserved), inTransit: quantity(row.inTransit), value: paise(row.value) },
  moved: {
    onHand: quantity(row.movedOnHand),
    value: paise(row.movedValue),
    inTransit: quantity(row.movedInTransit),
    transitValue: paise(row.movedTransitValue),
  },
  promised: quantity(row.promised),
  sent: { quantity: quantity(row.sentQuantity), value: paise(row.sentValue) },
  units: row.tracked ? { inStore: row.unitsInStore, inTransit: row.unitsInTransit } : null,
});

const jobs = sql`
  with moved as (
    select place as job, part_id, sum(quantity) as quantity, sum(value) as value from (${legs}) as legs where type = 'JOB' group by place, part_id),
  cards as (
    select job_card_id as job, part_id, sum(issued - consumed - returned) as quantity, sum(issued_value) as value
    from job_parts group by job_card_id, part_id),
  units as (select location_id as job, part_id, count(*) as units from stock_serials where location_type = 'JOB' group by location_id, part_id)
  select coalesce(m.job, c.job) as "jobCardId", coalesce(m.part_id, c.part_id) as "partId",
    coalesce(j.job_number, 'Job ' || coalesce(m.job, c.job)) as "jobNumber", coalesce(p.sku, coalesce(m.part_id, c.part_id)::text) as sku,
    coalesce(c.quantity, 0)::text as quantity, coalesce(c.value, 0)::text as value,
    coalesce(m.quantity, 0)::text as "movedQuantity", coalesce(m.value, 0)::text as "movedValue",
    case when p.serial_tracked then coalesce(u.units, 0)::int end as units
  from moved m full join cards c on c.job = m.job and c.part_id = m.part_id
  left join units u on u.job = coalesce(m.job, c.job) and u.part_id = coalesce(m.part_id, c.part_id)
  left join job_cards j on j.id = coalesce(m.job, c.job)
  left join parts p on p.id = coalesce(m.part_id, c.part_id)
  order by "jobNumber", sku`;

type Job = Pick<JobLine, 'jobCardId' | 'jobNumber' | 'partId' | 'sku' | 'units'> & {
  readonly quantity: string;
  readonly value: string;
  readonly movedQuantity: string;
  readonly movedValue: string;
};

const jobOf = ({ quantity: onCard, value, movedQuantity, movedValue, ...of }: Job): JobLine => ({
  ...of,
  card: { quantity: quantity(onCard), value: paise(value) },
  moved: { onHand: quantity(movedQuantity), value: paise(movedValue) },
});

/** What the constraints of the table refuse, asked once more: whoever owns the table can take them away. */
const badMovements = sql`
  select id, service_center_id as "serviceCenterId", part_id as "partId" from stock_movements
  where quantity <= 0 or value < 0 or (from_type, from_id) is not distinct from (to_type, to_id)
    or not from_type = any(array['STORE', 'IN_TRANSIT', 'JOB', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP'])
    or not to_type = any(array['STORE', 'IN_TRANSIT', 'JOB', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP'])
    or (from_type = 'STORE' and from_id is distinct from service_center_id) or (to_type = 'STORE' and to_id is distinct from service_center_id)
    or (from_type in ('IN_TRANSIT', 'JOB') and from_id is null) or (to_type in ('IN_TRANSIT', 'JOB') and to_id is null)
  order by id`;

async function* each<Row, Item>(rows: AsyncIterable<Row>, item: (row: Row) => Item): AsyncGenerator<Item> {
  for await (const row of rows) yield item(row);
}

/** The ledger as it stood when the inspection began: one transaction sees one instant, whoever writes meanwhile. */
export const postgresStockLedger = ({ database }: { readonly database: Database }): StockLedger => ({
  inspect: (work) =>
    database.run(async (db) => {
      await sql`set transaction isolation level repeatable read, read only`.execute(db);
      // Adding up years of movements takes longer than any request may.
      await sql`set local statement_timeout = 0`.execute(db);
      return work({
        lines: () => each(rowsOf<Balance>(db, 'ledger_lines', balances), lineOf),
        jobs: () => each(rowsOf<Job>(db, 'ledger_jobs', jobs), jobOf),
        badMovements: () => rowsOf<BadMovement>(db, 'ledger_bad', badMovements),
        movements: async () => Number((await sql<{ n: string }>`select count(*) as n from stock_movements`.execute(db)).rows[0]?.n ?? 0),
      });
    }),
});
