import type { HistoryKind } from '@dms/domain/customers/ports';
import type { HistoryProjector } from '@dms/domain/customers/use-cases/rebuild-history';
import type { Ids } from '@dms/domain/shared/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * The one projector of the timeline (HIS-01): from each kind of source to its entry. With some ids it runs in the
 * transaction of an event, with all of them it rebuilds. One entry each; a job's is dated by the later of completed and
 * delivered. What was called off or cancelled is told no more.
 */
const projections: Record<HistoryKind, ReturnType<typeof sql>> = {
  JOB: sql`
    select c.vehicle_id, c.service_center_id, 'JOB', c.id, greatest(c.completed_at, c.delivered_at), c.service_type, c.job_number, c.description,
      coalesce(c.odometer_out, c.odometer_in), c.actual_cost
    from job_cards c where c.completed_at is not null and c.status <> 'cancelled' and c.id`,
  INVOICE: sql`
    select c.vehicle_id, i.service_center_id, 'INVOICE', i.id, i.issued_at, c.service_type, i.invoice_number, null, c.odometer_in, i.total_amount
    from invoices i join job_cards c on i.source_type = 'job' and c.id = i.source_id 
    where i.issued_at is not null and i.kind = 'INVOICE' and i.status <> 'CANCELLED' and i.id`,
  TRANSFER: sql`
    select o.vehicle_id, null::uuid, 'TRANSFER', o.id, o.owned_from, null, null, null, null::integer, null::bigint
    from vehicle_ownerships o where o.owned_from is not null and o.id`,
  // The old books know the day, which begins at midnight in India.
  LEGACY: sql`
    select l.vehicle_id, l.service_center_id, 'LEGACY', l.id, l.served_on::timestamp at time zone 'Asia/Kolkata', l.service_type, l.number, l.summary,
      l.odometer, l.total_amount
    from legacy_services l where l.id`,
};

/** The rows of one kind; what follows is the condition on the id of the source. */
const projected = (kind: HistoryKind, sources: RawBuilder<unknown>) => sql`
  (${projections[kind]} ${sources})
    as p (vehicle_id, service_center_id, kind, source_id, service_date, service_type, number, description, odometer, total_amount)`;

/** Writes the entries of these sources anew. Touches, and counts, those that were not so already. */
export const projectHistory = (kind: HistoryKind, sourceIds: readonly string[], ids: Ids) => sql`
  with told_no_more as (
    delete from service_history where kind = ${kind} and source_id = any(${sourceIds}::uuid[])
      and source_id not in (select source_id from ${projected(kind, sql`= any(${sourceIds}::uuid[])`)}))
  insert into service_history as h
    (vehicle_id, service_center_id, kind, source_id, service_date, service_type, number, description, odometer, total_amount, id)
  select p.*, n.id from ${projected(kind, sql`= any(${sourceIds}::uuid[])`)}
    join unnest(${sourceIds}::uuid[], ${sourceIds.map(() => ids.next())}::uuid[]) as n (source_id, id) on n.source_id = p.source_id
  on conflict (kind, source_id) do update set
    vehicle_id = excluded.vehicle_id, service_center_id = excluded.service_center_id, service_date = excluded.service_date,
    service_type = excluded.service_type, number = excluded.number, description = excluded.description, odometer = excluded.odometer,
    total_amount = excluded.total_amount
  where (h.vehicle_id, h.service_center_id, h.service_date, h.service_type, h.number, h.description, h.odometer, h.total_amount) is distinct from
    (excluded.vehicle_id, excluded.service_center_id, excluded.service_date, excluded.service_type, excluded.number, excluded.description,
      excluded.odometer, excluded.total_amount)`;

/** Where the sources of each kind are. */
const tables: Readonly<Record<HistoryKind, string>> = {
  JOB: 'job_cards',
  INVOICE: 'invoices',
  TRANSFER: 'vehicle_ownerships',
  LEGACY: 'legacy_services',
};

/** Nobody can change these meanwhile. */
const writtenOnce: readonly HistoryKind[] = ['LEGACY'];

/** The same projection over everything (HIS-01). */
export const postgresHistoryProjector = ({ pool, run }: Pick<Database, 'pool' | 'run'>, ids: Ids): HistoryProjector => ({
  sourcesAfter: async (kind, id, limit) => {
    const after = id === null ? sql`true` : sql`id > ${id}::uuid`;
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(tables[kind])} where ${after} order by id limit ${limit}`.execute(
      pool,
    );
    return rows.map((row) => row.id);
  },
  projectAgain: (kind, sourceIds) =>
    run(async (db) => {
      // Whoever changes one of them now writes its entry after this, from what it then is.
      if (!writtenOnce.includes(kind))
        await sql`select from ${sql.table(tables[kind])} where id = any(${sourceIds}::uuid[]) order by id for share`.execute(db);
      const { numAffectedRows } = await projectHistory(kind, sourceIds, ids).execute(db);
      return Number(numAffectedRows ?? 0n);
    }),
  countStrays: async (kind) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from service_history h where h.kind = ${kind}
        and not exists (select from ${projected(kind, sql`= h.source_id`)})`.execute(pool);
    return rows[0]!.n;
  },
});
