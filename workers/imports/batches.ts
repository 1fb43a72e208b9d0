import type { BadRow, ImportRow } from '@dms/domain/shared/import-batch';
import type { KeyColumn } from '@dms/domain/shared/import-kinds';

const BATCH = 500;

/** So many rows of a file at a time: those to be brought in, and those that are bad whatever they are about. */
export type Batch = {
  readonly rows: readonly ImportRow[];
  readonly bad: readonly BadRow[];
  /** How many rows of the file are behind us when this batch is in, bad ones included. */
  readonly upTo: number;
};

const isBad = (row: ImportRow | BadRow): row is BadRow => 'reason' in row;

/** Knows every key that was seen; of a file it keeps nothing else. */
const repetitions = (keys: readonly KeyColumn[]) => {
  const lineOf = keys.map(() => new Map<string, number>());
  return ({ line, cells }: ImportRow): BadRow | undefined => {
    let found: BadRow | undefined;
    keys.forEach(({ column, form, within = [] }, index) => {
      const cell = cells[column];
      if (cell === undefined) return;
      const key = [form(cell), ...within.map((beside) => cells[beside]?.toUpperCase() ?? '')].join('\n');
      const before = lineOf[index]!.get(key);
      if (before === undefined) lineOf[index]!.set(key, line);
      else found ??= { line, reason: `${column} "${cell}" stands in line ${before} already.` };
    });
    return found;
  };
};

/** The batches of a file. What is behind `after` rows was brought in before: it is read again for its keys, and no more. */
export async function* batchesOf(
  rows: AsyncIterable<ImportRow | BadRow>,
  keys: readonly KeyColumn[],
  after = 0,
): AsyncGenerator<Batch, void, void> {
  const repeated = repetitions(keys);
  let batch: { rows: ImportRow[]; bad: BadRow[] } = { rows: [], bad: [] };
  let upTo = 0;
  for await (const row of rows) {
    upTo += 1;
    const bad = isBad(row) ? row : repeated(row);
    if (upTo <= after) continue;
    if (bad) batch.bad.push(bad);
    else batch.rows.push(row as ImportRow);
    if (batch.rows.length + batch.bad.length === BATCH) {
      yield { ...batch, upTo };
      batch = { rows: [], bad: [] };
    }
  }
  if (batch.rows.length + batch.bad.length > 0) yield { ...batch, upTo };
}
