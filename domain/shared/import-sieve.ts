import { DomainError } from './errors.ts';
import type { BadRow, Counts } from './import-batch.ts';

const reasonOf = (error: unknown): string => {
  if (error instanceof DomainError) return error.message;
  throw error;
};

/** Lets rows pass one by one: who is refused is named with the line and the reason, and the others go on. */
export const rowSieve = () => {
  const bad: BadRow[] = [];
  const refuse = (line: number, error: unknown): never[] => {
    bad.push({ line, reason: reasonOf(error) });
    return [];
  };
  return {
    attempt<Result>(line: number, work: () => Result): Result[] {
      try {
        return [work()];
      } catch (error) {
        return refuse(line, error);
      }
    },
    async attemptLater<Result>(line: number, work: () => Promise<Result>): Promise<Result[]> {
      try {
        return [await work()];
      } catch (error) {
        return refuse(line, error);
      }
    },
    /** By line. */
    bad: (): BadRow[] => bad.toSorted((a, b) => a.line - b.line),
  };
};

/** Two rows of one batch about the same record: the second would undo what the first says. */
export const onePerRecord = () => {
  const lineOf = new Map<string, number>();
  return (record: string, line: number): void => {
    const before = lineOf.get(record);
    if (before !== undefined) throw new DomainError('record.duplicate', `It is about the same record as line ${before}.`);
    lineOf.set(record, line);
  };
};

/** What becomes of rows that passed: of a record that is there already, the fields that change. */
export const countsOf = (planned: readonly { readonly existing?: object; readonly changed: readonly string[] }[]): Counts => {
  const created = planned.filter(({ existing }) => !existing).length;
  const changed = planned.filter((each) => each.existing && each.changed.length > 0).length;
  return { created, changed, unchanged: planned.length - created - changed };
};
