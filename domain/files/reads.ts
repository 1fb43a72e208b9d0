import type { Page, PageRequest } from '../shared/page.ts';
import type { FileKind } from './stored-file.ts';

/** What is told of a file to whoever may have it. */
export type FileFound = { readonly key: string; readonly name: string; readonly sha256: string };

/** An uploaded file, as it is read. */
export type FileRow = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly kind: FileKind | null;
  readonly caption: string | null;
  readonly createdAt: Date;
  readonly createdBy: string | null;
};

export type OfEntity = { readonly entityType: string; readonly entityId: string; readonly kind?: FileKind | undefined };

export type FileReads = {
  /** The file that storage has under this key, once it is there. */
  byKey(key: string): Promise<FileFound | undefined>;
  /** Papers have their own ways to be read. @throws DomainError `entity.absent` where nothing was uploaded under this id */
  uploaded(id: string): Promise<FileRow>;
  /** The uploads of a record. */
  ofEntity(of: OfEntity, page: PageRequest): Promise<Page<FileRow>>;
  /** Which of these keys no file has, nor waits to have or to lose. */
  unknownKeys(keys: readonly string[]): Promise<string[]>;
  /** Every file by its key, a stretch at a time, in the order of the keys and beginning after one. */
  keysAfter(key: string, limit: number): Promise<string[]>;
};
