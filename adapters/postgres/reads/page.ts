import type { Scope } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { Page, PageRequest } from '@dms/domain/shared/page';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';

/** An order that a list can be read in: the SQL of its key, the type the cursor's text is read back as, and the direction. */
export type Order = { readonly key: RawBuilder<unknown>; readonly type: string; readonly descending: boolean };

export type List<Row, Item> = {
  readonly select: RawBuilder<unknown>;
  /** The tables and joins; the row that is paged has the id `id`. */
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly where: readonly (RawBuilder<unknown> | undefined)[];
  /** Where the rows lie in branches, and an index has those of one branch in the order of the list. */
  readonly branches?: Branches;
  /** Columns that follow in that index, as the state does, each with the values that are asked for. */
  readonly within?: readonly Group[];
  /** In place of `branches`, where a row is found by more than one column. None: in the index over all of them. */
  readonly ways?: readonly Way[] | undefined;
  readonly orders: Readonly<Record<string, Order>>;
  readonly item: (row: Row) => Item;
};

export type Branches = {
  readonly column: RawBuilder<unknown>;
  readonly scope: Scope;
  /** The one that is asked for. */
  readonly only: string | undefined;
  /** Whether an index has the rows of all branches in the order of the list as well. */
  readonly indexedOverAll: boolean;
};

export type Group = { readonly column: RawBuilder<unknown>; readonly type: 'uuid' | 'text'; readonly values: readonly string[] };

/** A column for each of whose values an index has the rows in the order of the list, and the values whose rows are asked for. */
export type Way = { readonly column: RawBuilder<unknown>; readonly ids: readonly string[] };

/** The branches whose rows are asked for; undefined for all of them. */
const chosen = ({ scope, only }: Branches): readonly string[] | undefined => {
  if (scope.kind === 'all') return only === undefined ? undefined : [only];
  return only === undefined ? scope.ids : scope.ids.filter((id) => id === only);
};

/** The cursor that goes on after this row. */
export const cursorAfter = ({ page_key: key, page_id: id }: Keyed): string => Buffer.from(JSON.stringify([key, id])).toString('base64url');

const UUID = /^[0-9a-f-]{36}$/i;
const decode = (cursor: string): readonly [string, string] => {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    if (typeof key === 'string' && typeof id === 'string' && UUID.test(id)) return [key, id];
  } catch {
    // Not JSON: refused below like everything else that no answer of ours contained.
  }
  throw badCursor();
};
const badCursor = (): DomainError =>
  new DomainError('request.invalid', 'The cursor is not one of ours.', {
    errors: [{ pointer: '/cursor', message: 'must be the "page.next" of an answer to the same list' }],
  });

/** One stretch of a list by its keyset: every page costs the same, and rows that come or go move nothing (api.md, "lists"). */
export const readPage = async <Row extends object, Item>(
  db: Executor,
  list: List<Row, Item>,
  request: PageRequest,
): Promise<Page<Item>> => {
  const order = list.orders[request.sort] as Order;
  const after = request.cursor === undefined ? [] : [beyond(order, list.id, decode(request.cursor))];
  const first = firstRows(list, order, request.limit + 1, { more: after });
  const rows = await sql<Row & Keyed>`${first}`.execute(db).catch(refuseBadKey(request.cursor));
  const shown = rows.rows.slice(0, request.limit);
  const last = rows.rows.length > request.limit ? shown.at(-1) : undefined;
  const page = { next: last ? cursorAfter(last) : null };
  if (!request.count) return { data: shown.map(list.item), page };
  const counted = await sql<{ n: number }>`select count(*)::int as n from ${list.from} ${where(conditionsOf(list))}`.execute(db);
  return { data: shown.map(list.item), page: { ...page, count: counted.rows[0]?.n ?? 0 } };
};

/** What every row has beside what it shows: its place in the order. */
export type Keyed = { readonly page_key: string; readonly page_id: string };
type Conditions = readonly RawBuilder<unknown>[];

export const where = (conditions: Conditions): RawBuilder<unknown> =>
  conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;

/** What every row of the list fulfils. */
export const conditionsOf = ({ branches, within = [], ways, where: filters }: List<never, unknown>): Conditions => [
  ...inBranches(branches),
  ...within.map(({ column, type, values }) => sql`${column} = any(${values}::${sql.raw(type)}[])`),
  ...onWays(ways),
  ...filters.filter((condition) => condition !== undefined),
];

const inBranches = (branches: Branches | undefined): Conditions => {
  const ids = branches && chosen(branches);
  if (!branches || !ids) return [];
  // Of one branch the planner knows how few are asked for, and of a list not.
  return [ids.length === 1 ? sql`${branches.column} = ${ids[0]}::uuid` : sql`${branches.column} = any(${ids}::uuid[])`];
};

const onWays = (ways: readonly Way[] | undefined): Conditions =>
  ways ? [sql`(${sql.join([sql`false`, ...ways.map(({ column, ids }) => sql`${column} = any(${ids}::uuid[])`)], sql` or `)})`] : [];

/**
 * The most that any page needs, as a figure in the text. Of a parameter the planner knows nothing: once a statement is planned for
 * all its values, it takes a limit for a tenth of the table, and sorts the whole list.
 */
const MOST_ROWS = sql.raw('101');

