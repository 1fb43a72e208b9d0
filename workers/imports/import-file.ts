import type { BadRow, Counts, ImportBatch, ImportRow } from '@dms/domain/shared/import-batch';
import type { Actor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';

const BATCH = 500;
const MOST_TRIES = 3;

type Deps = {
  readonly importBatch: ImportBatch;
  readonly importId: string;
  readonly dryRun: boolean;
  readonly actor: Actor;
  /** The column that no two rows may share. */
  readonly key: string;
  /** Told as they are found: there may be as many as the file has rows. */
  readonly onBad: (bad: BadRow) => void;
};

export type Imported = Counts & { readonly refused: number };

const isBad = (row: ImportRow | BadRow): row is BadRow => 'reason' in row;

/** Brings all rows in, batch by batch. Of the file it keeps a batch and the keys it has seen. */
export const importFile = async (rows: AsyncIterable<ImportRow | BadRow>, deps: Deps): Promise<Imported> => {
  const lineOfKey = new Map<string, number>();
  let imported: Imported = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  let batch: ImportRow[] = [];

  const refuse = (bad: BadRow): void => {
    deps.onBad(bad);
    imported = { ...imported, refused: imported.refused + 1 };
  };

  const bringIn = async (): Promise<void> => {
    if (batch.length === 0) return;
    const { created, changed, unchanged, bad } = await unlessOvertaken(deps, batch);
    bad.forEach(refuse);
    imported = {
      ...imported,
      created: imported.created + created,
      changed: imported.changed + changed,
      unchanged: imported.unchanged + unchanged,
    };
    batch = [];
  };

  for await (const row of rows) {
    const bad = isBad(row) ? row : repeated(row, deps.key, lineOfKey);
    if (bad) refuse(bad);
    else batch.push(row as ImportRow);
    if (batch.length === BATCH) await bringIn();
  }
  await bringIn();
  return imported;
};

const repeated = ({ line, cells }: ImportRow, key: string, lineOfKey: Map<string, number>): BadRow | undefined => {
  const value = cells[key]?.toUpperCase();
  const before = value === undefined ? undefined : lineOfKey.get(value);
  if (value !== undefined && before === undefined) lineOfKey.set(value, line);
  return before === undefined ? undefined : { line, reason: `${key} "${cells[key]}" stands in line ${before} already.` };
};

/** Somebody who creates one of them at the same moment makes the batch begin anew: it is there then. */
const unlessOvertaken = async ({ importBatch, importId, dryRun, actor }: Deps, rows: readonly ImportRow[]) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await importBatch({ importId, rows, dryRun }, actor);
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof DomainError) || error.code !== 'record.duplicate') throw error;
    }
  }
};
