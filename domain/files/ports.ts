import type { StoredFile } from './stored-file.ts';

export type StoredFiles = {
  /** The file with this type of content that belongs to the entity, the newest if there are several. */
  findOf(entityType: string, entityId: string, contentType: string): Promise<StoredFile | undefined>;
  add(file: StoredFile): void;
};
