import { StoredFile } from '@dms/domain/files/stored-file';
import { defineEntity } from '@mikro-orm/core';
import { id, integer, ref, text, version } from '../types/columns.ts';

export const StoredFileSchema = defineEntity({
  class: StoredFile,
  tableName: 'files',
  properties: {
    id: id(),
    key: text(),
    name: text(),
    contentType: text(),
    size: integer(),
    sha256: text(),
    entityType: text(),
    entityId: ref(),
    serviceCenterId: ref().nullable(),
    kind: text().nullable(),
    caption: text().nullable(),
    version: version(),
  },
});
