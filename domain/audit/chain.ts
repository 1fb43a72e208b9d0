import type { Digest } from '../shared/ports.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { AuditKeys } from './ports.ts';

/** How many chains there are side by side, so that transactions which commit at once need not wait for each other (ADR 14). */
export const LANES = 16;

/** What the first row of a lane follows. */
export const NO_HASH = '0'.repeat(64);

/** One audit row, as it was written and as the database gives it back: ids as texts, the instant in ISO 8601, UTC. */
export type AuditEntry = {
  readonly id: string;
  readonly event: string;
  readonly userId: string | null;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string | null;
  readonly serviceCenterId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly description: string | null;
  /** The data of the event, as JSON. */
  readonly payload: string;
  /** The digest of its canonical form. */
  readonly payloadHash: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly requestId: string;
  readonly at: string;
};

/** The last row of a lane: its position, from 1 on, and its hash. An empty lane has position 0 and NO_HASH. */
export type LaneHead = { readonly lane: number; readonly position: number; readonly hash: string };

/** Where a row stands in the chain. The hash is over the row, its place, and the hash of the row before it. */
export type Link = LaneHead & { readonly previousHash: string; readonly keyId: string };

export type ChainedEntry = AuditEntry & Link;

export const payloadHashOf = (digest: Digest, payload: string): string => digest(canonicalJson(payload));

const uuid = (id: string | null): string | null => id && id.toLowerCase();
/** What is no character in UTF-16 is replaced on its way into the database; the hash is over what arrives there. */
const words = (text: string | null): string | null => text && text.toWellFormed();
/** To the microsecond, which is what the database keeps. */
const micros = (at: string): string => at.replace(/(?:\.(\d+))?Z$/, (_, fraction = '') => `.${String(fraction).padEnd(6, '0')}Z`);

const fieldsOf = (entry: AuditEntry): readonly (string | null)[] => [
  uuid(entry.id),
  entry.event,
  uuid(entry.userId),
  entry.action,
  entry.entityType,
  uuid(entry.entityId),
  uuid(entry.serviceCenterId),
  words(entry.from),
  words(entry.to),
  words(entry.description),
  entry.payloadHash,
  words(entry.address),
  words(entry.agent),
  words(entry.requestId),
  micros(entry.at),
];

/** The text of a row that no other row has: a JSON list, in which every field has its place and no two run together. */
export const canonicalEntry = (entry: AuditEntry): string => JSON.stringify(fieldsOf(entry));

const FORM = 'dms-audit-1';

/** What is signed of a row at a place of the chain. */
export const signedText = (entry: AuditEntry, { lane, position, previousHash, keyId }: Omit<Link, 'hash'>): string =>
  JSON.stringify([FORM, keyId, lane, position, previousHash, ...fieldsOf(entry)]);

/** HMAC under the current key, which is always there. */
export const signed = (keys: AuditKeys, text: string): string => {
  const mac = keys.mac(keys.currentId, text);
  if (mac === undefined) throw new Error('the current key of the audit trail is missing');
  return mac;
};

/** Appends rows to a lane: a link for each, the last of which is the lane's new head. */
export const chained = (keys: AuditKeys, head: LaneHead, entries: readonly AuditEntry[]): Link[] => {
  let { position, hash } = head;
  return entries.map((entry) => {
    const place = { lane: head.lane, position: position + 1, previousHash: hash, keyId: keys.currentId };
    ({ position, hash } = { position: place.position, hash: signed(keys, signedText(entry, place)) });
    return { ...place, hash };
  });
};
