import type { NextServiceDue, PlannedReminder, ServiceReminders } from '@dms/domain/workshop/next-service';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

type Later = (query: ReturnType<typeof sql>) => void;

/** When vehicles are to come again, and that their customers were reminded of it. */
export const postgresServiceReminders = (db: Executor, later: Later): ServiceReminders => ({
  plan: ({ id, vehicleId, serviceCenterId, jobCardId, dueOn, dueOdometer, plannedAt }) => {
    later(sql`update service_reminders set status = 'replaced' where vehicle_id = ${vehicleId} and status = 'planned'`);
    later(sql`
      insert into service_reminders (id, vehicle_id, service_center_id, job_card_id, due_on, due_odometer, status, planned_at)
      values (${id}, ${vehicleId}, ${serviceCenterId}, ${jobCardId}, ${dueOn}, ${dueOdometer}, 'planned', ${plannedAt})`);
  },

  withdraw: async (jobCardId) => {
    const { rows: withdrawn } = await sql<{ vehicleId: string }>`
      update service_reminders set status = 'replaced' where job_card_id = ${jobCardId} and status = 'planned'
      returning vehicle_id as "vehicleId"`.execute(db);
    if (!withdrawn[0]) return undefined;
    const { rows } = await sql<NextServiceDue>`
      with last as (
        select id, due_on, due_odometer from service_reminders
        where vehicle_id = ${withdrawn[0].vehicleId} and job_card_id <> ${jobCardId}
          and exists (select from job_cards c where c.id = job_card_id and c.status <> 'cancelled')
        order by planned_at desc, id desc limit 1),
      again as (update service_reminders r set status = 'planned' from last where r.id = last.id and r.status = 'replaced')
      select due_on::text as "on", due_odometer as odometer from last`.execute(db);
    return { before: rows[0] };
  },

  fallDue: async (today, { days, kilometres }, most, now) => {
    const { rows } = await sql<PlannedReminder>`
      with due as (
        select r.id from service_reminders r join vehicles v on v.id = r.vehicle_id
        where r.status = 'planned' and (r.due_on <= ${today}::date + ${days}::integer or v.odometer >= r.due_odometer - ${kilometres}::integer)
        order by r.due_on, r.id limit ${most} for update of r skip locked)
      update service_reminders r set status = 'reminded', reminded_at = ${now} from due where r.id = due.id
      returning r.id, r.vehicle_id as "vehicleId", r.service_center_id as "serviceCenterId", r.job_card_id as "jobCardId",
        r.due_on::text as "dueOn", r.due_odometer as "dueOdometer", r.planned_at as "plannedAt"`.execute(db);
    return rows;
  },

  lastOf: async (vehicleId) => {
    const { rows } = await sql<{ id: string }>`
      select id from service_reminders where vehicle_id = ${vehicleId} and status <> 'replaced' order by planned_at desc, id desc limit 1`.execute(
      db,
    );
    return rows[0]?.id;
  },
});
