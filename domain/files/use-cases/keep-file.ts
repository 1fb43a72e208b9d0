import type { New } from '../../shared/entity.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import type { StoredFiles } from '../ports.ts';
import type { StoredFile } from '../stored-file.ts';
import { noteFile } from './note-file.ts';

type KeepFile = New<Omit<StoredFile, 'id' | 'size' | 'sha256'>, 'key' | 'name' | 'contentType' | 'entityType' | 'entityId'> & {
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
};

/**
 * Keeps content under its key, and what is known of it among the files of the running unit of work. If that unit fails, the
 * content stays behind without a row: whoever tries again puts the same key, and nobody finds what has no row.
 */
export const keepFile =
  ({ storage, ids }: { readonly storage: Storage; readonly ids: Ids }) =>
  async (files: StoredFiles, { bytes, ...about }: KeepFile): Promise<StoredFile> => {
    const kept = await storage.put(about.key, bytes, { contentType: about.contentType });
    return noteFile({ ids })(files, { ...about, ...kept });
  };
