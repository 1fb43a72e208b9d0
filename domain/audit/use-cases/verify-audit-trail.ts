import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Digest } from '../../shared/ports.ts';
import { type Anchor, anchorOf, isGenuine } from '../anchors.ts';
import { type LaneHead, LANES, NO_HASH } from '../chain.ts';
import {
  anchorFault,
  claimedTwice,
  cutOff,
  type Fault,
  faultOf,
  faultOfLeftover,
  headDiffers,
  headGone,
  headSetBack,
  inArchive,
  misplacedRow,
  olderFault,
  outsideLanes,
} from '../faults.ts';
import { LaneBroken, type LaneRow, laneRows } from '../lane-rows.ts';
import type { AnchorLog, ArchiveFiles, AuditArchives, AuditKeys, AuditTrail } from '../ports.ts';
import { olderOf } from './anchor-audit-trail.ts';

type Deps = {
  readonly auditTrail: AuditTrail;
  readonly auditArchives: AuditArchives;
  readonly archiveFiles: ArchiveFiles;
  readonly anchorLog: AnchorLog;
  readonly auditKeys: AuditKeys;
  readonly digest: Digest;
};

export type AuditReport = {
  /** Whether everything is as it was written. */
  readonly untouched: boolean;
  /** How many rows of the chain were looked at, and how many are older than it. */
  readonly rows: number;
  /** How many of those were read in archives, and how many the database still has of what is in archives. */
  readonly archivedRows: number;
  readonly notDetached: number;
  readonly olderRows: number;
  readonly anchors: number;
  readonly lastAnchorAt: string | null;
  /** Rows younger than the last anchor: altered, removed or moved they are found, but cut off from the end they may not be. */
  readonly notAnchored: number;
  /** The first fault of each lane, the oldest first; those without an instant come last. */
  readonly faults: readonly Fault[];
};

const BATCH = 1_000;

type Anchored = { readonly last: Anchor | undefined; readonly genuine: number; readonly faults: readonly Fault[] };

/** The anchors of the file that bear our signature, each with what is wrong with its place, and the forged ones as a fault alone. */
async function* anchorsOf({ anchorLog, auditKeys }: Deps): AsyncGenerator<{ anchor?: Anchor; fault?: Fault | undefined }> {
  let before: Anchor | undefined;
  for await (const line of anchorLog.lines()) {
    const anchor = anchorOf(line);
    // What a crash left half written is no anchor; whether one is missing, the next one tells.
    if (!anchor) continue;
    if (!isGenuine(auditKeys, anchor)) yield { fault: anchorFault(`${named(anchor)} does not bear our signature.`) };
    else {
      yield { anchor, fault: faultOfAnchor(before, anchor) };
      before = anchor;
    }
  }
}

const named = ({ sequence, at }: Anchor): string => `Anchor ${sequence} of ${at}`;

const faultOfAnchor = (before: Anchor | undefined, anchor: Anchor): Fault | undefined => {
  if (anchor.sequence !== (before?.sequence ?? 0) + 1 || anchor.previousMac !== (before?.mac ?? NO_HASH))
    return anchorFault(`${named(anchor)} does not follow the one before it: anchors were removed or replaced.`);
  if (before && before.older.digest !== anchor.older.digest)
    return olderFault(`${named(anchor)} found other rows from before the chain than the one before it: they were altered.`);
  return undefined;
};

/** Reads the file of anchors: each is signed, follows the one before, and the last is not older than the database knows. */
const anchored = async (deps: Deps): Promise<Anchored> => {
  // First what the database remembers: whoever sets an anchor meanwhile writes the file first.
  const mark = await deps.auditTrail.lastAnchored();
  const found = { last: undefined as Anchor | undefined, genuine: 0, isReached: mark === undefined || mark.sequence === 0 };
  let fault = mark ? undefined : anchorFault('The database has lost its place for the anchors: none is set any more.');
  for await (const { anchor, fault: wrong } of anchorsOf(deps)) {
    fault ??= wrong;
    if (!anchor) continue;
    if (mark?.sequence === anchor.sequence && mark.mac === anchor.mac) found.isReached = true;
    found.last = anchor;
    found.genuine += 1;
  }
  if (!found.isReached)
    fault ??= anchorFault(
      `The file of anchors ends with number ${found.last?.sequence ?? 0}, and the database remembers number ${mark?.sequence}: anchors were cut off or replaced.`,
    );
  return { ...found, faults: fault ? [fault] : [] };
};

type Walk = {
  /** Goes on to a place that somebody knows, and looks whether the row there is the one they know. */
  meet(known: LaneHead, by: string): Promise<void>;
  fault(): Fault | undefined;
  /** Lets go of what it reads. */
  end(): Promise<void>;
};

/** Follows one lane from its first row to its head, as far as it is asked to; it stops at the first fault. */
const walkOf = (deps: Deps, head: LaneHead, seen: (row: LaneRow) => void): Walk => {
  const { lane } = head;
  const means = { keys: deps.auditKeys, digest: deps.digest };
  const rows = laneRows(deps, head);
  let at: LaneHead = { lane, position: 0, hash: NO_HASH };
  let fault: Fault | undefined;

  const next = async (): Promise<LaneRow | undefined> => {
    try {
      return (await rows.next()).value ?? undefined;
    } catch (error) {
      if (!(error instanceof LaneBroken)) throw error;
      fault = error.fault;
      return undefined;
    }
  };

  const advance = async (known: LaneHead, by: string): Promise<void> => {
    const found = await next();
    if (fault) return;
    const wrong = found && faultOf(means, at, found.row);
    fault = found
      ? wrong && (found.key === undefined ? wrong : inArchive(wrong, found.key))
      : cutOff(lane, at.position, known.position, by);
    if (!found || fault) return;
    at = found.row;
    seen(found);
  };

  return {
    fault: () => fault,
    async meet(known, by) {
      if (fault) return;
      if (known.position < at.position) fault = headSetBack(known, at.position, by);
      while (!fault && at.position < known.position) await advance(known, by);
      if (!fault && at.hash !== known.hash) fault = headDiffers(lane, known.position, by);
    },
    end: async () => void (await rows.return(undefined)),
  };
};

