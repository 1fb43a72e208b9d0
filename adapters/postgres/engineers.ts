import type { EngineerProfile } from '@dms/domain/workshop/engineer';
import { addDays, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Engineers } from '@dms/domain/workshop/ports';
import { atWorkStatuses } from '@dms/domain/workshop/job-card.states';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

type Row = Omit<EngineerProfile, 'dailyHours'> & { readonly dailyHours: string | null };

/** Who can work, and what they have been given. */
export const postgresEngineers = (db: Executor): Engineers => ({
  find: async (userId) => {
    const { rows } = await sql<Row>`
      select u.id, u.status = 'ACTIVE' as active, u.skills, u.daily_hours::text as "dailyHours", u.leave,
        array(select a.service_center_id::text from service_center_assignments a where a.user_id = u.id) as "serviceCenterIds"
      from users u where u.id = ${userId} and u.role = 'SERVICE_ENGINEER'`.execute(db);
    const row = rows[0];
    return row && { ...row, dailyHours: row.dailyHours === null ? null : Quantity.parse(row.dailyHours) };
  },
  hold: async (userId) => void (await sql`select from users where id = ${userId} for no key update`.execute(db)),
  bookedUntil: async (userId, last, exceptJobCardId) => {
    const { rows } = await sql<{ hours: string }>`
      select coalesce(sum(t.sold_hours), 0)::numeric(14, 3)::text as hours
      from job_tasks t join job_cards j on j.id = t.job_card_id
      where t.status in ('open', 'in_progress') and j.status = any(${atWorkStatuses}) and j.id <> ${exceptJobCardId}
        and coalesce(t.engineer_id, j.assigned_engineer_id) = ${userId}
        and j.id in (select o.job_card_id from job_card_engineers o where o.engineer_id = ${userId} and o.status = any(${atWorkStatuses}))
        and (j.promised_at is null or j.promised_at < ${startOfBusinessDay(addDays(last, 1))})`.execute(db);
    return Quantity.parse(rows[0]!.hours);
  },
});
