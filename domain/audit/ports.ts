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