/** Whatever stands in a lane beside the rows that were walked. */
const strayOf = async ({ auditTrail }: Deps, { lane, position }: LaneHead): Promise<Fault | undefined> => {
  const misplaced = await auditTrail.misplaced(lane);
  if (misplaced) return misplacedRow(lane, misplaced);
  const twice = await auditTrail.claimedTwice(lane, position);
  return twice && claimedTwice(lane, twice.position, twice.ids);
};

/** Rows that the database has although an archive has them: those that are still to be detached, or a fault. */
const leftoversOf = async (deps: Deps, lane: number): Promise<{ rows: number; fault?: Fault | undefined }> => {
  const means = { keys: deps.auditKeys, digest: deps.digest };
  const end = (await deps.auditArchives.last(lane))?.end.position ?? 0;
  let rows = 0;
  for (let after = 0; ;) {
    const batch = after < end ? await deps.auditTrail.rows(lane, after, end, BATCH) : [];
    if (batch.length === 0) return { rows };
    for (const row of batch) {
      const fault = faultOfLeftover(means, row);
      if (fault) return { rows, fault };
    }
    rows += batch.length;
    after = batch.at(-1)!.position;
  }
};

/**
 * Walks all lanes side by side, past every anchor: had only the last one to be met, who sets a head back would have to wait but
 * for the next anchor to be hidden by it.
 */
const walkLanes = async (
  deps: Deps,
  heads: readonly LaneHead[],
  { genuine }: Anchored,
  seen: (row: LaneRow) => void,
): Promise<{ faults: Fault[]; notDetached: number }> => {
  const walks = new Map(heads.map((head) => [head.lane, walkOf(deps, head, seen)]));
  try {
    await meetAnchors(deps, walks, genuine);
    return await meetHeads(deps, walks, heads);
  } finally {
    for (const walk of walks.values()) await walk.end();
  }
};

type Walks = ReadonlyMap<number, Walk>;

const meetAnchors = async (deps: Deps, walks: Walks, genuine: number): Promise<void> => {
  let left = genuine;
  for await (const { anchor } of left > 0 ? anchorsOf(deps) : []) {
    if (!anchor) continue;
    for (const known of anchor.heads) await walks.get(known.lane)?.meet(known, named(anchor).toLowerCase());
    left -= 1;
    // What was set since may know of more than the heads that were read.
    if (left === 0) break;
  }
};

const meetHeads = async (deps: Deps, walks: Walks, heads: readonly LaneHead[]): Promise<{ faults: Fault[]; notDetached: number }> => {
  const faults: Fault[] = [];
  let notDetached = 0;
  for (const head of heads) {
    const walk = walks.get(head.lane)!;
    await walk.meet(head, 'the head');
    const { rows, fault: left } = await leftoversOf(deps, head.lane);
    const fault = walk.fault() ?? (await strayOf(deps, head)) ?? left;
    notDetached += rows;
    if (fault) faults.push(fault);
  }
  return { faults, notDetached };
};

const checkOlder = async (deps: Deps, anchor: Anchor | undefined): Promise<{ rows: number; faults: readonly Fault[] }> => {
  const { rows, digest } = await olderOf(deps);
  if (!anchor || anchor.older.digest === digest) return { rows, faults: [] };
  const sentence = `The rows from before the chain are not those that were anchored: there are ${rows}, and there were ${anchor.older.rows}.`;
  return { rows, faults: [olderFault(sentence)] };
};

const inTime = (one: Fault, other: Fault): number => (one.at ?? '~').localeCompare(other.at ?? '~');

/**
 * Walks the whole trail, what was archived included, and names what was altered, removed, reordered or cut off (AUD-02), in batches, whatever its length.
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
    let [seen, archivedRows] = [0, 0];
    const count = ({ key }: LaneRow): void => {
      seen += 1;
      if (key !== undefined) archivedRows += 1;
      if (seen % BATCH === 0) progress(seen, all);
    };
    for (let lane = 0; lane < LANES; lane += 1) if (!heads.some((head) => head.lane === lane)) faults.push(headGone(lane));
    const walked = await walkLanes(deps, heads, anchors, count);
    faults.push(...walked.faults);
    const outside = await deps.auditTrail.outsideLanes();
    if (outside) faults.push(outsideLanes(outside));
    const older = await checkOlder(deps, anchors.last);
    const anchoredRows = (anchors.last?.heads ?? []).reduce((sum, { position }) => sum + position, 0);
    return {
      untouched: faults.length === 0 && older.faults.length === 0,
      rows: seen,
      archivedRows,
      notDetached: walked.notDetached,
      olderRows: older.rows,
      anchors: anchors.last?.sequence ?? 0,
      lastAnchorAt: anchors.last?.at ?? null,
      notAnchored: Math.max(0, all - anchoredRows),
      faults: [...faults, ...older.faults].toSorted(inTime),
    };
  };
