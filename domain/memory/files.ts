import type { StoredFiles, StrayContent } from '../files/ports.ts';
import { shownByInspection } from '../files/shown-by-inspection.ts';
import type { StoredFile } from '../files/stored-file.ts';
import { absent } from '../shared/errors.ts';
import type { Tables, WorkingTables } from './tables.ts';

type Used = Pick<WorkingTables, 'files' | 'strayContent' | 'inspections'>;

/** Rows are not taken out of a table here: the content of a file that was dropped is stray, and it is a file no more. */
export const memoryFiles = ({ files, strayContent, inspections }: Used): StoredFiles => {
  const dropped = new Set<string>();
  const isStray = (key: string): boolean => (strayContent.rows().find(({ id }) => id === key)?.clearAfter ?? null) !== null;
  const present = (): StoredFile[] => files.rows().filter(({ key }) => !dropped.has(key) && !isStray(key));
  const drop = (gone: readonly StoredFile[], now: Date): void => {
    for (const { key } of gone) {
      dropped.add(key);
      strayContent.put({ id: key, clearAfter: now });
    }
  };
  const of = (entityType: string, entityId: string): StoredFile[] =>
    present().filter((file) => file.entityType === entityType && file.entityId === entityId);

  return {
    findOf: async (entityType, entityId, contentType) => of(entityType, entityId).findLast((file) => file.contentType === contentType),
    findByKey: async (key) => present().find((file) => file.key === key),
    add: (file) => files.add(file),
    ownersOf: async (id) => {
      const found = present().find((file) => file.id === id && file.key.startsWith('uploads/'));
      return found && { ...found, createdBy: strayContent.find(found.key)?.claimedBy ?? null };
    },
    countForChange: async (entityType, entityId) => of(entityType, entityId).filter(({ key }) => key.startsWith('uploads/')).length,
    claim: async (file, { by }) => {
      if (!isStray(file.key)) throw absent('upload');
      strayContent.put({ id: file.key, clearAfter: null, claimedBy: by });
      files.add(file);
    },
    drop: async (id, now) => {
      const gone = present().filter((file) => file.id === id);
      if (gone.length === 0) throw absent('file');
      if (inspections.rows().some(({ items }) => items.some(({ photoFileIds }) => photoFileIds.includes(id)))) throw shownByInspection();
      drop(gone, now);
    },
    dropOf: async (entityType, entityId, now) => {
      const gone = of(entityType, entityId);
      drop(gone, now);
      return gone;
    },
    lockStrays: async (now, limit) =>
      strayContent
        .rows()
        .flatMap(({ id, clearAfter }) => (clearAfter !== null && clearAfter <= now ? id : []))
        .slice(0, limit),
    forgetStrays: async (keys) => {
      for (const id of keys) strayContent.put({ id, clearAfter: null });
    },
  };
};

/** What is expected is noted down at once, whatever becomes of the unit around it. */
export const memoryStrayContent = ({ strayContent }: Pick<Tables, 'strayContent'>): StrayContent => ({
  expect: async (id, clearAfter) => void strayContent.set(id, { id, clearAfter }),
  giveUp: async (key, now) => {
    const found = strayContent.get(key);
    if (!found || found.clearAfter === null) return false;
    found.clearAfter = now;
    return true;
  },
  forget: async (key) => void strayContent.delete(key),
});
