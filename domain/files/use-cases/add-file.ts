import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Records } from '../../identity/use-cases/explain-access.ts';
import type { Facts } from '../../shared/access/facts.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { fileAdded } from '../events.ts';
import type { FileRow } from '../reads.ts';
import type { ReceivedFile } from '../received-file.ts';
import { type FileKind, StoredFile } from '../stored-file.ts';
import { recordWithFiles, seeingIn } from './records-with-files.ts';

export type AddFile = {
  readonly entityType: string;
  readonly entityId: string;
  readonly file: ReceivedFile;
  readonly kind?: FileKind | undefined;
  readonly caption?: string | undefined;
};

type Unit = Records & { readonly settings: Settings };
type Deps = {
  readonly transact: Transact<Unit>;
  readonly ids: Ids;
  readonly clock: Clock;
};

/**
 * Gives a record a file that was received. Who sees the record and may add to it does so; to others it is not there.
 * @throws DomainError `entity.absent`, `access.denied`, `file.too_many` where it has as many as it may, `customer.refused` for who was merged
 * or erased, `request.invalid` for a kind of record that has no files
 */
export const addFile =
  ({ transact, ids, clock }: Deps) =>
  ({ entityType, entityId, file, kind, caption }: AddFile, actor: Actor): Promise<FileRow> =>
    transact(actor, async (unit) => {
      const record = await recordWithFiles(seeingIn(unit), entityType, entityId, actor);
      permit(actor, 'file.add', record.facts);
      // Whoever is being forgotten meanwhile is waited for.
      if (record.type === 'Customer') (await unit.customers.getForChange(entityId, everywhere)).refuseUnlessPresent();
      await refuseOneMore(unit, record.type, entityId, clock);
      const { key, name, contentType, size, sha256 } = file;
      const stored = new StoredFile({
        ...{ id: ids.next(), key, name, contentType, size, sha256 },
        ...{ entityType: record.type, entityId, serviceCenterId: branchOf(record.facts, actor) },
        ...{ kind: kind ?? null, caption: caption ?? null },
      });
      const stamp = { at: clock.now(), by: actor.userId };
      await unit.files.claim(stored, stamp);
      unit.record(fileAdded(stored));
      return { ...stored, createdAt: stamp.at, createdBy: stamp.by };
    });

const refuseOneMore = async (
  { settings, files }: Pick<Unit, 'settings' | 'files'>,
  type: string,
  id: string,
  clock: Clock,
): Promise<void> => {
  const most = (await configuredIn(settings, clock)).of('files.most-per-record');
  if ((await files.countForChange(type, id)) < most) return;
  throw new DomainError('file.too_many', `A record has at most ${most} files, and this one has them.`);
};

/** Of a record that several branches know, the one of them that whoever adds the file works at. */
const branchOf = ({ serviceCenterId, serviceCenterIds = [] }: Facts, actor: Actor): string | null =>
  serviceCenterId ?? serviceCenterIds.find((id) => actor.serviceCenterIds.includes(id)) ?? null;
