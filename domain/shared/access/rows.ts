import type { Role } from '../actor.ts';
import { parseCell, type Cell, type Limit } from './cell.ts';
import type { ConditionName } from './conditions.ts';
import { columns, laws, matrix, seenBy, smaller, type ActionName } from './matrix.ts';

export type Row = {
  readonly action: ActionName;
  /** The action whose cells these are: itself, or its parent. */
  readonly parent: keyof typeof matrix;
  readonly cells: Readonly<Record<Role, Cell>>;
  readonly laws: readonly ConditionName[];
  /** The action by which a row of this resource is seen, if there is one. */
  readonly seenBy?: ActionName;
};

const entriesOf = <K extends string, V>(table: Readonly<Record<K, V>>): [K, V][] => Object.entries(table) as [K, V][];

const cellsOf = (action: keyof typeof matrix): Record<Role, Cell> => {
  const texts = matrix[action].split('|').map((text) => text.trim());
  if (texts.length !== columns.length) throw new Error(`The row ${action} of the access matrix has ${texts.length} cells.`);
  return Object.fromEntries(columns.map((role, at) => [role, parseCell(texts[at] ?? '')])) as Record<Role, Cell>;
};

const readOf = (action: ActionName): ActionName | undefined => {
  const resource = action.split('.')[0] ?? action;
  const read = `${resource}.read`;
  return seenBy[resource] ?? (Object.hasOwn(matrix, read) ? (read as ActionName) : undefined);
};

const rowOf = (action: ActionName, parent: keyof typeof matrix): Row => {
  const read = readOf(action);
  return { action, parent, cells: cellsOf(parent), laws: laws[parent] ?? [], ...(read && { seenBy: read }) };
};

/** The matrix as read once at load, smaller actions included. */
export const rows = Object.fromEntries([
  ...entriesOf(matrix).map(([action]) => [action, rowOf(action, action)]),
  ...entriesOf(smaller).map(([action, parent]) => [action, rowOf(action, parent)]),
]) as Readonly<Record<ActionName, Row>>;

export const actions: readonly ActionName[] = Object.keys(rows) as ActionName[];

export const isActionName = (text: string): text is ActionName => Object.hasOwn(rows, text);

/** The configuration key of a limit; smaller actions share their parent's (ACC-07). */
export type LimitKey = `limits.${string}.${Role}`;

export const limitKey = (action: ActionName, role: Role): LimitKey => `limits.${rows[action].parent}.${role}`;

/** The figures of the matrix by configuration key: what is seeded, and what a key may be. */
export const matrixLimits: ReadonlyMap<LimitKey, Limit> = new Map(
  entriesOf(matrix).flatMap(([action]) =>
    columns.flatMap((role): [LimitKey, Limit][] => {
      const { limit } = rows[action].cells[role];
      return limit ? [[limitKey(action, role), limit]] : [];
    }),
  ),
);
