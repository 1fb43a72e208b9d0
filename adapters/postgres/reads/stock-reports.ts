import { averageCost } from '@dms/domain/inventory/stock-item';
import {
  ageBuckets,
  type AgeingRow,
  type DemandWindow,
  type LevelRow,
  type ReorderRow,
  type StockReportReads,
  type UsageRow,
  type ValuationRow,
} from '@dms/domain/reports/stock-reports';
import { covers, type Scope } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { allocate, divideRounded } from '@dms/domain/shared/rounding';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { isLow, needUpTo, surplus } from '../low-stock.ts';
import { given, readPage } from './page.ts';

const paise = (text: string): Money => Money.ofPaise(BigInt(text));
const q = (text: string): Quantity => Quantity.parse(text);

/** The columns that say which part. */
const OF_PART = sql`p.id as "partId", p.sku, p.name, p.category, p.unit`;
type OfPart = Pick<LevelRow, 'partId' | 'sku' | 'name' | 'category' | 'unit' | 'serviceCenterId'>;

type Level = OfPart &
  Pick<LevelRow, 'id' | 'low'> &
  Readonly<Record<'onHand' | 'reserved' | 'inTransit' | 'value' | 'reorderAt', string>> & {
    readonly maxLevel: string | null;
  };
type Valuation = Pick<ValuationRow, 'serviceCenterId' | 'category' | 'parts'> & Readonly<Record<'value' | 'inTransitValue', string>>;
type Usage = OfPart & Readonly<Record<'issued' | 'returned' | 'sold' | 'takenBack' | 'usedValue', string>>;
type Reorder = OfPart &
  Pick<ReorderRow, 'id' | 'low'> &
  Readonly<Record<'onHand' | 'reserved' | 'inTransit' | 'reorderAt', string>> & {
    readonly maxLevel: string | null;
    readonly figures: readonly [used: string, lost: string, need: string, surplusAt: string | null, spare: string | null];
  };
/** On hand, its cost in paise, and how much of it lies in each bucket. */
type Ageing = OfPart & { readonly id: string; readonly layers: readonly string[] };

/** As a condition inside of a sum, where no page asks for one branch at a time. */
const inBranches = (column: RawBuilder<unknown>, scope: Scope, only: string | undefined): RawBuilder<unknown> => {
  if (only !== undefined) return covers(scope, only) ? sql`${column} = ${only}` : sql`false`;
  return scope.kind === 'all' ? sql`true` : sql`${column} = any(${scope.ids})`;
};

const isOf = (category: string | undefined) => given(category, (value) => sql`p.category = ${value}`);

/** What movements until an instant gave to and took from shelves, and the roads to them. */
const placesUntil = (until: Date) => sql`
  select to_id as place, part_id, to_type as type, quantity, value from stock_movements
  where to_type in ('STORE', 'IN_TRANSIT') and moved_at < ${until}
  union all
  select from_id, part_id, from_type, - quantity, - value from stock_movements
  where from_type in ('STORE', 'IN_TRANSIT') and moved_at < ${until}`;

/**
 * What is on hand of a balance, and its layers: what came is laid under what came before, newest first, until all that is on hand is
 * covered. What a job returns is not new: it only makes what was issued less.
 */
const layersUntil = (until: Date, date: string) => sql`(
  with moved as (
    select m.quantity, m.moved_at, m.id, m.from_type, m.to_type, m.value from stock_movements m
    where m.part_id = i.part_id and m.service_center_id = i.service_center_id and m.moved_at < ${until} and 'STORE' in (m.from_type, m.to_type)),
  shelf as (
    select coalesce(sum(case when to_type = 'STORE' then quantity else - quantity end), 0) as on_hand,
      coalesce(sum(case when to_type = 'STORE' then value else - value end), 0) as value from moved),
  came as (
    select quantity, sum(quantity) over (order by moved_at desc, id desc) as so_far,
      ${date}::date - (moved_at at time zone 'Asia/Kolkata')::date as days
    from moved where to_type = 'STORE' and from_type <> 'JOB'),
  layers as (select least(quantity, greatest(0, (select on_hand from shelf) - (so_far - quantity))) as quantity, days from came)
  select json_build_array((select on_hand from shelf)::text, (select value from shelf)::text,
    coalesce(sum(quantity) filter (where days <= 30), 0)::text, coalesce(sum(quantity) filter (where days between 31 and 90), 0)::text,
    coalesce(sum(quantity) filter (where days between 91 and 180), 0)::text,
    coalesce(sum(quantity) filter (where days between 181 and 365), 0)::text) from layers)`;

/**
 * What jobs and customers took of a balance, what they asked for in vain, what to order of it, and which branch could send that. Who got
 * later what was not there at once did not go without.
 */
