import type { Import } from '@dms/domain/imports/import';
import type { ImportReads } from '@dms/domain/imports/reads';
import type { endImport, stopImport, takeImportBatch } from '@dms/domain/imports/use-cases/advance-import';
import type { Actor } from '@dms/domain/shared/actor';
import { absent } from '@dms/domain/shared/errors';
import { importKinds } from '@dms/domain/shared/import-kinds';
import type { Storage } from '@dms/domain/shared/storage';
import type { Steps } from '../consumers.ts';
import { type Batch, batchesOf } from './batches.ts';
import { csvRows, UnreadableFile } from './csv-rows.ts';

export type ImportUses = {
  readonly storage: Pick<Storage, 'get'>;
  readonly importReads: Pick<ImportReads, 'find'>;
  readonly takeImportBatch: ReturnType<typeof takeImportBatch>;
  readonly endImport: ReturnType<typeof endImport>;
  readonly stopImport: ReturnType<typeof stopImport>;
};

/** A file that is read on, and how many of its rows and bytes are behind us. */
type Reading = { readonly batches: AsyncGenerator<Batch, void, void>; rows: number; bytes: number };

/** Of the bytes that are read; all of them only when the last batch is in. */
const percentOf = ({ bytes }: Reading, { size }: Import): number => Math.min(99, Math.floor((100 * bytes) / Math.max(1, size)));

/** Where the result of an import is read. */
const resultOf = ({ id, stoppedBy }: Pick<Import, 'id' | 'stoppedBy'>): string => stoppedBy ?? `/imports/${id}/report`;

/**
 * Brings a stored file in, a batch each step. The file stays open between the steps of one process; after a crash another one reads it
 * again up to where the last batch ended, by what is kept of it.
 */
export const importSteps = (uses: ImportUses, importId: string, actor: Actor): Steps => {
  let reading: Reading | undefined;
  let batch: (Batch & { readonly after: number }) | undefined;

  const close = async (): Promise<void> => {
    await reading?.batches.return();
    reading = undefined;
    batch = undefined;
  };

  const open = async ({ kind, fileKey, rowsRead }: Import): Promise<Reading> => {
    const { content } = await uses.storage.get(fileKey);
    const rows = csvRows(
      counted(content, (length) => void (opened.bytes += length)),
      importKinds[kind],
    );
    const opened: Reading = { batches: batchesOf(rows, importKinds[kind].keys, rowsRead), rows: rowsRead, bytes: 0 };
    return opened;
  };

  /** The batch behind what is in; the one that is at hand where its step was undone. */
  const next = async (going: Import): Promise<typeof batch> => {
    if (batch?.after === going.rowsRead) return batch;
    if (reading?.rows !== going.rowsRead) await close();
    reading ??= await open(going);
    const { value } = await reading.batches.next();
    if (value) reading.rows = value.upTo;
    batch = value ? { ...value, after: going.rowsRead } : undefined;
    return batch;
  };

  return {
    async step() {
      const going = await uses.importReads.find(importId);
      if (!going) throw absent('import');
      if (going.state !== 'open') return resultOf(going);
      try {
        const found = await next(going);
        if (!found) {
          await uses.endImport({ importId }, actor);
          return resultOf(going);
        }
        await uses.takeImportBatch({ importId, ...found }, actor);
        return { progress: percentOf(reading!, going) };
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        // Should this be undone, the file is to fail again and not to look as if it were at its end.
        await close();
        await uses.stopImport({ importId, reason: error.message }, actor);
        return error.message;
      }
    },
    end: close,
  };
};

async function* counted(content: AsyncIterable<Uint8Array>, read: (length: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    read(chunk.byteLength);
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}
