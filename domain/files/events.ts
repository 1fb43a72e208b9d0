import type { DomainEvent } from '../shared/events.ts';
import type { StoredFile } from './stored-file.ts';

type Told = Pick<StoredFile, 'id' | 'entityType' | 'entityId' | 'serviceCenterId' | 'kind' | 'contentType' | 'size' | 'sha256'>;

/** Without its name and caption, which may say who somebody is (AUD-01). */
const happened =
  (name: 'FileAdded' | 'FileDeleted') =>
  ({ id, serviceCenterId, entityType, entityId, kind, contentType, size, sha256 }: Told): DomainEvent => ({
    ...{ name, entityId: id, serviceCenterId },
    data: { entityType, entityId, kind, contentType, size, sha256 },
  });

export const fileAdded = happened('FileAdded');
export const fileDeleted = happened('FileDeleted');
