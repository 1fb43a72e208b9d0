import { LANES, type LaneHead, signed } from './chain.ts';
import type { AnchorMark, AuditKeys } from './ports.ts';

/** The rows from before there was a chain: how many, and one digest over all of them. */
export type Older = { readonly rows: number; readonly digest: string };

/** The heads of all lanes at one instant, signed, and tied to the anchor before. */
export type Anchor = AnchorMark & {
  readonly at: string;
  readonly previousMac: string;
  readonly keyId: string;
  readonly older: Older;
  readonly heads: readonly LaneHead[];
};

const FORM = 'dms-audit-anchor-1';

const textOf = ({ sequence, at, previousMac, keyId, older, heads }: Omit<Anchor, 'mac'>): string =>
  JSON.stringify([
    FORM,
    keyId,
    sequence,
    at,
    previousMac,
    older.rows,
    older.digest,
    heads.map(({ lane, position, hash }) => [lane, position, hash]),
  ]);

/** The anchor that follows `last`. */
export const nextAnchor = (keys: AuditKeys, last: AnchorMark, at: Date, older: Older, heads: readonly LaneHead[]): Anchor => {
  const anchor = {
    sequence: last.sequence + 1,
    at: at.toISOString(),
    previousMac: last.mac,
    keyId: keys.currentId,
    older,
    heads,
  };
  return { ...anchor, mac: signed(keys, textOf(anchor)) };
};

export const isGenuine = (keys: AuditKeys, anchor: Anchor): boolean => keys.mac(anchor.keyId, textOf(anchor)) === anchor.mac;

export const lineOf = (anchor: Anchor): string => JSON.stringify(anchor);

const isHead = (value: unknown): value is LaneHead => {
  const { lane, position, hash } = (value ?? {}) as Partial<Record<keyof LaneHead, unknown>>;
  return Number.isSafeInteger(lane) && Number.isSafeInteger(position) && typeof hash === 'string';
};

const isAnchor = (value: unknown): value is Anchor => {
  const { sequence, mac, at, previousMac, keyId, older, heads } = (value ?? {}) as Partial<Record<keyof Anchor, unknown>>;
  const { rows, digest } = (older ?? {}) as Partial<Record<keyof Older, unknown>>;
  const texts = [mac, at, previousMac, keyId, digest].every((each) => typeof each === 'string');
  return (
    texts &&
    Number.isSafeInteger(sequence) &&
    Number.isSafeInteger(rows) &&
    Array.isArray(heads) &&
    heads.length <= LANES &&
    heads.every(isHead)
  );
};

/** The anchor of a line; undefined for one that is no anchor, such as what a crash left half written. */
export const anchorOf = (line: string): Anchor | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isAnchor(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

export const sameHeads = (one: readonly LaneHead[], other: readonly LaneHead[]): boolean =>
  one.length === other.length && one.every(({ lane, hash }, index) => other[index]?.lane === lane && other[index].hash === hash);
