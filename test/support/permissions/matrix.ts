import assert from 'node:assert/strict';
import { modules, routesIn } from '../../../http/modules.ts';
import type { Route } from '../../../http/route.ts';
import { freshKey } from '../client.ts';
import type { World } from '../world.ts';
import { explained, foretold } from './explain.ts';
import { recordsOf } from './records.ts';
import { isAnswered, type Outcome, type Person, persons, type Row, type Rows, type SubjectAt } from './row.ts';
import { tableOf } from './table.ts';

/** One person at one operation, and what they are to get. */
export type Cell = { readonly name: string; readonly who: Person; readonly outcome: Outcome };

export const nameOf = ({ method, url }: Pick<Route, 'method' | 'url'>): string => `${method} ${url}`;

/** Everybody at every operation. */
export const everybody = (rows: Rows): Cell[] =>
  Object.entries(rows).flatMap(([name, { expected }]) => persons.map((who, column) => ({ name, who, outcome: expected[column]! })));

const pairOf = ({ who, outcome }: Cell): string => `${who} ${outcome}`;

/**
 * At each operation one person of each outcome that its row has, in turn by the place of the row; and at the first that can
 * show it, whoever's turn with an outcome never comes.
 */
export const inTurn = (rows: Rows): Cell[] => {
  const cells = everybody(rows);
  const chosen = [...Map.groupBy(cells, ({ name }) => name).values()].flatMap((row, place) =>
    [...Map.groupBy(row, ({ outcome }) => outcome).values()].map((alike) => alike[place % alike.length]!),
  );
  const met = new Set(chosen.map(pairOf));
  const others = [...Map.groupBy(cells, pairOf).entries()].filter(([pair]) => !met.has(pair)).map(([, [first]]) => first!);
  return [...chosen, ...others];
};

/** Outcomes of operations, outcomes of persons, and persons, that the table has and nobody was asked for. */
const neverAsked = (rows: Rows, asked: readonly Cell[]): string[] => {
  const within = (cells: readonly Cell[]) => cells.flatMap((cell) => [`${cell.name}: ${cell.outcome}`, pairOf(cell)]);
  const seen = new Set([...within(asked), ...asked.map(({ who }) => who)]);
  return [...new Set([...within(everybody(rows)), ...persons])].filter((each) => !seen.has(each));
};

/** What is only read or refused stays as it is, for the next one to ask about. */
const stays = ({ name, outcome }: Cell): boolean => name.startsWith('GET ') || outcome === 'denied' || outcome === 'unseen';

const subjectOf = async (name: string, { subject }: Row): Promise<SubjectAt> => ({
  path: name.split(' ')[1]!,
  ...(await subject?.()),
});

/**
 * Has each operation explained to everybody and asked by the chosen ones, and asserts that both are as the table says.
 * Answers how many asked.
 */
export async function decideOnReal(world: World, choose: (rows: Rows) => readonly Cell[]): Promise<number> {
  const rows = tableOf(world, recordsOf(world));
  const permissions = new Map(routesIn(modules, world.cradle).map((route) => [nameOf(route), route.permission]));
  const guarded = [...permissions].filter(([, permission]) => !['public', 'self'].includes(permission)).map(([name]) => name);
  assert.deepEqual(
    guarded.filter((name) => !(name in rows)),
    [],
    'a route has no row in test/support/permissions/rows',
  );
  const asked: Cell[] = [];
  const wrong: string[] = [];
  const explain = async (about: SubjectAt, { name, who, outcome }: Cell): Promise<void> => {
    const told = await explained(world.as(who), permissions.get(name)!, about);
    if (told !== foretold[outcome]) wrong.push(`${name} as ${who}: explained as "${told}", expected ${outcome}`);
  };
  const chosen = Map.groupBy(choose(rows), ({ name }) => name);
  for (const [name, cells] of Map.groupBy(everybody(rows), (cell) => cell.name)) {
    const method = name.split(' ')[0]!;
    const first = await subjectOf(name, rows[name]!);
    let untouched: SubjectAt | undefined = first;
    // To explain changes nothing, so everybody is told, whoever is to ask.
    await Promise.all(cells.map((cell) => explain(first, cell)));
    for (const cell of (chosen.get(name) ?? []).toSorted((a, b) => Number(stays(b)) - Number(stays(a)))) {
      const about = (untouched ??= await subjectOf(name, rows[name]!));
      if (!stays(cell)) untouched = undefined;
      if (about !== first) await explain(about, cell);
      const { who, outcome } = cell;
      const { path, body, headers = {} } = about;
      const answer = await world.as(who).ask(method, path, { body, headers, ...(method === 'POST' && { key: freshKey() }) });
      if (!isAnswered[outcome](answer))
        wrong.push(`${name} as ${who}: ${outcome} expected, got ${answer.status} ${answer.text.slice(0, 300)}`);
      asked.push(cell);
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(neverAsked(rows, asked), [], 'nobody was asked');
  return asked.length;
}
