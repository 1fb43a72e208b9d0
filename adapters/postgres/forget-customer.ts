import { approvableCommands, type Subject } from '@dms/domain/approvals/approvable';
import { sql } from 'kysely';

const personalCommands = Object.entries(approvableCommands).flatMap(([command, { personal = [] }]: [string, Partial<Subject>]) =>
  personal.length > 0 ? [{ command, personal }] : [],
);

/** What is being decided on now is left to whoever decides: it ends without these anyway, or is about a customer who is not there any more. */
const ofOpenApprovals = (ids: readonly string[], { command, personal }: (typeof personalCommands)[number]) => sql`
  with held as (
    select id from approvals
    where status = 'PENDING' and command = ${command} and (entity_id = any(${ids}::uuid[]) or payload ->> 'customerId' = any(${ids}::text[]))
    order by id for update skip locked)
  update approvals a set payload = a.payload - ${personal}::text[], version = a.version + 1 from held where a.id = held.id`;

/**
 * What takes the words of customers, and about them, out of the records that stay (CUS-02): of their visits, what they described and
 * answered, which the timeline and a task may repeat; of their vehicles, what was noted when these changed hands; their papers; and what
 * is still asked for about them, which nobody can then approve: it is not what was asked for any more (APR-03).
 */
export const forgetCustomers = (ids: readonly string[], now: Date) => [
  ...personalCommands.map((each) => ofOpenApprovals(ids, each)),
  sql`
    with held as (select id from job_cards where customer_id = any(${ids}::uuid[]) and description is not null order by id for update),
      tasks as (
        update job_tasks t set description = c.service_type from held join job_cards c on c.id = held.id
        where t.job_card_id = c.id and t.estimate_line_id is null and t.description = c.description),
      entries as (update service_history h set description = null from held where h.kind = 'JOB' and h.source_id = held.id)
    update job_cards c set description = null, version = c.version + 1 from held where c.id = held.id`,
  sql`
    update job_estimates e set decision_note = null from job_cards c
    where c.id = e.job_card_id and c.customer_id = any(${ids}::uuid[]) and e.decision_note is not null`,
  sql`
    update vehicle_ownerships o set note = null, version = o.version + 1 where o.note is not null and (
      o.customer_id = any(${ids}::uuid[])
      or exists (
        select from vehicle_ownerships f where f.vehicle_id = o.vehicle_id and f.customer_id = any(${ids}::uuid[]) and f.owned_until = o.owned_from))`,
  // A picture of the vehicle, and what an inspection shows, is the workshop's record of the work.
  sql`
    with papers as (
      delete from files f using job_cards c
      where f.entity_type = 'JobCard' and f.entity_id = c.id and f.kind = 'DOCUMENT' and c.customer_id = any(${ids}::uuid[])
        and not exists (
          select from job_inspections n join job_inspection_items i on i.inspection_id = n.id
          where n.job_card_id = c.id and f.id = any(i.photo_file_ids))
      returning f.key)
    insert into stray_content (key, clear_after) select key, ${now} from papers`,
];
