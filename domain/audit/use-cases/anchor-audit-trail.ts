import type { Clock, Digest } from '../../shared/ports.ts';
import { type Anchor, anchorOf, lineOf, nextAnchor, type Older, sameHeads } from '../anchors.ts';
import { canonicalEntry, NO_HASH, payloadHashOf } from '../chain.ts';
import type { AnchorLog, AnchorMark, AuditKeys, AuditTrail } from '../ports.ts';

type Deps = {
  readonly auditTrail: AuditTrail;
  readonly anchorLog: AnchorLog;
  readonly auditKeys: AuditKeys;
  readonly clock: Clock;
  readonly digest: Digest;
};

const BATCH = 1_000;

/** The rows from before the chain, put under one digest; the payloads as they are, not as their own hash says. */
export const olderOf = async ({ auditTrail, digest }: Pick<Deps, 'auditTrail' | 'digest'>): Promise<Older> => {
  const sum = { rows: 0, digest: NO_HASH };
  for (let last: string | null = null; ;) {
    const rows = await auditTrail.olderRows(last, BATCH);
    for (const row of rows) {
      sum.digest = digest(sum.digest + canonicalEntry(row) + payloadHashOf(digest, row.payload));
      sum.rows += 1;
    }
    last = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return sum;
  }
};

/**
 * Writes the heads of all lanes, signed, to the file of anchors (AUD-02): what is anchored cannot be cut off unseen. Where
 * nothing was written since the last one, or another process is at it, it sets none and answers undefined.
 */
export const anchorAuditTrail =
  ({ auditTrail, anchorLog, auditKeys, clock, digest }: Deps) =>
  async (): Promise<Anchor | undefined> => {
    let set: Anchor | undefined;
    await auditTrail.whileAnchoring(async (mark) => {
      const line = await anchorLog.last();
      const last = line === undefined ? undefined : anchorOf(line);
      const heads = await auditTrail.heads();
      if (last && last.mac === mark.mac && sameHeads(last.heads, heads)) return undefined;
      const older = last?.older ?? (await olderOf({ auditTrail, digest }));
      set = nextAnchor(auditKeys, newest(last, mark), clock.now(), older, heads);
      await anchorLog.append(lineOf(set));
      return set;
    });
    return set;
  };

/**
 * What the next anchor follows. A crash between file and database leaves the file ahead. Where the file is behind, somebody
 * cut it: the next anchor follows what the database remembers, so that the gap stays to be seen.
 */
const newest = (last: Anchor | undefined, mark: AnchorMark): AnchorMark => (last && last.sequence > mark.sequence ? last : mark);
