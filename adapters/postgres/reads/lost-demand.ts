import type { LostDemandReads, LostDemandRow } from '@dms/domain/inventory/lost-demand-reads';
import { Quantity } from '@dms/domain/shared/quantity';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { given, readPage } from './page.ts';

type Row = Omit<LostDemandRow, 'requested' | 'available' | 'met'> & Readonly<Record<'requested' | 'available' | 'met', string>>;

export const postgresLostDemandReads = (db: Executor): LostDemandReads => ({
  lostDemand: ({ serviceCenterId, partId, sourceType, from, to }, scope, page) =>
    readPage<Row, LostDemandRow>(
      db,
      {
        select: sql`d.id, d.service_center_id as "serviceCenterId", d.part_id as "partId", p.sku, d.requested, d.available, d.met,
          d.source_type as "sourceType", d.source_id as "sourceId", d.asked_at as "askedAt", d.asked_by as "askedBy"`,
        from: sql`lost_demand d join parts p on p.id = d.part_id`,
        id: sql`d.id`,
        where: [
          given(partId, (value) => sql`d.part_id = ${value}`),
          given(sourceType, (value) => sql`d.source_type = ${value}`),
          given(from, (value) => sql`d.asked_at >= ${value}`),
          given(to, (value) => sql`d.asked_at < ${value}`),
        ],
        branches: { column: sql`d.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { '-askedAt': { key: sql`d.asked_at`, type: 'timestamptz', descending: true } },
        item: ({ requested, available, met, ...row }) => ({
          ...row,
          requested: Quantity.parse(requested),
          available: Quantity.parse(available),
          met: Quantity.parse(met),
        }),
      },
      page,
    ),
});
