import { DomainError } from '../shared/errors.ts';
import { copyOf, isSame } from './copies.ts';

export type Row = { readonly id: string };
export type Change<R> = { readonly before: R | undefined; readonly after: R };

/** The rows of one kind as one unit of work sees them: what it touched is its own copy until it is kept. */
export type WorkingTable<R extends Row> = {
  /** The unit's own copy; asked again, the same one. */
  find(id: string): R | undefined;
  /** The first row that fits, as the unit's own copy. */
  search(fits: (row: R) => boolean): R | undefined;
  /** All rows, to be read and not changed. */
  rows(): R[];
  /** @throws DomainError `record.duplicate` */
  add(row: R): void;
  /** Adds the row, or takes the place of the one with its id. */
  put(row: R): void;
  /** Changes a row when the unit is kept, without making another version of it. */
  note(id: string, change: (row: R) => void): void;
  changes(): Change<R>[];
  keep(): void;
};

export const workOn = <R extends Row>(committed: Map<string, R>): WorkingTable<R> => {
  const touched = new Map<string, Change<R>>();
  const notes: { readonly id: string; readonly change: (row: R) => void }[] = [];
  const touch = (before: R | undefined, after: R): R => {
    touched.set(after.id, { before, after });
    return after;
  };
  const find = (id: string): R | undefined => {
    const before = committed.get(id);
    return touched.get(id)?.after ?? (before && touch(before, copyOf(before)));
  };
  const rows = (): R[] => [
    ...[...committed.values()].map((row) => touched.get(row.id)?.after ?? row),
    ...[...touched.values()].filter(({ after }) => !committed.has(after.id)).map(({ after }) => after),
  ];
  const changes = (): Change<R>[] => [...touched.values()].filter(({ before, after }) => !isSame(before, after));
  return {
    find,
    rows,
    changes,
    search: (fits) => {
      const found = rows().find(fits);
      return found && find(found.id);
    },
    add: (row) => {
      if (committed.has(row.id) || touched.has(row.id))
        throw new DomainError('record.duplicate', `There is a record with the id ${row.id} already.`);
      touch(undefined, row);
    },
    put: (row) => void touch(committed.get(row.id), row),
    note: (id, change) => void notes.push({ id, change }),
    keep: () => {
      for (const { before, after } of changes()) {
        if (before) raiseVersion(before, after);
        committed.set(after.id, copyOf(after));
      }
      for (const { id, change } of notes) change(committed.get(id)!);
    },
  };
};

/** However much one unit changed of a root, it is one version later. */
const raiseVersion = (before: Row & { version?: number }, after: Row & { version?: number }): void => {
  if (before.version !== undefined) after.version = before.version + 1;
};
