import { Money } from '@dms/domain/shared/money';
import { JobCard } from '@dms/domain/workshop/job-card';
import type { JobCardRow, WorkshopReads } from '@dms/domain/workshop/reads';
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
});
