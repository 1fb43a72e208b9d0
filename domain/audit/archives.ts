import type { BusinessMonth } from '../shared/calendar.ts';
import type { ChainedEntry, LaneHead } from './chain.ts';

/**
 * The rows of one lane up to the end of a month, as they were written to storage: those behind one place of the chain, up to another. The
 * first follows `after`, the last is `end`; so one archive follows the other, and the rows of the database the last.
 */
export type AuditArchive = {
  readonly month: BusinessMonth;
  readonly lane: number;
  readonly after: LaneHead;
  readonly end: LaneHead;
  /** Where it is in storage, and the SHA-256 of what is there. */
  readonly key: string;
  readonly sha256: string;
};

/** Named after what is in it: the same rows again take the place of the same rows, and others that of nobody. */
export const archiveKey = (month: BusinessMonth, { lane, position: after }: LaneHead, { position }: LaneHead): string =>
  `audit-archives/${month}/lane-${String(lane).padStart(2, '0')}-${after + 1}-${position}.jsonl.gz`;

/** Something is wrong with an archive itself, whatever its rows say; in a sentence. */
export class ArchiveDamaged extends Error {
  override name = 'ArchiveDamaged';
}

export const archiveLine = (row: ChainedEntry): string => JSON.stringify(row);

const TEXTS = [
  'id',
  'event',
  'action',
  'entityType',
  'payload',
  'payloadHash',
  'requestId',
  'at',
  'previousHash',
  'hash',
  'keyId',
] as const;
const TEXTS_OR_NONE = ['userId', 'entityId', 'serviceCenterId', 'from', 'to', 'description', 'address', 'agent'] as const;
const FIGURES = ['lane', 'position'] as const;

const isRow = (value: unknown): value is ChainedEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Readonly<Record<string, unknown>>;
  return (
    TEXTS.every((name) => typeof row[name] === 'string') &&
    TEXTS_OR_NONE.every((name) => row[name] === null || typeof row[name] === 'string') &&
    FIGURES.every((name) => Number.isSafeInteger(row[name]))
  );
};

/** The row of a line. @throws ArchiveDamaged */
export const archivedRow = (line: string): ChainedEntry => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!isRow(value)) throw new ArchiveDamaged('it has a line that is no row of the trail');
  return value;
};
