import type { StoodFor } from '@dms/domain/approvals/ports';
import type { BusinessDay } from '@dms/domain/shared/calendar';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** The active users in whose place somebody decides on a day, with the role and branches they have now. */
export const stoodForBy = async (db: Executor, userId: string, day: BusinessDay): Promise<StoodFor[]> => {
  const { rows } = await sql<StoodFor>`
    select u.id as "userId", u.role,
      array(select a.service_center_id::text from service_center_assignments a where a.user_id = u.id) as "serviceCenterIds"
    from approval_delegations d join users u on u.id = d.from_user_id
    where d.to_user_id = ${userId} and ${day} between d.valid_from and d.valid_until and d.ended_at is null and u.status = 'ACTIVE'
    order by d.id`.execute(db);
  return rows;
};
