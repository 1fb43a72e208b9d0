import { gunzipSync, gzipSync } from 'node:zlib';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FixedClock, fixedClock } from '@dms/domain/memory/clock';
import type { Ending } from '../support/database.ts';
import { freshTrail, type Kept, type Trail } from './trail.ts';

export const LANE = 3;

/** A trail of three months in two lanes, anchored, and who may archive it: the owner, who has the same files. */
export const trailOfMonths = async (t: Ending): Promise<{ trail: Trail; owner: Trail; clock: FixedClock; written: Kept[] }> => {
  const clock = fixedClock('2026-04-10T05:00:00.000Z');
  const trail = await freshTrail(t, { clock });
  for (const [at, lane, count] of [
    ['2026-04-10T05:00:00.000Z', LANE, 5],
    // In India it is the first of May by now.
    ['2026-04-30T18:29:59.999Z', 7, 2],
    ['2026-04-30T18:30:00.000Z', LANE, 3],
    ['2026-05-20T05:00:00.000Z', 9, 1],
    ['2026-06-01T05:00:00.000Z', LANE, 2],
  ] as const) {
    clock.set(at);
    await trail.writeInLane(lane, count);
    await trail.anchor();
  }
  clock.set('2026-07-10T05:00:00.000Z');
  return { trail, owner: await alsoAs('ownerUrl', t, trail, clock), clock, written: await rowsOf(trail) };
};

/** The same trail seen by another process, in another role. */
export const alsoAs = (role: 'url' | 'ownerUrl', t: Ending, { database, variables }: Trail, clock: FixedClock): Promise<Trail> =>
  freshTrail(t, { database, clock, role, variables: { DATA_DIR: variables.DATA_DIR! } });

export const rowsOf = (trail: Trail): Promise<Kept[]> =>
  trail.rows<Kept>('select id, lane, position::int, hash from audit_logs order by lane, position');

export const archive = (trail: Trail, before?: string) =>
  trail.cradle.archiveAuditTrail(before, { ...somebodyElse, requestId: 'archive-test' });

const somebodyElse = { userId: null, role: 'SYSTEM', serviceCenterIds: [], address: null, agent: null } as const;

const folderOf = ({ anchorFile }: Trail): string => join(dirname(anchorFile), '..', 'audit-archives');

/** Where the archives are, in the order of months and lanes. */
export const archiveFiles = async (trail: Trail): Promise<string[]> => {
  const entries = await readdir(folderOf(trail), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
};

export const linesOf = async (file: string): Promise<string[]> =>
  gunzipSync(await readFile(file))
    .toString('utf8')
    .trimEnd()
    .split('\n');

export const writeLines = (file: string, lines: readonly string[]): Promise<void> =>
  writeFile(file, gzipSync(lines.map((line) => `${line}\n`).join('')));
