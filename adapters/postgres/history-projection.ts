import type { HistoryKind } from '@dms/domain/customers/ports';
import type { Ids } from '@dms/domain/shared/ports';
import { sql } from 'kysely';

/**
 * The one projector of the timeline (HIS-01): from each kind of source to its entry. With some ids it runs in the
 * transaction of an event, with all of them it rebuilds. One entry each; a job's is dated by the later of completed and
 * delivered.
 */
const projections: Record<HistoryKind, ReturnType<typeof sql>> = {
  JOB: sql`
    select c.vehicle_id, c.service_center_id, 'JOB', c.id, greatest(c.completed_at, c.delivered_at), c.service_type, c.job_number, c.description,
      coalesce(c.odometer_out, c.odometer_in), c.actual_cost
    from job_cards c where c.completed_at is not null and c.id`,
  INVOICE: sql`
    select c.vehicle_id, i.service_center_id, 'INVOICE', i.id, i.issued_at, c.service_type, i.invoice_number, null, c.odometer_in, i.total_amount
    from invoices i join job_cards c on i.source_type = 'job' and c.id = i.source_id where i.issued_at is not null and i.kind = 'INVOICE' and i.id`,
  TRANSFER: sql`
    select o.vehicle_id, null::uuid, 'TRANSFER', o.id, o.owned_from, null, null, null, null::integer, null::bigint
    from vehicle_ownerships o where o.owned_from is not null and o.id`,
};

export const projectHistory = (kind: HistoryKind, sourceIds: readonly string[], ids: Ids) => sql`
  insert into service_history as h
    (vehicle_id, service_center_id, kind, source_id, service_date, service_type, number, description, odometer, total_amount, id)
  select p.*, ${ids.next()}::uuid from (${projections[kind]} = any(${sourceIds})) p
  on conflict (kind, source_id) do update set
    vehicle_id = excluded.vehicle_id, service_center_id = excluded.service_center_id, service_date = excluded.service_date,
    service_type = excluded.service_type, number = excluded.number, description = excluded.description, odometer = excluded.odometer,
    total_amount = excluded.total_amount`;
