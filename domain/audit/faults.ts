import type { Digest } from '../shared/ports.ts';
import { type AuditEntry, type ChainedEntry, type LaneHead, LANES, payloadHashOf, signedText } from './chain.ts';
import type { AuditKeys, Misplaced } from './ports.ts';

export type FaultKind =
  | 'altered' // or forged: the row does not bear our signature
  | 'removed' // from the middle
  | 'reordered'
  | 'cut-off' // from the end
  | 'head' // a lane's head is gone or was set back
  | 'older' // rows from before the chain are not those that were anchored
  | 'anchor' // the file of anchors
  | 'archive'; // rows that were written to storage cannot be read there

/** The first thing that is wrong with a lane, or with the anchors. */
export type Fault = {
  readonly kind: FaultKind;
  readonly lane: number | null;
  readonly position: number | null;
  readonly rowId: string | null;
  /** When the row says it was written; null where there is no row. */
  readonly at: string | null;
  readonly sentence: string;
};

type Means = { readonly keys: AuditKeys; readonly digest: Digest };

/** How far from its place a row that stands elsewhere is looked for. */
const REORDERED_WITHIN = 2_000;

type Place = Pick<LaneHead, 'lane' | 'position'>;

const macAt = ({ keys }: Means, row: ChainedEntry, place: Place): string | undefined =>
  keys.mac(row.keyId, signedText(row, { ...row, ...place }));

const holdsItsPayload = ({ digest }: Means, { payload, payloadHash }: AuditEntry): boolean =>
  payloadHashOf(digest, payload) === payloadHash;

const rightPlaceIn = (means: Means, row: ChainedEntry, lane: number): Place | undefined => {
  for (let away = 0; away <= REORDERED_WITHIN; away += 1)
    for (const position of [row.position - away, row.position + away])
      if (position > 0 && macAt(means, row, { lane, position }) === row.hash) return { lane, position };
  return undefined;
};

/** Where a row was written that bears our signature for another place: in its own lane, else in another. */
const rightPlaceOf = (means: Means, row: ChainedEntry): Place | undefined => {
  const others = Array.from({ length: LANES }, (_, lane) => lane).filter((lane) => lane !== row.lane);
  for (const lane of [row.lane, ...others]) {
    const place = rightPlaceIn(means, row, lane);
    if (place) return place;
  }
  return undefined;
};

const ofRow = (kind: FaultKind, row: ChainedEntry, sentence: string): Fault => ({
  kind,
  lane: row.lane,
  position: row.position,
  rowId: row.id,
  at: row.at,
  sentence: `Lane ${row.lane}, position ${row.position}: row ${row.id} ${sentence}`,
});

const removed = (before: LaneHead, next: ChainedEntry): Fault => ({
  kind: 'removed',
  lane: next.lane,
  position: before.position + 1,
  rowId: null,
  at: next.at,
  sentence: `Lane ${next.lane}, position ${before.position + 1}: the row was removed; the next one there is ${next.id} at position ${next.position}.`,
});

/** What is wrong with a row that comes after `before` in its lane; undefined when it is as it was written. */
export const faultOf = (means: Means, before: LaneHead, row: ChainedEntry): Fault | undefined => {
  if (row.position > before.position + 1) return removed(before, row);
  const mac = macAt(means, row, row);
  if (mac === undefined) return ofRow('altered', row, 'is signed by a key that is not among ours.');
  if (!holdsItsPayload(means, row)) return ofRow('altered', row, 'was altered: its data have not the digest that was written with them.');
  if (mac !== row.hash) {
    const place = rightPlaceOf(means, row);
    const lane = place?.lane === row.lane ? '' : `lane ${place?.lane}, `;
    if (place) return ofRow('reordered', row, `was moved: it was written at ${lane}position ${place.position}.`);
    return ofRow('altered', row, 'was altered or forged: it does not bear our signature.');
  }
  if (row.previousHash !== before.hash) return ofRow('altered', row, 'does not follow the row before it: one of the two was replaced.');
  return undefined;
};

const ofLane = (kind: FaultKind, lane: number, position: number | null, sentence: string, rowId: string | null = null): Fault => ({
  kind,
  lane,
  position,
  rowId,
  at: null,
  sentence: `Lane ${lane}: ${sentence}`,
});

export const headGone = (lane: number): Fault => ofLane('head', lane, null, 'its head is gone.');

export const misplacedRow = (lane: number, { id, position }: Misplaced): Fault =>
  ofLane(
    'head',
    lane,
    position,
    `row ${id} at position ${position ?? 'none'} is not among those that the head knows of: it was forged, or the head was set back.`,
    id,
  );

export const claimedTwice = (lane: number, position: number, ids: readonly string[]): Fault =>
  ofLane('altered', lane, position, `position ${position} is claimed by the rows ${ids.join(' and ')}: all but one were forged.`);

export const outsideLanes = ({ id, lane }: { readonly id: string; readonly lane: number }): Fault =>
  ofLane('altered', lane, null, `there is no such lane, and row ${id} in it was forged.`, id);

export const cutOff = (lane: number, last: number, known: number, by: string): Fault =>
  ofLane(
    'cut-off',
    lane,
    last + 1,
    `rows were cut off: the last one is at position ${last}, and ${by} knows of position ${known}; the first that is missing was at ${last + 1}.`,
  );

export const headDiffers = (lane: number, position: number, by: string): Fault =>
  ofLane('head', lane, position, `the row at position ${position} is not the one that ${by} knows of.`);

export const headSetBack = ({ lane, position }: LaneHead, known: number, by: string): Fault =>
  ofLane('head', lane, position, `the head was set back: ${by} found it at position ${position}, and one before at ${known}.`);

export const archiveFault = (lane: number, position: number, sentence: string): Fault => ofLane('archive', lane, position, sentence);

/** The same of a row that was read in an archive. */
export const inArchive = (fault: Fault, key: string): Fault => ({ ...fault, sentence: `${fault.sentence} It was read in ${key}.` });

/** What is wrong with a row that stands in the database although an archive has its place; one that was not detached yet is as it was written. */
export const faultOfLeftover = (means: Means, row: ChainedEntry): Fault | undefined =>
  macAt(means, row, row) === row.hash && holdsItsPayload(means, row)
    ? undefined
    : ofRow('altered', row, 'was forged or altered: its place is one of those that were archived.');

export const anchorFault = (sentence: string): Fault => ({ kind: 'anchor', lane: null, position: null, rowId: null, at: null, sentence });

export const olderFault = (sentence: string): Fault => ({ ...anchorFault(sentence), kind: 'older' });
