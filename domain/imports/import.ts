import type { New } from '../shared/entity.ts';
import type { Counts } from '../shared/import-batch.ts';
import type { ImportKind } from '../shared/import-kinds.ts';

/** open until the file is at its end, or stopped where it could not be read. */
export const importStates = ['open', 'done', 'stopped'] as const;
export type ImportState = (typeof importStates)[number];

/** So many refused rows are kept by line and reason; the rest are counted. */
export const MOST_REFUSALS_KEPT = 10_000;

/** A file on its way in: where it is kept, and how far it was brought in. */
export class Import {
  readonly id!: string;
  readonly kind!: ImportKind;
  readonly fileName!: string;
  readonly fileKey!: string;
  /** Bytes. */
  readonly size!: number;
  readonly dryRun: boolean = false;
  /** The branch of rows that name none. */
  readonly serviceCenterId: string | null = null;
  state: ImportState = 'open';
  /** How many rows of the file are behind us: what goes on after a crash goes on here. */
  rowsRead: number = 0;
  created: number = 0;
  changed: number = 0;
  unchanged: number = 0;
  refused: number = 0;
  /** What is wrong with the file as a whole. */
  stoppedBy: string | null = null;
  readonly createdAt!: Date;
  readonly createdBy: string | null = null;
  finishedAt: Date | null = null;

  constructor(fields: New<Import, 'id' | 'kind' | 'fileName' | 'fileKey' | 'size' | 'createdAt'>) {
    Object.assign(this, fields);
  }

  /** A batch is in. @param upTo how many rows of the file are behind us now */
  take({ created, changed, unchanged }: Counts, refused: number, upTo: number): void {
    this.created += created;
    this.changed += changed;
    this.unchanged += unchanged;
    this.refused += refused;
    this.rowsRead = upTo;
  }

  finish(now: Date): void {
    Object.assign(this, { state: 'done', finishedAt: now });
  }

  /** Nothing after what is in can be read. */
  stop(now: Date, reason: string): void {
    Object.assign(this, { state: 'stopped', finishedAt: now, stoppedBy: reason });
  }
}
