import { DomainError } from '../shared/errors.ts';
import { ArchiveDamaged, type AuditArchive } from './archives.ts';
import type { ChainedEntry, LaneHead } from './chain.ts';
import { archiveFault, type Fault } from './faults.ts';
import type { ArchiveFiles, AuditArchives, AuditTrail } from './ports.ts';

type Deps = {
  readonly auditTrail: Pick<AuditTrail, 'rows'>;
  readonly auditArchives: Pick<AuditArchives, 'having'>;
  readonly archiveFiles: Pick<ArchiveFiles, 'read'>;
};

/** A row of a lane, and the archive that it was read in, if it was. */
export type LaneRow = { readonly row: ChainedEntry; readonly key?: string };

/** What is wrong with an archive, so that the rows behind it cannot be told. */
export class LaneBroken extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.sentence);
    this.fault = fault;
  }
}

const BATCH = 1_000;

const brokenBy = ({ lane, key, end }: AuditArchive, position: number, what: string): LaneBroken =>
  new LaneBroken(
    archiveFault(lane, position + 1, `the archive ${key} ${what}: rows up to position ${end.position} are proved by nothing else.`),
  );

const isTold = (error: unknown): error is Error =>
  error instanceof ArchiveDamaged || (error instanceof DomainError && error.code === 'entity.absent');

const whatIsWrong = (error: Error): string => (error instanceof ArchiveDamaged ? `is damaged (${error.message})` : 'is gone');

/**
 * The rows of an archive behind a position. Whoever reads slowly may lose the connection: as long as it brought something, it is made anew.
 * @throws LaneBroken for an archive that is gone, damaged, or has other rows than were written to it
 */
export async function* archivedRows(
  { archiveFiles }: Pick<Deps, 'archiveFiles'>,
  archive: AuditArchive,
  after: number,
): AsyncGenerator<LaneRow> {
  let at = after;
  for (let brought = true; brought;) {
    brought = false;
    try {
      for await (const row of archiveFiles.read(archive.key)) {
        if (row.lane === archive.lane && row.position <= at) continue;
        if (row.lane !== archive.lane || row.position > archive.end.position)
          throw new ArchiveDamaged('it has rows that were not written to it');
        yield { row, key: archive.key };
        at = row.position;
        brought = true;
      }
      if (at < archive.end.position) throw new ArchiveDamaged(`it ends at position ${at}`);
      return;
    } catch (error) {
      if (isTold(error)) throw brokenBy(archive, at, whatIsWrong(error));
      if (!brought) throw error;
    }
  }
}

/**
 * The rows of a lane from the first on, wherever they are: those that the database does not have any more are in archives. Whoever archives
 * meanwhile takes away the first rows of the lane, and those are in an archive by then.
 * @throws LaneBroken
 */
export async function* laneRows(deps: Deps, { lane, position: upTo }: LaneHead): AsyncGenerator<LaneRow> {
  for (let after = 0; after < upTo;) {
    const batch = await deps.auditTrail.rows(lane, after, upTo, BATCH);
    const archive = batch[0]?.position === after + 1 ? undefined : await deps.auditArchives.having(lane, after + 1);
    if (archive) {
      yield* archivedRows(deps, archive, after);
      after = archive.end.position;
      continue;
    }
    if (batch.length === 0) return;
    for (const row of batch) yield { row };
    after = batch.at(-1)!.position;
  }
}
