import type { New } from '../shared/entity.ts';

/** What a picture or paper of a job shows. */
export const fileKinds = ['PHOTO_BEFORE', 'PHOTO_AFTER', 'DOCUMENT', 'INSPECTION'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What is known of a file that is kept in storage: what it is, how it is recognised, and what it belongs to. */
export class StoredFile {
  readonly id!: string;
  /** Under which storage has it. */
  readonly key!: string;
  /** What a person sees when saving it. */
  readonly name!: string;
  readonly contentType!: string;
  /** Bytes. */
  readonly size!: number;
  readonly sha256!: string;
  readonly entityType!: string;
  readonly entityId!: string;
  readonly serviceCenterId: string | null = null;
  readonly kind: FileKind | null = null;
  readonly caption: string | null = null;
  readonly version: number = 1;

  constructor(fields: New<StoredFile, 'id' | 'key' | 'name' | 'contentType' | 'size' | 'sha256' | 'entityType' | 'entityId'>) {
    Object.assign(this, fields);
  }
}
