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

/** The trail as the database keeps it. */
export type AuditTrail = {
  /** In the order of the lanes. */
  heads(): Promise<readonly LaneHead[]>;
  /** Rows of a lane beyond one position and up to another, in order, at most `limit`. */
  rows(lane: number, after: number, upTo: number, limit: number): Promise<readonly ChainedEntry[]>;
  /** The first row of a lane that its head does not know of. */
  beyondHead(lane: number): Promise<{ readonly id: string; readonly position: number } | undefined>;
  /** Rows that were written before there was a chain, in the order of their ids. */
  olderRows(afterId: string | null, limit: number): Promise<readonly AuditEntry[]>;
  /** What the database remembers of the anchors; undefined before the first. */
  lastAnchored(): Promise<AnchorMark | undefined>;
  /** Lets one process at a time set anchors, and remembers what it set; where another is at it, `work` is not called. */
  whileAnchoring(work: (last: AnchorMark | undefined) => Promise<AnchorMark | undefined>): Promise<void>;
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
