import type { New } from '../shared/entity.ts';

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
  readonly version: number = 1;

  constructor(fields: New<StoredFile, 'id' | 'key' | 'name' | 'contentType' | 'size' | 'sha256' | 'entityType' | 'entityId'>) {
    Object.assign(this, fields);
  }
}
