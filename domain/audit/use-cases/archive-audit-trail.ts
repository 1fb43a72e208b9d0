import type { Configuration } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { addMonths, businessDay, type BusinessMonth, firstDayOfMonth, monthOf, startOfBusinessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { archiveKey, type AuditArchive } from '../archives.ts';
import { type ChainedEntry, type LaneHead, LANES, NO_HASH } from '../chain.ts';
import { type Fault, faultOf } from '../faults.ts';
import { archivedRows, LaneBroken } from '../lane-rows.ts';
import type { ArchiveFiles, AuditArchives, AuditKeys, AuditTrail } from '../ports.ts';

type Deps = {
  readonly transact: Transact<object>;
  readonly auditTrail: AuditTrail;
  readonly auditArchives: AuditArchives;
  readonly archiveFiles: ArchiveFiles;
  readonly auditKeys: AuditKeys;
  readonly configuration: Pick<Configuration, 'current'>;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type ArchivedMonth = { readonly month: BusinessMonth; readonly rows: number; readonly files: number };
export type ArchiveReport = {
  /** The first month that stays in the database. */
  readonly keptFrom: BusinessMonth;
  readonly months: readonly ArchivedMonth[];
  /** How many rows the database has no more. */
  readonly detached: number;
};

const BATCH = 1_000;

const refused = ({ sentence }: Fault): DomainError =>
  new DomainError(
    'record.refused',
    `The trail is not as it was written, and what shows it stays where it is: ${sentence} See dms audit verify.`,
  );

/** The rows one after the other, each looked at whether it follows the one before. @throws DomainError `record.refused` */
async function* proved({ auditKeys, digest }: Deps, after: LaneHead, rows: AsyncIterable<ChainedEntry>): AsyncGenerator<ChainedEntry> {
  let before = after;
  for await (const row of rows) {
    const fault = faultOf({ keys: auditKeys, digest }, before, row);
    if (fault) throw refused(fault);
    before = row;
    yield row;
  }
}

async function* rowsBetween({ auditTrail }: Deps, { lane, position }: LaneHead, end: LaneHead): AsyncGenerator<ChainedEntry> {
  for (let after = position; after < end.position;) {
    const batch = await auditTrail.rows(lane, after, end.position, BATCH);
    if (batch.length === 0) return;
    yield* batch;
    after = batch.at(-1)!.position;
  }
}

async function* rowsOfFile(deps: Deps, archive: AuditArchive): AsyncGenerator<ChainedEntry> {
  for await (const { row } of archivedRows(deps, archive, archive.after.position)) yield row;
}

/** Reads back what is in storage, to the last row of it. @throws DomainError `record.refused` where it is not what was to be written */
const readBack = async (deps: Deps, archive: AuditArchive): Promise<void> => {
  let last: LaneHead = archive.after;
  try {
    for await (const row of proved(deps, archive.after, rowsOfFile(deps, archive))) last = row;
  } catch (error) {
    throw error instanceof LaneBroken ? refused(error.fault) : error;
  }
  if (last.hash !== archive.end.hash)
    throw new DomainError('record.refused', `The archive ${archive.key} does not end with the row that was to be its last.`);
};

const startOf = async ({ auditArchives }: Deps, lane: number): Promise<LaneHead> =>
  (await auditArchives.last(lane))?.end ?? { lane, position: 0, hash: NO_HASH };

/** Writes what a lane has up to the end of a month, and reads it back; undefined where it has nothing. */
const writeLane = async (deps: Deps, lane: number, month: BusinessMonth, until: Date): Promise<AuditArchive | undefined> => {
  const after = await startOf(deps, lane);
  const end = await deps.auditArchives.endBefore(lane, after.position, until);
  if (!end) return undefined;
  const key = archiveKey(month, after, end);
  const { sha256 } = await deps.archiveFiles.write(key, proved(deps, after, rowsBetween(deps, after, end)));
  const archive = { month, lane, after, end, key, sha256 };
  await readBack(deps, archive);
  return archive;
};

const rowsIn = ({ after, end }: AuditArchive): number => end.position - after.position;
const sum = (figures: readonly number[]): number => figures.reduce((all, each) => all + each, 0);

/** What of a month is in storage is in the trail, too: where, and by which hash it is known again. */
const archived = (month: BusinessMonth, archives: readonly AuditArchive[], entityId: string) => ({
  name: 'AuditArchived' as const,
  entityId,
  serviceCenterId: null,
  data: {
    month,
    archives: archives.map(({ lane, after, end, key, sha256 }) => ({ lane, from: after.position + 1, to: end.position, key, sha256 })),
  },
});

/** All lanes of one month are in storage, and kept in mind in one transaction; the database has them still. */
const archiveMonth = async (deps: Deps, month: BusinessMonth, actor: Actor): Promise<readonly AuditArchive[]> => {
  const until = startOfBusinessDay(addMonths(firstDayOfMonth(month), 1));
  const archives: AuditArchive[] = [];
  for (let lane = 0; lane < LANES; lane += 1) {
    const archive = await writeLane(deps, lane, month, until);
    if (archive) archives.push(archive);
  }
  if (archives.length === 0) return archives;
  await deps.transact(actor, async ({ record }) => {
    await deps.auditArchives.keep(archives, deps.clock.now());
    record(archived(month, archives, deps.ids.next()));
  });
  return archives;
};

const detach = async ({ auditArchives }: Deps, archive: AuditArchive): Promise<number> => {
  let [all, some] = [0, 0];
  do {
    some = await auditArchives.detach(archive, BATCH);
    all += some;
  } while (some > 0);
  return all;
};

/** What was archived and not detached, because whoever did it was stopped: read back anew, as nobody knows what became of it since. */
const goOn = async (deps: Deps): Promise<number> => {
  let detached = 0;
  for (const archive of await deps.auditArchives.notDetached()) {
    await readBack(deps, archive);
    detached += await detach(deps, archive);
  }
  return detached;
};

const nextMonth = (month: BusinessMonth): BusinessMonth => monthOf(addMonths(firstDayOfMonth(month), 1));

/** The first month that stays: that of today, less those that are to be kept. */
const keptFromOf = async ({ configuration, clock }: Deps): Promise<BusinessMonth> => {
  const months = (await configuration.current()).of('retention.audit-months');
  return monthOf(addMonths(firstDayOfMonth(monthOf(businessDay(clock.now()))), -months));
};

/**
 * Writes whole months of the trail with their chain to storage, reads them back, and then takes them out of the database (RET-01): those before
 * the month given, else all but as many as are configured. The month that runs stays. Whoever is stopped on the way has lost nothing and
 * begins again. A row that stands in its lane behind one of a later month goes with that month. `progress` hears of each month.
 * @throws DomainError `access.denied`, `day.malformed`, `record.refused` for a trail or an archive that is not as it was written,
 * `record.duplicate` where somebody else archives at the same time
 */
export const archiveAuditTrail =
  (deps: Deps) =>
  async (before: BusinessMonth | undefined, actor: Actor, progress: (month: ArchivedMonth) => void = () => {}): Promise<ArchiveReport> => {
    permit(actor, 'audit.verify');
    const running = monthOf(businessDay(deps.clock.now()));
    const wanted = before === undefined ? await keptFromOf(deps) : monthOf(firstDayOfMonth(before));
    const keptFrom = wanted < running ? wanted : running;
    const months: ArchivedMonth[] = [];
    let detached = await goOn(deps);
    const oldest = await deps.auditArchives.oldestAt();
    for (let month = monthOf(businessDay(oldest ?? deps.clock.now())); month < keptFrom; month = nextMonth(month)) {
      const archives = await archiveMonth(deps, month, actor);
      if (archives.length === 0) continue;
      for (const archive of archives) detached += await detach(deps, archive);
      const done = { month, rows: sum(archives.map(rowsIn)), files: archives.length };
      months.push(done);
      progress(done);
    }
    return { keptFrom, months, detached };
  };
