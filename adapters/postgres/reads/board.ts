import { addDays, type BusinessDay, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { jobCardStatuses, type JobCardStatus } from '@dms/domain/workshop/job-card.states';
import type { BoardColumn, BoardDay, JobCardFilter, Onlookers, Stack } from '@dms/domain/workshop/reads';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { type CardList, type CardOrder, cardsOfAnyState, type FoundCard, shownCard, statesMeant } from './job-card-list.ts';
import { conditionsOf, cursorAfter, firstRows, type Key, type Keyed } from './page.ts';

/** Further nobody counts: the states in which jobs end have those of years. */
export const MOST_COUNTED = 10_000;

type Found<Name> = { readonly stack: Name; readonly total: number } & (
  | (FoundCard & Keyed)
  | { readonly [Field in keyof (FoundCard & Keyed)]: null }
);

const isCard = <Name>(row: Found<Name>): row is Found<Name> & FoundCard & Keyed => row.id !== null;

const stackOf = <Name>(rows: readonly Found<Name>[], most: number): Stack => {
  const [{ total } = { total: 0 }] = rows;
  const found = rows.filter(isCard);
  const shown = found.slice(0, most);
  return {
    count: Math.min(total, MOST_COUNTED),
    atLeast: total > MOST_COUNTED,
    cards: shown.map(shownCard),
    next: found.length > most ? cursorAfter(shown.at(-1)!) : null,
  };
};

type Stacking = {
  /** The table of stacks, `s`, with the columns `stack` and `place`. */
  readonly stacks: RawBuilder<unknown>;
  readonly list: CardList;
  readonly order: CardOrder;
  /** What makes a card one of its stack. */
  readonly belongs: RawBuilder<unknown>;
  /** That as a column of the index, where it is one. */
  readonly key?: Key;
  readonly most: number;
};

/** The first cards of every stack and how many it has: one statement, which reads of each stack only what is shown. */
const stacked = async <Name extends string>(
  db: Executor,
  { stacks, list, order, belongs, key, most }: Stacking,
): Promise<Map<Name, Stack>> => {
  const { descending } = list.orders[order];
  const counted = [...conditionsOf(list), belongs];
  const first = firstRows(list, list.orders[order], most + 1, key ? { keys: [key] } : { more: [belongs] });
  const { rows } = await sql<Found<Name>>`
    select s.stack, counted.total, card.*
    from ${stacks}
    cross join lateral (select count(*)::int as total from (
      select from ${list.cards} where ${sql.join(counted, sql` and `)} limit ${sql.raw(String(MOST_COUNTED + 1))}) as one) as counted
    left join lateral (${first}) as card on true
    order by s.place, card.page_order ${sql.raw(descending ? 'desc' : 'asc')}, card.page_id ${sql.raw(descending ? 'desc' : 'asc')}`.execute(
    db,
  );
  const found = Map.groupBy(rows, ({ stack }) => stack);
  return new Map([...found].map(([name, of]) => [name, stackOf(of, most)]));
};

const empty: Stack = { count: 0, atLeast: false, cards: [], next: null };

export const readBoard = async (db: Executor, filter: JobCardFilter, whose: Onlookers, most: number): Promise<BoardColumn[]> => {
  const list = cardsOfAnyState(filter, whose, '-openedAt');
  const found = await stacked<JobCardStatus>(db, {
    stacks: sql`unnest(${statesMeant(filter)}::text[]) with ordinality as s (stack, place)`,
    list,
    order: '-openedAt',
    belongs: sql`${list.status} = s.stack`,
    key: { column: list.status, type: 'text', value: sql`s.stack` },
    most,
  });
  const columns = jobCardStatuses.filter((status) => filter.status?.includes(status) ?? true);
  return columns.map((status) => ({ status, ...(found.get(status) ?? empty) }));
};

export const readCalendar = async (
  db: Executor,
  days: readonly BusinessDay[],
  filter: JobCardFilter,
  whose: Onlookers,
  most: number,
): Promise<BoardDay[]> => {
  const list = cardsOfAnyState(filter, whose, 'promisedAt');
  const found = await stacked<BusinessDay>(db, {
    stacks: sql`unnest(${days}::text[], ${days.map(startOfBusinessDay)}::timestamptz[], ${days.map((day) => startOfBusinessDay(addDays(day, 1)))}::timestamptz[])
      with ordinality as s (stack, begins, ends, place)`,
    list: { ...list, where: [...list.where, sql`${list.status} = any(${statesMeant(filter)}::text[])`] },
    order: 'promisedAt',
    belongs: sql`${list.promisedAt} >= s.begins and ${list.promisedAt} < s.ends`,
    most,
  });
  return days.map((day) => ({ day, ...(found.get(day) ?? empty) }));
};