/** A column of the index, and the one value, or the query of the values, whose rows are read from it. */
export type Key = { readonly column: RawBuilder<unknown>; readonly type: 'uuid' | 'text' } & (
  | { readonly value: RawBuilder<unknown> }
  | { readonly among: RawBuilder<unknown> }
);

const keyed = ({ column, type, values }: Group): Key =>
  values.length === 1
    ? { column, type, value: sql`${values[0]}` }
    : { column, type, among: sql`select unnest(${values}::${sql.raw(type)}[])` };

const ofBranches = (branches: Branches | undefined): Key[] => {
  if (!branches) return [];
  const { column, indexedOverAll } = branches;
  const values = chosen(branches);
  if (values) return [keyed({ column, type: 'uuid', values })];
  return indexedOverAll ? [] : [{ column, type: 'uuid', among: sql`select id from service_centers` }];
};

type Also = {
  readonly more?: Conditions;
  /** Columns that follow in the index, where the values come from the statement around this one. */
  readonly keys?: readonly Key[];
};

/** The first rows of a list in one of its orders, and of nothing else: none is read to be sorted away. */
export const firstRows = (
  list: List<never, unknown>,
  order: Order,
  rows: number,
  { more = [], keys = [] }: Also = {},
): RawBuilder<unknown> => {
  const direction = order.descending ? sql`desc` : sql`asc`;
  const sorted = sql`${order.key} ${direction}, ${list.id} ${direction}`;
  const conditions = [...list.where.filter((condition) => condition !== undefined), ...more];
  const stretch = (only: Conditions, by: RawBuilder<unknown>) => sql`
    select * from (
      select ${list.select}, ${order.key} as page_order, ${order.key}::text as page_key, ${list.id} as page_id
      from ${list.from} ${where([...only, ...conditions])} order by ${by} limit ${MOST_ROWS}) as page limit ${rows}`;
  // Said as a list of one, with the columns first in the order, so that only their index has it: with `=` the planner
  // may walk the index of the whole company and leave out the others' rows, which takes long for a branch with few.
  const ofOne = (ones: readonly { readonly column: RawBuilder<unknown>; readonly type: string; readonly value: RawBuilder<unknown> }[]) =>
    stretch(
      ones.map(({ column, type, value }) => sql`${column} = any(array[${value}]::${sql.raw(type)}[])`),
      sql.join([...ones.map(({ column }) => column), sorted]),
    );
  // The first rows of each value, read in order from its index, and of these the first: never all rows to be sorted.
  const ofEach = (each: readonly Key[]) => {
    const many = each.flatMap((key, index) => ('among' in key ? [sql`(${key.among}) as ${sql.ref(`each${index}`)} (one)`] : []));
    const ones = each.map((key, index) => ({ ...key, value: 'among' in key ? sql`${sql.ref(`each${index}.one`)}` : key.value }));
    return sql`select one.* from ${sql.join(many, sql` cross join `)} cross join lateral (${ofOne(ones)}) as one`;
  };
  const first = (found: RawBuilder<unknown>, once: RawBuilder<unknown>) => sql`
    select ${once} found.* from (${found}) as found order by found.page_order ${direction}, found.page_id ${direction} limit ${rows}`;
  // A row that is found in two ways is one row.
  if (list.ways)
    return first(
      sql.join(
        list.ways.map(({ column, ids }) => ofEach([{ column, type: 'uuid', among: sql`select unnest(${ids}::uuid[])` }])),
        sql` union all `,
      ),
      sql`distinct on (found.page_order, found.page_id)`,
    );
  const all = [...ofBranches(list.branches), ...(list.within ?? []).map(keyed), ...keys];
  const single = all.flatMap((key) => ('value' in key ? [key] : []));
  if (all.length === 0) return stretch([], sorted);
  return single.length === all.length ? ofOne(single) : first(ofEach(all), sql``);
};

const beyond = (
  { key, type, descending }: Order,
  id: RawBuilder<unknown>,
  [value, lastId]: readonly [string, string],
): RawBuilder<unknown> =>
  descending
    ? sql`(${key}, ${id}) < (${value}::${sql.raw(type)}, ${lastId}::uuid)`
    : sql`(${key}, ${id}) > (${value}::${sql.raw(type)}, ${lastId}::uuid)`;

/** A cursor of another list may hold a text that is no instant or number: that is the caller's mistake, not ours. */
const refuseBadKey = (cursor: string | undefined) => (error: unknown) => {
  const sqlState = (error as { code?: string }).code ?? '';
  if (cursor !== undefined && sqlState.startsWith('22')) throw badCursor();
  throw error;
};

/** Of one branch, said so that its index has the rows in the order of the list; of several they have to be sorted. */
export const withinBranches = (column: RawBuilder<unknown>, scope: Scope): RawBuilder<unknown> | undefined => {
  if (scope.kind === 'all') return undefined;
  return scope.ids.length === 1 ? sql`${column} = ${scope.ids[0]}` : sql`${column} = any(${scope.ids})`;
};

/** A condition that is there only when its value is. */
export const given = <Value>(value: Value | undefined, condition: (value: Value) => RawBuilder<unknown>): RawBuilder<unknown> | undefined =>
  value === undefined ? undefined : condition(value);
