import { everywhere } from '@dms/domain/shared/actor';
import { Inspection } from '@dms/domain/workshop/inspection';
import { JobCard } from '@dms/domain/workshop/job-card';
import type { Attribution } from '@dms/domain/workshop/attribution';
import type { EstimateShown, InspectionHead, WorkshopReads } from '@dms/domain/workshop/reads';
import type { TimeCorrection } from '@dms/domain/workshop/time-correction';
import { sql } from 'kysely';
import { postgresBills } from '../bills.ts';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { readBoard, readCalendar } from './board.ts';
import { engineerDays } from './engineer-days.ts';
import { type CardOrder, cardList } from './job-card-list.ts';
import { readPage } from './page.ts';

export const postgresWorkshopReads = (db: Executor, readAggregate: ReadAggregate): WorkshopReads => ({
  jobCards: (filter, whose, page) => readPage(db, cardList(filter, whose, page.sort as CardOrder), page),
  board: (filter, whose, most) => readBoard(db, filter, whose, most),
  calendar: (days, filter, whose, most) => readCalendar(db, days, filter, whose, most),
  jobCard: (id, scope) => readAggregate(JobCard, id, scope),
  outstandingOf: (jobCardId) => postgresBills(db).outstandingOf(jobCardId),
  attributionsOf: async (jobCardId) =>
    (
      await sql<Attribution>`
        select id, job_card_id as "jobCardId", kind, engineer_id as "engineerId", reason, attributed_at as "attributedAt",
          attributed_by as "attributedBy"
        from job_attributions where job_card_id = ${jobCardId} order by id`.execute(db)
    ).rows,
  gatePassOf: async (jobCardId) =>
    (
      await sql<{
        id: string;
      }>`select id from gate_passes where job_card_id = ${jobCardId} order by issued_at desc, id desc limit 1`.execute(db)
    ).rows[0]?.id,
  engineerDays: (serviceCenterId, asked) => engineerDays(db, serviceCenterId, asked),
  timeCorrections: async (jobCardId) =>
    (
      await sql<TimeCorrection>`
        select id, job_card_id as "jobCardId", time_log_id as "timeLogId", engineer_id as "engineerId", before, after, reason,
          corrected_at as "correctedAt", corrected_by as "correctedBy"
        from time_corrections where job_card_id = ${jobCardId} order by id`.execute(db)
    ).rows,
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
