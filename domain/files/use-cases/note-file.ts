import type { New } from '../../shared/entity.ts';
import type { Ids } from '../../shared/ports.ts';
import type { StoredFiles } from '../ports.ts';
import { StoredFile } from '../stored-file.ts';

type NoteFile = New<Omit<StoredFile, 'id'>, 'key' | 'name' | 'contentType' | 'size' | 'sha256' | 'entityType' | 'entityId'>;

/** Notes down what is known of content that storage has by now, among the files of the running unit of work. */
export const noteFile =
  ({ ids }: { readonly ids: Ids }) =>
  (files: StoredFiles, about: NoteFile): StoredFile => {
    const file = new StoredFile({ id: ids.next(), ...about });
    files.add(file);
    return file;
  };