const demandOf = ({ since, days, coverDays }: DemandWindow) => sql`(
  with used as (
    select greatest(coalesce(sum(case when m.from_type = 'STORE' then m.quantity else - m.quantity end), 0), 0) as quantity
    from stock_movements m
    where m.part_id = i.part_id and m.service_center_id = i.service_center_id and m.moved_at >= ${since}
      and (m.from_type = 'STORE' and m.to_type in ('JOB', 'CUSTOMER') or m.to_type = 'STORE' and m.from_type in ('JOB', 'CUSTOMER'))),
  lost as (
    select coalesce(sum(greatest(d.requested - greatest(d.met, (
      select coalesce(sum(m.quantity), 0) from stock_movements m
      where m.document_id = d.source_id and m.part_id = d.part_id and m.from_type = 'STORE' and m.from_id = d.service_center_id and m.moved_at >= d.asked_at)), 0)), 0) as quantity
    from lost_demand d where d.part_id = i.part_id and d.service_center_id = i.service_center_id and d.asked_at >= ${since}),
  balance as (
    select i.part_id, i.service_center_id, used.quantity as used, lost.quantity as lost,
      case when p.active and b.status <> 'INACTIVE' and (${isLow} or i.reorder_at = 0)
        then ${needUpTo(sql`coalesce(i.max_level, greatest(2 * i.reorder_at, round((used.quantity + lost.quantity) * ${coverDays}::int / ${days}::int, 3)))`)}
        else 0 end as need
    from used, lost)
  select json_build_array(balance.used::text, balance.lost::text, balance.need::text, surplus.service_center_id, surplus.spare::text)
  from balance left join ${surplus} surplus on true)`;

/** The oldest bucket has what the others leave, and each the share of the value that its quantity has: they add up exactly. */
const agedOf = ({ layers, ...of }: Ageing): AgeingRow => {
  const [onHandText, valueText, ...younger] = layers as readonly [string, string, ...string[]];
  const [onHand, value] = [q(onHandText), paise(valueText)];
  const young = younger.map(q);
  const quantities = [...young, onHand.minus(Quantity.sum(young))];
  const shares = allocate(
    value.paise,
    quantities.map(({ thousandths }) => thousandths),
  );
  const buckets = ageBuckets.map((days, index) => ({ days, quantity: quantities[index]!, value: Money.ofPaise(shares[index]!) }));
  return { ...of, onHand, value, buckets };
};

const byId = { id: { key: sql`i.id`, type: 'uuid', descending: false } } as const;

