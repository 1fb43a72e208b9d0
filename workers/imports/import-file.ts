import type { Actor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { BadRow, ImportBatch, Imported, ImportRow } from '@dms/domain/shared/import-batch';
import type { KeyColumn } from '@dms/domain/shared/import-kinds';
import { batchesOf } from './batches.ts';

const MOST_TRIES = 3;

type Deps = {
  readonly importBatch: ImportBatch;
  readonly importId: string;
  readonly dryRun: boolean;
  readonly actor: Actor;
  readonly serviceCenterId?: string | undefined;
  readonly keys: readonly KeyColumn[];
  /** Told as they are found: there may be as many as the file has rows. */
  readonly onBad: (bad: BadRow) => void;
};

/** Brings all rows in, batch by batch. Of the file it keeps a batch and the keys it has seen. */
export const importFile = async (rows: AsyncIterable<ImportRow | BadRow>, deps: Deps): Promise<Imported> => {
  let imported: Imported = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  for await (const batch of batchesOf(rows, deps.keys)) {
    const { created, changed, unchanged, bad } = await unlessOvertaken(deps, batch.rows);
    const refused = [...batch.bad, ...bad].toSorted((a, b) => a.line - b.line);
    refused.forEach(deps.onBad);
    imported = {
      created: imported.created + created,
      changed: imported.changed + changed,
      unchanged: imported.unchanged + unchanged,
      refused: imported.refused + refused.length,
    };
  }
  return imported;
};

/** Somebody who creates one of them at the same moment makes the batch begin anew: it is there then. */
const unlessOvertaken = async ({ importBatch, importId, dryRun, serviceCenterId, actor }: Deps, rows: readonly ImportRow[]) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await importBatch({ importId, rows, dryRun, serviceCenterId }, actor);
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof DomainError) || error.code !== 'record.duplicate') throw error;
    }
  }
};
