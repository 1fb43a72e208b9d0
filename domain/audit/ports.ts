import type { Kept } from '../shared/storage.ts';
import type { AuditArchive } from './archives.ts';
import type { AuditEntry, ChainedEntry, LaneHead } from './chain.ts';

/** The keys that sign the trail. They live outside the database, so that who can write there still cannot sign (AUD-02). */
export type AuditKeys = {
  /** The key that signs from now on. */
  readonly currentId: string;
  /** HMAC-SHA256 under the named key, as lower-case hexadecimal; undefined for a key that is not among ours. */
  mac(keyId: string, text: string): string | undefined;
};

/** How far the anchors have come: the number of the last one, and its signature. */
export type AnchorMark = { readonly sequence: number; readonly mac: string };

/** A row that its lane does not know of. */
export type Misplaced = { readonly id: string; readonly position: number | null };

/** The trail as the database keeps it. */
export type AuditTrail = {
  /** In the order of the lanes. */
  heads(): Promise<readonly LaneHead[]>;
  /** Rows of a lane beyond one position and up to another, in order, at most `limit`. */
  rows(lane: number, after: number, upTo: number, limit: number): Promise<readonly ChainedEntry[]>;
  /** The first row of a lane that stands at no place of it: beyond its head, before the first, or nowhere. */
  misplaced(lane: number): Promise<Misplaced | undefined>;
  /** The first place of a lane, up to a position, that several rows claim. */
  claimedTwice(lane: number, upTo: number): Promise<{ readonly position: number; readonly ids: readonly string[] } | undefined>;
  /** The first row that names a lane that there is not. */
  outsideLanes(): Promise<{ readonly id: string; readonly lane: number } | undefined>;
  /** Rows that were written before there was a chain, in the order of their ids. */
  olderRows(afterId: string | null, limit: number): Promise<readonly AuditEntry[]>;
  /** What the database remembers of the anchors, number 0 before the first; undefined when the row that remembers it is gone. */
  lastAnchored(): Promise<AnchorMark | undefined>;
  /**
   * Lets one process at a time set anchors, and remembers what it set; where another is at it, `work` is not called.
   * @throws Error when the row that remembers is gone
   */
  whileAnchoring(work: (last: AnchorMark) => Promise<AnchorMark | undefined>): Promise<void>;
};

/** The append-only file of anchors, outside the database. */
export type AnchorLog = {
  /** Adds a line; it is on the disk when this resolves. */
  append(line: string): Promise<void>;
  /** The last line that is whole; undefined when there is none. */
  last(): Promise<string | undefined>;
  /** All lines from the first on. */
  lines(): AsyncIterable<string>;
};

/** Which rows of the trail are in storage, as the database keeps it in mind (RET-01). */
export type AuditArchives = {
  /** The archive that has the row at this place. */
  having(lane: number, position: number): Promise<AuditArchive | undefined>;
  /** The archive of a lane that none follows. */
  last(lane: number): Promise<AuditArchive | undefined>;
  /** How far a lane goes behind a position without a row from that instant on; undefined where it goes nowhere. */
  endBefore(lane: number, after: number, until: Date): Promise<LaneHead | undefined>;
  /** When the oldest row of the chain was written that the database still has. */
  oldestAt(): Promise<Date | undefined>;
  /** Keeps them in mind, in the transaction under way. @throws DomainError `record.duplicate` where somebody else archived a lane meanwhile */
  keep(archives: readonly AuditArchive[], at: Date): Promise<void>;
  /** Those of which the database still has rows, in the order of lanes and positions. */
  notDetached(): Promise<readonly AuditArchive[]>;
  /** Deletes the first rows that an archive has, at most so many, and says how many those were. The role of the application may not. */
  detach(archive: AuditArchive, most: number): Promise<number>;
};

/** The content of archives in storage. */
export type ArchiveFiles = {
  write(key: string, rows: AsyncIterable<ChainedEntry>): Promise<Kept>;
  /** @throws DomainError `entity.absent`, or ArchiveDamaged */
  read(key: string): AsyncIterable<ChainedEntry>;
};
