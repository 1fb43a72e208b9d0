import type { AdjustmentReads, AdjustmentRow } from '@dms/domain/inventory/adjustment-reads';
import type { CountReads, CountRow } from '@dms/domain/inventory/count-reads';
import { StockCount } from '@dms/domain/inventory/stock-count';
import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage, withinBranches } from './page.ts';

type TextsOfAdjustment = Omit<AdjustmentRow, 'delta' | 'value'> & { readonly delta: string; readonly value: string };
type TextsOfCount = Omit<CountRow, 'value'> & { readonly value: string | null };

/**
 * Posted adjustments, and beside them the approvals of those that are not: PENDING waits, and whatever else is not carried out is
 * rejected. One that is carried out is among the posted ones, under the same id.
 */
const adjustments = sql`(
  select s.id, s.status, s.service_center_id, s.part_id, s.delta, s.reason, s.serials, s.value, s.requested_by, s.posted_at as at,
    s.approval_id, s.posted_at, s.version
  from stock_adjustments s
  union all
  select a.id, case a.status when 'PENDING' then 'pending' else 'rejected' end, a.service_center_id, (a.payload ->> 'partId')::uuid,
    (a.payload -> 'delta' ->> '$quantity')::numeric(14, 3), a.payload ->> 'reason',
    array(select jsonb_array_elements_text(coalesce(a.payload -> 'serials', '[]'))),
    (sign((a.payload -> 'delta' ->> '$quantity')::numeric) * a.amount)::bigint, a.requested_by, a.requested_at, a.id, null, a.version
  from approvals a where a.command = 'adjustStock' and a.status <> 'EXECUTED') s`;

const columns = sql`s.id, s.status, s.service_center_id as "serviceCenterId", s.part_id as "partId", s.delta, s.reason, s.serials, s.value,
  s.requested_by as "requestedBy", coalesce(p.requested_at, s.at) as "requestedAt", s.approval_id as "approvalId", p.decided_by as "decidedBy",
  p.decided_at as "decidedAt", p.comments, s.posted_at as "postedAt",
  case when s.posted_at is null then s.version else s.version + coalesce(p.version, 0) end as version`;
const from = sql`${adjustments} left join approvals p on p.id = s.approval_id`;

const adjustmentOf = ({ delta, value, ...adjustment }: TextsOfAdjustment): AdjustmentRow => ({
  ...adjustment,
  delta: Quantity.parse(delta),
  value: Money.ofPaise(BigInt(value)),
});

export const postgresAdjustmentReads = (db: Executor): AdjustmentReads => ({
  adjustments: ({ serviceCenterId, partId, status }, scope, page) =>
    readPage<TextsOfAdjustment, AdjustmentRow>(
      db,
      {
        select: columns,
        from,
        id: sql`s.id`,
        where: [given(partId, (value) => sql`s.part_id = ${value}`), given(status, (value) => sql`s.status = ${value}`)],
        branches: { column: sql`s.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { '-createdAt': { key: sql`s.at`, type: 'timestamptz', descending: true } },
        item: adjustmentOf,
      },
      page,
    ),

  async adjustment(id, scope) {
    const within = withinBranches(sql`s.service_center_id`, scope) ?? sql`true`;
    const { rows } = await sql<TextsOfAdjustment>`select ${columns} from ${from} where s.id = ${id} and ${within}`.execute(db);
    if (!rows[0]) throw absent('adjustment');
    return adjustmentOf(rows[0]);
  },
});

export const postgresCountReads = (db: Executor, readAggregate: ReadAggregate): CountReads => ({
  counts: ({ serviceCenterId, status }, scope, page) =>
    readPage<TextsOfCount, CountRow>(
      db,
      {
        select: sql`c.id, c.service_center_id as "serviceCenterId", c.note, c.status, c.started_by as "startedBy", c.started_at as "startedAt",
          c.posted_by as "postedBy", c.posted_at as "postedAt", c.value`,
        from: sql`stock_counts c`,
        id: sql`c.id`,
        where: [given(status, (value) => sql`c.status = ${value}`)],
        branches: { column: sql`c.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { '-startedAt': { key: sql`c.started_at`, type: 'timestamptz', descending: true } },
        item: ({ value, ...count }) => ({ ...count, value: value === null ? null : Money.ofPaise(BigInt(value)) }),
      },
      page,
    ),
  count: (id, scope) => readAggregate(StockCount, id, scope),
});
