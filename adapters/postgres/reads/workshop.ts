import { everywhere } from '@dms/domain/shared/actor';
import { Inspection } from '@dms/domain/workshop/inspection';
import { JobCard } from '@dms/domain/workshop/job-card';
import type { EstimateShown, InspectionHead, WorkshopReads } from '@dms/domain/workshop/reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { readBoard, readCalendar } from './board.ts';
import { type CardOrder, cardList } from './job-card-list.ts';
import { readPage } from './page.ts';

export const postgresWorkshopReads = (db: Executor, readAggregate: ReadAggregate): WorkshopReads => ({
  jobCards: (filter, whose, page) => readPage(db, cardList(filter, whose, page.sort as CardOrder), page),
  board: (filter, whose, most) => readBoard(db, filter, whose, most),
  calendar: (days, filter, whose, most) => readCalendar(db, days, filter, whose, most),
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
