import { Money } from '@dms/domain/shared/money';
import { everywhere } from '@dms/domain/shared/actor';
import { Inspection } from '@dms/domain/workshop/inspection';
import { JobCard } from '@dms/domain/workshop/job-card';
import type { EstimateShown, InspectionHead, JobCardRow, WorkshopReads } from '@dms/domain/workshop/reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

export const postgresWorkshopReads = (db: Executor, readAggregate: ReadAggregate): WorkshopReads => ({
  jobCards: ({ status, engineerId, serviceCenterId, vehicleId }, scope, page, onlyOfEngineerId) =>
    readPage<Omit<JobCardRow, 'estimatedCost'> & { estimatedCost: string | null }, JobCardRow>(
      db,
      {
        select: sql`j.id, j.job_number as "jobNumber", j.service_center_id as "serviceCenterId", j.customer_id as "customerId",
          j.vehicle_id as "vehicleId", v.registration, j.service_type as type, j.priority, j.status,
          j.assigned_engineer_id as "assignedEngineerId", j.opened_at as "openedAt", j.promised_at as "promisedAt", j.estimated_cost as "estimatedCost"`,
        from: sql`job_cards j join vehicles v on v.id = j.vehicle_id`,
        id: sql`j.id`,
        where: [
          given(status, (value) => sql`j.status = ${value}`),
          given(engineerId, (value) => sql`j.assigned_engineer_id = ${value}`),
          given(vehicleId, (value) => sql`j.vehicle_id = ${value}`),
          given(onlyOfEngineerId, (value) => sql`j.assigned_engineer_id = ${value}`),
        ],
        branches: { column: sql`j.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { '-openedAt': { key: sql`j.opened_at`, type: 'timestamptz', descending: true } },
        item: ({ estimatedCost, ...card }) => ({
          ...card,
          estimatedCost: estimatedCost === null ? null : Money.ofPaise(BigInt(estimatedCost)),
        }),
      },
      page,
    ),
  jobCard: (id, scope) => readAggregate(JobCard, id, scope),
  estimateShown: async (estimateId) => {
    const { rows } = await sql<EstimateShown>`
      select e.job_card_id as "jobCardId", c.phone as "customerPhone",
        json_build_object('name', s.name, 'city', s.city, 'phone', s.phone) as branch,
        json_build_object('make', v.make, 'model', v.model, 'registration', v.registration) as vehicle
      from job_estimates e
        join job_cards j on j.id = e.job_card_id
        join service_centers s on s.id = j.service_center_id
        join vehicles v on v.id = j.vehicle_id
        join customers c on c.id = j.customer_id
      where e.id = ${estimateId}`.execute(db);
    return rows[0];
  },
  inspections: async (jobCardId) => {
    const { rows } = await sql<InspectionHead>`
      select id, revision, status, inspected_at as "inspectedAt", inspected_by as "inspectedBy"
      from job_inspections where job_card_id = ${jobCardId} order by revision desc`.execute(db);
    return rows;
  },
  inspection: (id) => readAggregate(Inspection, id, everywhere),
});
