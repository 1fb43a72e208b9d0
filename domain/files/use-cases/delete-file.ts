import type { Records } from '../../identity/use-cases/explain-access.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit, permitSeen } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { fileDeleted } from '../events.ts';
import type { StrayContent } from '../ports.ts';
import type { FileReads } from '../reads.ts';
import { factsOfDeleting, factsOfFile } from './file-facts.ts';
import { discardUnclaimed } from './receive-file.ts';
import { recordWithFiles, seeingIn } from './records-with-files.ts';

type Deps = {
  readonly transact: Transact<Records>;
  readonly fileReads: FileReads;
  readonly storage: Storage;
  readonly strayContent: StrayContent;
  readonly clock: Clock;
};

/**
 * Takes a file from its record. Its content goes once that is committed, or by the nightly sweep.
 * @throws DomainError `entity.absent`, `access.denied`, `record.referenced` where another record shows it
 */
export const deleteFile =
  (deps: Deps) =>
  async (fileId: string, actor: Actor): Promise<void> => {
    const { transact, fileReads, clock } = deps;
    const file = await fileReads.uploaded(fileId);
    await transact(actor, async (unit) => {
      const record = await recordWithFiles(seeingIn(unit), file.entityType, file.entityId, actor);
      const facts = factsOfFile(record.facts, file.createdBy);
      permit(actor, 'file.read', facts);
      permitSeen(actor, 'file.delete', { ...facts, ...factsOfDeleting(facts) });
      await unit.files.drop(fileId, clock.now());
      unit.record(fileDeleted(file));
    });
    await discardUnclaimed(deps)(file.key);
  };
