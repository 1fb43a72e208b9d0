import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Digest } from '../../shared/ports.ts';
import { type Anchor, anchorOf, isGenuine } from '../anchors.ts';
import { type LaneHead, LANES, NO_HASH } from '../chain.ts';
import { anchorFault, cutOff, type Fault, faultOf, headDiffers, headGone, olderFault, pastHead } from '../faults.ts';
import type { AnchorLog, AuditKeys, AuditTrail } from '../ports.ts';
import { olderOf } from './anchor-audit-trail.ts';

type Deps = {
  readonly auditTrail: AuditTrail;
  readonly anchorLog: AnchorLog;
  readonly auditKeys: AuditKeys;
  readonly digest: Digest;
};

export type AuditReport = {
  /** Whether everything is as it was written. */
  readonly untouched: boolean;
  /** How many rows of the chain were looked at, and how many are older than it. */
  readonly rows: number;
  readonly olderRows: number;
  readonly anchors: number;
  readonly lastAnchorAt: string | null;
  /** Rows younger than the last anchor: altered, removed or moved they are found, but cut off from the end they may not be. */
  readonly notAnchored: number;
  /** The first fault of each lane, the oldest first; those without an instant come last. */
  readonly faults: readonly Fault[];
};

const BATCH = 1_000;

type Anchored = { readonly last: Anchor | undefined; readonly count: number; readonly faults: readonly Fault[] };

/** Reads the file of anchors: each is signed, follows the one before, and the last is not older than the database knows. */
const anchored = async ({ auditTrail, anchorLog, auditKeys }: Deps): Promise<Anchored> => {
  // First what the database remembers: whoever sets an anchor meanwhile writes the file first.
  const mark = await auditTrail.lastAnchored();
  let last: Anchor | undefined;
  let isReached = mark === undefined;
  let fault: Fault | undefined;
  for await (const line of anchorLog.lines()) {
    const anchor = anchorOf(line);
    // What a crash left half written is no anchor; whether one is missing, the next one tells.
    if (!anchor) continue;
    fault ??= faultOfAnchor(auditKeys, last, anchor);
    if (!isGenuine(auditKeys, anchor)) continue;
    if (mark?.sequence === anchor.sequence && mark.mac === anchor.mac) isReached = true;
    last = anchor;
  }
  if (!isReached)
    fault ??= anchorFault(
      `The file of anchors ends with number ${last?.sequence ?? 0}, and the database remembers number ${mark?.sequence}: anchors were cut off or replaced.`,
    );
  return { last, count: last?.sequence ?? 0, faults: fault ? [fault] : [] };
};

const faultOfAnchor = (keys: AuditKeys, before: Anchor | undefined, anchor: Anchor): Fault | undefined => {
  const named = `Anchor ${anchor.sequence} of ${anchor.at}`;
  if (!isGenuine(keys, anchor)) return anchorFault(`${named} does not bear our signature.`);
  if (anchor.sequence === (before?.sequence ?? 0) + 1 && anchor.previousMac === (before?.mac ?? NO_HASH)) return undefined;
  return anchorFault(`${named} does not follow the one before it: anchors were removed or replaced.`);
};

type Walked = { readonly rows: number; readonly fault: Fault | undefined };

/** Follows one lane from its first row to its head. */
const walkLane = async (
  { auditTrail, auditKeys, digest }: Deps,
  head: LaneHead,
  anchor: LaneHead | undefined,
  seen: () => void,
): Promise<Walked> => {
  const { lane } = head;
  let at: LaneHead = { lane, position: 0, hash: NO_HASH };
  const ended = (fault: Fault | undefined): Walked => ({ rows: at.position, fault });
  for (;;) {
    const rows = await auditTrail.rows(lane, at.position, head.position, BATCH);
    for (const row of rows) {
      const fault = faultOf({ keys: auditKeys, digest }, at, row);
      if (fault) return ended(fault);
      at = row;
      seen();
      if (anchor?.position === at.position && anchor.hash !== at.hash) return ended(headDiffers(lane, at.position, 'the last anchor'));
    }
    if (rows.length < BATCH) break;
  }
  if (anchor && anchor.position > at.position) return ended(cutOff(lane, at.position, anchor.position, 'the last anchor'));
  if (head.position > at.position) return ended(cutOff(lane, at.position, head.position, 'the head'));
  if (head.hash !== at.hash) return ended(headDiffers(lane, at.position, 'the head'));
  const beyond = await auditTrail.beyondHead(lane);
  return ended(beyond && pastHead(lane, beyond));
};

const checkOlder = async (deps: Deps, anchor: Anchor | undefined): Promise<{ rows: number; faults: readonly Fault[] }> => {
  const { rows, digest } = await olderOf(deps);
  if (!anchor || anchor.older.digest === digest) return { rows, faults: [] };
  const sentence = `The rows from before the chain are not those that were anchored: there are ${rows}, and there were ${anchor.older.rows}.`;
  return { rows, faults: [olderFault(sentence)] };
};

const inTime = (one: Fault, other: Fault): number => (one.at ?? '~').localeCompare(other.at ?? '~');

/**
 * Walks the whole trail and names what was altered, removed, reordered or cut off (AUD-02), in batches, whatever its length.
 * Writers go on meanwhile: what they add is left for the next time. `progress` hears how many rows of how many were seen.
 * @throws DomainError `access.denied`
 */
export const verifyAuditTrail =
  (deps: Deps) =>
  async (actor: Actor, progress: (seen: number, all: number) => void = () => {}): Promise<AuditReport> => {
    permit(actor, 'audit.verify');
    // Anchors before heads, heads before rows: each is then as old as what it is compared with, or older.
    const anchors = await anchored(deps);
    const heads = await deps.auditTrail.heads();
    const faults = [...anchors.faults];
    const all = heads.reduce((sum, { position }) => sum + position, 0);
    let seen = 0;
    for (let lane = 0; lane < LANES; lane += 1) {
      const head = heads.find((each) => each.lane === lane);
      if (!head) {
        faults.push(headGone(lane));
        continue;
      }
      const anchor = anchors.last?.heads.find((each) => each.lane === lane);
      const { fault } = await walkLane(deps, head, anchor, () => {
        seen += 1;
        if (seen % BATCH === 0) progress(seen, all);
      });
      if (fault) faults.push(fault);
    }
    const older = await checkOlder(deps, anchors.last);
    const anchoredRows = (anchors.last?.heads ?? []).reduce((sum, { position }) => sum + position, 0);
    return {
      untouched: faults.length === 0 && older.faults.length === 0,
      rows: seen,
      olderRows: older.rows,
      anchors: anchors.count,
      lastAnchorAt: anchors.last?.at ?? null,
      notAnchored: Math.max(0, all - anchoredRows),
      faults: [...faults, ...older.faults].toSorted(inTime),
    };
  };
