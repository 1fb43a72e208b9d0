import { Money } from '@dms/domain/shared/money';
import { jobCardStatuses, unfinishedStatuses } from '@dms/domain/workshop/job-card.states';
import type { JobCardFilter, JobCardRow, Onlookers, Span } from '@dms/domain/workshop/reads';
import { type RawBuilder, sql } from 'kysely';
import { listedOwnCards } from '../own-cards.ts';
import { given, type List, type Order, withinBranches } from './page.ts';

export type FoundCard = Omit<JobCardRow, 'estimatedCost'> & { readonly estimatedCost: string | null };

const columns = sql`j.id, j.job_number as "jobNumber", j.service_center_id as "serviceCenterId", j.customer_id as "customerId",
  j.vehicle_id as "vehicleId", v.registration, j.service_type as type, j.priority, j.status,
  j.assigned_engineer_id as "assignedEngineerId", j.opened_at as "openedAt", j.promised_at as "promisedAt", j.estimated_cost as "estimatedCost"`;

export const shownCard = ({ estimatedCost, ...card }: FoundCard): JobCardRow => ({
  ...card,
  estimatedCost: estimatedCost === null ? null : Money.ofPaise(BigInt(estimatedCost)),
});

/** Where cards are read from, and how the columns are called there that its indexes have. */
const places = {
  all: {
    ...{ from: sql`job_cards j`, id: sql`j.id`, serviceCenterId: sql`j.service_center_id` },
    ...{ status: sql`j.status`, openedAt: sql`j.opened_at`, promisedAt: sql`j.promised_at` },
  },
  own: {
    ...{ from: listedOwnCards, id: sql`o.job_card_id`, serviceCenterId: sql`o.service_center_id` },
    ...{ status: sql`o.status`, openedAt: sql`o.opened_at`, promisedAt: sql`o.promised_at` },
  },
} as const;

type Place = (typeof places)[keyof typeof places];

const ordersOf = ({ openedAt, promisedAt }: Place) =>
  ({
    '-openedAt': { key: openedAt, type: 'timestamptz', descending: true },
    promisedAt: { key: promisedAt, type: 'timestamptz', descending: false },
  }) as const satisfies Record<string, Order>;
export type CardOrder = keyof ReturnType<typeof ordersOf>;

const during = (column: RawBuilder<unknown>, { from, to }: Span = {}): (RawBuilder<unknown> | undefined)[] => [
  given(from, (value) => sql`${column} >= ${value}`),
  given(to, (value) => sql`${column} < ${value}`),
];

const unfinished = sql`any(${[...unfinishedStatuses]}::text[])`;
const lateness = ({ promisedAt, status }: Place, { is, at }: NonNullable<JobCardFilter['late']>): RawBuilder<unknown> => {
  const late = sql`${promisedAt} < ${at} and ${status} = ${unfinished}`;
  return is ? late : sql`not coalesce(${late}, false)`;
};

/** The states whose cards can be meant: of what is late, none in which the work is done. The others need not be looked through. */
export const statesMeant = ({ status = jobCardStatuses, late }: Pick<JobCardFilter, 'status' | 'late'>): readonly string[] =>
  late?.is ? status.filter((each) => unfinishedStatuses.includes(each)) : status;

const alsoOf = (engineerId: string): RawBuilder<unknown> =>
  sql`exists (select from job_card_engineers also where also.job_card_id = j.id and also.engineer_id = ${engineerId})`;

/** A list of cards, the same without what is shown of them, to be counted, and the columns that it may be taken apart by. */
export type CardList = List<FoundCard, JobCardRow> & {
  readonly cards: RawBuilder<unknown>;
  readonly status: RawBuilder<unknown>;
  readonly promisedAt: RawBuilder<unknown>;
  readonly orders: Readonly<Record<CardOrder, Order>>;
};

/**
 * The cards that are asked for but for their state, and the index that has them in their order: that of an engineer, or that of branches or
 * of the whole company. Each has the cards of one state together, and in those by the promised day the state is looked at.
 */
export const cardsOfAnyState = (
  { engineerId, serviceCenterId, vehicleId, type, priority, opened, promised, late }: JobCardFilter,
  { scope, onlyOfEngineerId }: Onlookers,
  order: CardOrder,
): CardList => {
  const engineer = onlyOfEngineerId ?? engineerId;
  const place = places[engineer === undefined ? 'all' : 'own'];
  const { from, id, status, openedAt, promisedAt, serviceCenterId: branch } = place;
  return {
    select: columns,
    from: sql`${from} join vehicles v on v.id = j.vehicle_id`,
    ...{ cards: from, id, status, promisedAt },
    where: [
      given(engineerId === engineer ? undefined : engineerId, alsoOf),
      given(vehicleId, (value) => sql`j.vehicle_id = ${value}`),
      given(type, (value) => sql`j.service_type = ${value}`),
      given(priority, (value) => sql`j.priority = ${value}`),
      ...during(openedAt, opened),
      ...during(promisedAt, promised),
      given(late, (value) => lateness(place, value)),
      ...(order === 'promisedAt' ? [sql`${promisedAt} is not null`] : []),
      ...(engineer === undefined ? [] : [withinBranches(branch, scope)]),
      ...(engineer === undefined ? [] : [given(serviceCenterId, (value) => sql`${branch} = ${value}`)]),
    ],
    ...(engineer === undefined
      ? { branches: { column: branch, scope, only: serviceCenterId, indexedOverAll: true } }
      : { within: [{ column: sql`o.engineer_id`, type: 'uuid' as const, values: [engineer] }] }),
    orders: ordersOf(place),
    item: shownCard,
  };
};

/** The same, of the states that are asked for. */
export const cardList = (filter: JobCardFilter, whose: Onlookers, order: CardOrder): CardList => {
  const list = cardsOfAnyState(filter, whose, order);
  const values = statesMeant(filter);
  if (order === 'promisedAt') return { ...list, where: [...list.where, sql`${list.status} = any(${values}::text[])`] };
  // An engineer's are in the index state by state; those of branches without regard to it as well.
  if (list.within === undefined && values.length === jobCardStatuses.length) return list;
  return { ...list, within: [...(list.within ?? []), { column: list.status, type: 'text', values }] };
};