export const postgresStockReportReads = (db: Executor): StockReportReads => ({
  levels: ({ serviceCenterId, category, below }, scope, page) =>
    readPage<Level, LevelRow>(
      db,
      {
        select: sql`i.id, ${OF_PART}, i.service_center_id as "serviceCenterId", i.on_hand as "onHand", i.reserved, i.in_transit as "inTransit",
          i.stock_value as value, i.reorder_at as "reorderAt", i.max_level as "maxLevel", i.low`,
        from: sql`inventory i join parts p on p.id = i.part_id`,
        id: sql`i.id`,
        where: [isOf(category), below && sql`i.low`],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: below === undefined },
        orders: byId,
        item: ({ onHand, reserved, inTransit, value, reorderAt, maxLevel, ...row }) => ({
          ...row,
          onHand: q(onHand),
          reserved: q(reserved),
          available: q(onHand).minus(q(reserved)),
          inTransit: q(inTransit),
          value: paise(value),
          averageCost: averageCost(paise(value), q(onHand)),
          reorderAt: q(reorderAt),
          maxLevel: maxLevel === null ? null : q(maxLevel),
        }),
      },
      page,
    ),

  valuation: ({ serviceCenterId, category, by, until }, scope, page) => {
    const group = by === 'branch' ? sql`null::text` : sql`p.category`;
    const conditions = [inBranches(sql`f.place`, scope, serviceCenterId), isOf(category)].filter((condition) => condition !== undefined);
    return readPage<Valuation, ValuationRow>(
      db,
      {
        select: sql`g.place as "serviceCenterId", g.category, g.parts, g.value::text as value, g.in_transit::text as "inTransitValue"`,
        from: sql`(
          select f.place, ${group} as category, count(*) filter (where f.on_hand > 0)::int as parts, sum(f.value) as value, sum(f.in_transit) as in_transit
          from (
            select place, part_id, coalesce(sum(quantity) filter (where type = 'STORE'), 0) as on_hand,
              coalesce(sum(value) filter (where type = 'STORE'), 0) as value, coalesce(sum(value) filter (where type = 'IN_TRANSIT'), 0) as in_transit
            from (${placesUntil(until)}) as legs group by place, part_id) as f
          join parts p on p.id = f.part_id where ${sql.join(conditions, sql` and `)} group by 1, 2) as g`,
        id: sql`g.place`,
        where: [],
        orders: { category: { key: sql`coalesce(g.category, '')`, type: 'text', descending: false } },
        item: ({ value, inTransitValue, ...row }) => ({ ...row, value: paise(value), inTransitValue: paise(inTransitValue) }),
      },
      page,
    );
  },

  usage: ({ serviceCenterId, category, from, until }, scope, page) => {
    const sumOf = (figure: string, out: string, to: string) =>
      sql`coalesce(sum(${sql.ref(`m.${figure}`)}) filter (where m.from_type = ${sql.lit(out)} and m.to_type = ${sql.lit(to)}), 0)`;
    return readPage<Usage, UsageRow>(
      db,
      {
        select: sql`${OF_PART}, u.service_center_id as "serviceCenterId", u.issued::text as issued, u.returned::text as returned, u.sold::text as sold,
          u.taken_back::text as "takenBack", u.used_value::text as "usedValue"`,
        from: sql`(
          select m.service_center_id, m.part_id, ${sumOf('quantity', 'STORE', 'JOB')} as issued, ${sumOf('quantity', 'JOB', 'STORE')} as returned,
            ${sumOf('quantity', 'STORE', 'CUSTOMER')} as sold, ${sumOf('quantity', 'CUSTOMER', 'STORE')} as taken_back,
            ${sumOf('value', 'STORE', 'JOB')} - ${sumOf('value', 'JOB', 'STORE')} + ${sumOf('value', 'STORE', 'CUSTOMER')}
              - ${sumOf('value', 'CUSTOMER', 'STORE')} as used_value
          from stock_movements m
          where m.moved_at >= ${from} and m.moved_at < ${until} and ${inBranches(sql`m.service_center_id`, scope, serviceCenterId)}
            and 'STORE' in (m.from_type, m.to_type) and (m.from_type in ('JOB', 'CUSTOMER') or m.to_type in ('JOB', 'CUSTOMER'))
          group by m.service_center_id, m.part_id) as u join parts p on p.id = u.part_id`,
        id: sql`u.service_center_id`,
        where: [isOf(category)],
        orders: { sku: { key: sql`upper(p.sku)`, type: 'text', descending: false } },
        item: ({ issued, returned, sold, takenBack, usedValue, ...row }) => ({
          ...row,
          issued: q(issued),
          returned: q(returned),
          sold: q(sold),
          takenBack: q(takenBack),
          used: q(issued).minus(q(returned)).plus(q(sold)).minus(q(takenBack)),
          usedValue: paise(usedValue),
        }),
      },
      page,
    );
  },

  reorder: ({ serviceCenterId, category, below, ...window }, scope, page) =>
    readPage<Reorder, ReorderRow>(
      db,
      {
        select: sql`i.id, ${OF_PART}, i.service_center_id as "serviceCenterId", i.on_hand as "onHand", i.reserved, i.in_transit as "inTransit",
          i.reorder_at as "reorderAt", i.max_level as "maxLevel", i.low, ${demandOf(window)} as figures`,
        from: sql`inventory i join parts p on p.id = i.part_id join service_centers b on b.id = i.service_center_id`,
        id: sql`i.id`,
        where: [isOf(category), below && sql`i.low`],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: below === undefined },
        orders: byId,
        item: ({ onHand, reserved, inTransit, reorderAt, maxLevel, figures: [used, lost, need, surplusAt, spare], ...row }) => ({
          ...row,
          onHand: q(onHand),
          reserved: q(reserved),
          available: q(onHand).minus(q(reserved)),
          inTransit: q(inTransit),
          reorderAt: q(reorderAt),
          maxLevel: maxLevel === null ? null : q(maxLevel),
          used: q(used),
          lost: q(lost),
          dailyDemand: Quantity.ofThousandths(divideRounded(q(used).plus(q(lost)).thousandths, BigInt(window.days))),
          suggested: q(need),
          surplus: surplusAt === null ? null : { serviceCenterId: surplusAt, quantity: q(spare!) },
        }),
      },
      page,
    ),

  ageing: ({ serviceCenterId, category, date, until }, scope, page) =>
    readPage<Ageing, AgeingRow>(
      db,
      {
        select: sql`i.id, ${OF_PART}, i.service_center_id as "serviceCenterId", ${layersUntil(until, date)} as layers`,
        from: sql`inventory i join parts p on p.id = i.part_id`,
        id: sql`i.id`,
        where: [isOf(category)],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: byId,
        item: agedOf,
      },
      page,
    ),
});
