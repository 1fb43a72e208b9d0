import type { OwnJobs } from '@dms/domain/customers/reads';
import type { Scope } from '@dms/domain/shared/actor';
import { type RawBuilder, sql } from 'kysely';

type Sql = RawBuilder<unknown>;

/**
 * The cards of an engineer's own: those that they have, and those of which they were given a task that is not settled, as the record itself
 * says (`JobCard.engineerIds`). Triggers keep the table in the transaction of whatever changes that.
 */
const ownCards = sql`job_card_engineers o join job_cards j on j.id = o.job_card_id`;

/** The same for lists. There is a card for each; of an outer join PostgreSQL knows that it need not be looked at where nothing of it is asked. */
export const listedOwnCards = sql`job_card_engineers o left join job_cards j on j.id = o.job_card_id`;

const within = (scope: Scope): Sql => (scope.kind === 'all' ? sql`` : sql`and j.service_center_id = any(${scope.ids}::uuid[])`);

/** The engineers with a card of this customer or vehicle inside the scope. */
export const engineersOf = (what: 'customer' | 'vehicle', id: Sql, scope: Scope): Sql =>
  sql`array(select distinct o.engineer_id::text from ${ownCards} where j.${sql.ref(`${what}_id`)} = ${id} ${within(scope)})`;

/** The customers or vehicles of the cards of one engineer. */
export const knownByOwn = (what: 'customer' | 'vehicle', { userId, ids }: OwnJobs): Sql =>
  sql`array(select j.${sql.ref(`${what}_id`)} from ${ownCards}
    where o.engineer_id = ${userId} ${within(ids === null ? { kind: 'all' } : { kind: 'branches', ids })})`;

/** The condition that the vehicle `v` is on a card of the engineer's own; who that is, and their branches, are the parameters with these numbers. */
export const onOwnCard = (engineer: number, branches: number): string => `
  and exists (select from job_cards j join job_card_engineers o on o.job_card_id = j.id and o.engineer_id = $${engineer}
    where j.vehicle_id = v.id and ($${branches}::uuid[] is null or j.service_center_id = any($${branches})))`;
