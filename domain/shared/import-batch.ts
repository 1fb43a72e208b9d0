import type { Actor } from './actor.ts';

/** A row as it stood in the file: the line it began in, and its cells by column, empty ones left out. */
export type ImportRow = { readonly line: number; readonly cells: { readonly [column: string]: string } };

/** A row that is not imported, and why, for who has to mend the file. */
export type BadRow = { readonly line: number; readonly reason: string };

export type Counts = { readonly created: number; readonly changed: number; readonly unchanged: number };

/** What became of a file, or of as much of it as was read. */
export type Imported = Counts & { readonly refused: number };

export type BatchCommand = {
  readonly importId: string;
  readonly rows: readonly ImportRow[];
  readonly dryRun: boolean;
  /** The branch of rows that name none. */
  readonly serviceCenterId?: string | undefined;
};

/**
 * Takes some rows of a file, all good ones in one transaction. A dry run finds the same faults and keeps nothing. What is there already, by
 * the key of its kind, is changed where the row says otherwise, so that a file can be imported again from its beginning after a crash.
 */
export type ImportBatch = (command: BatchCommand, actor: Actor) => Promise<Counts & { readonly bad: readonly BadRow[] }>;
