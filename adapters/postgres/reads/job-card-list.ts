import { Money } from '@dms/domain/shared/money';
import { jobCardStatuses, unfinishedStatuses } from '@dms/domain/workshop/job-card.states';
import type { JobCardFilter, JobCardRow, Onlookers, Span } from '@dms/domain/workshop/reads';
import { type RawBuilder, sql } from 'kysely';
import { given, type Group, type List, type Order, withinBranches } from './page.ts';

export type FoundCard = Omit<JobCardRow, 'estimatedCost'> & { readonly estimatedCost: string | null };

const columns = sql`j.id, j.job_number as "jobNumber", j.service_center_id as "serviceCenterId", j.customer_id as "customerId",
  j.vehicle_id as "vehicleId", v.registration, j.service_type as type, j.priority, j.status,
  j.assigned_engineer_id as "assignedEngineerId", j.opened_at as "openedAt", j.promised_at as "promisedAt", j.estimated_cost as "estimatedCost"`;

export const shownCard = ({ estimatedCost, ...card }: FoundCard): JobCardRow => ({
  ...card,
  estimatedCost: estimatedCost === null ? null : Money.ofPaise(BigInt(estimatedCost)),
});

export const cardOrders = {
  '-openedAt': { key: sql`j.opened_at`, type: 'timestamptz', descending: true },
  promisedAt: { key: sql`j.promised_at`, type: 'timestamptz', descending: false },
} as const satisfies Record<string, Order>;
export type CardOrder = keyof typeof cardOrders;

const during = (column: RawBuilder<unknown>, { from, to }: Span = {}): (RawBuilder<unknown> | undefined)[] => [
  given(from, (value) => sql`${column} >= ${value}`),
  given(to, (value) => sql`${column} < ${value}`),
];

const unfinished = sql`any(${[...unfinishedStatuses]}::text[])`;
const lateness = ({ is, at }: NonNullable<JobCardFilter['late']>): RawBuilder<unknown> =>
  is
    ? sql`j.promised_at < ${at} and j.status = ${unfinished}`
    : sql`not coalesce(j.promised_at < ${at} and j.status = ${unfinished}, false)`;

/** The states whose cards can be meant: of what is late, none in which the work is done. The others need not be looked through. */
export const statesMeant = ({ status = jobCardStatuses, late }: Pick<JobCardFilter, 'status' | 'late'>): readonly string[] =>
  late?.is ? status.filter((each) => unfinishedStatuses.includes(each)) : status;

const inStates = (values: readonly string[]): Group => ({ column: sql`j.status`, type: 'text', values });

/**
 * The cards that are asked for but for their state, and the index that has them in their order: that of an engineer, or that of branches or
 * of the whole company. Each has the cards of one state together, and in those by the promised day the state is looked at.
 */
export const cardsOfAnyState = (
  { engineerId, serviceCenterId, vehicleId, type, priority, opened, promised, late }: JobCardFilter,
  { scope, onlyOfEngineerId }: Onlookers,
  order: CardOrder,
): List<FoundCard, JobCardRow> => {
  const engineer = onlyOfEngineerId ?? engineerId;
  const byEngineer = engineer !== undefined && order === '-openedAt';
  return {
    select: columns,
    from: sql`job_cards j join vehicles v on v.id = j.vehicle_id`,
    id: sql`j.id`,
    where: [
      given(engineerId, (value) => sql`j.assigned_engineer_id = ${value}`),
      given(onlyOfEngineerId, (value) => sql`j.assigned_engineer_id = ${value}`),
      given(vehicleId, (value) => sql`j.vehicle_id = ${value}`),
      given(type, (value) => sql`j.service_type = ${value}`),
      given(priority, (value) => sql`j.priority = ${value}`),
      ...during(sql`j.opened_at`, opened),
      ...during(sql`j.promised_at`, promised),
      given(late, lateness),
      ...(order === 'promisedAt' ? [sql`j.promised_at is not null`] : []),
      ...(byEngineer ? [withinBranches(sql`j.service_center_id`, scope)] : []),
      ...(byEngineer ? [given(serviceCenterId, (value) => sql`j.service_center_id = ${value}`)] : []),
    ],
    ...(byEngineer
      ? { within: [{ column: sql`j.assigned_engineer_id`, type: 'uuid' as const, values: [engineer] }] }
      : { branches: { column: sql`j.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true } }),
    orders: cardOrders,
    item: shownCard,
  };
};

/** The same, of the states that are asked for. */
export const cardList = (filter: JobCardFilter, whose: Onlookers, order: CardOrder): List<FoundCard, JobCardRow> => {
  const list = cardsOfAnyState(filter, whose, order);
  const states = statesMeant(filter);
  if (order === 'promisedAt') return { ...list, where: [...list.where, sql`j.status = any(${states}::text[])`] };
  // An engineer's are in the index state by state; those of branches without regard to it as well.
  if (list.within === undefined && states.length === jobCardStatuses.length) return list;
  return { ...list, within: [...(list.within ?? []), inStates(states)] };
};
