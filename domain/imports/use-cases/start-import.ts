import type { StoredFiles } from '../../files/ports.ts';
import { noteFile } from '../../files/use-cases/note-file.ts';
import { importWork, type JobRuns } from '../../notifications/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import type { ImportKind } from '../../shared/import-kinds.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Kept } from '../../shared/storage.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { Import } from '../import.ts';
import type { Imports } from '../ports.ts';

export type StartImport = {
  readonly kind: ImportKind;
  /** What storage has by now. */
  readonly file: Kept & { readonly key: string; readonly name: string };
  readonly dryRun: boolean;
  /** The branch of rows that name none. */
  readonly serviceCenterId?: string | undefined;
};

type Unit = { readonly imports: Imports; readonly files: StoredFiles; readonly serviceCenters: ServiceCenters };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids; readonly jobRuns: JobRuns };

/**
 * Takes a file to be imported by a worker, batch by batch, and answers the job by which that can be watched.
 * @throws DomainError `entity.absent` for a branch that there is not, `access.denied`
 */
export const startImport =
  ({ transact, clock, ids, jobRuns }: Deps) =>
  ({ kind, file, dryRun, serviceCenterId }: StartImport, actor: Actor): Promise<{ readonly jobId: string }> =>
    transact(actor, async (unit) => {
      permit(actor, 'import', { serviceCenterId: null });
      if (serviceCenterId !== undefined) await unit.serviceCenters.get(serviceCenterId, reach(actor, 'import'));
      const branch = { serviceCenterId: serviceCenterId ?? null };
      const about = { kind, fileName: file.name, fileKey: file.key, size: file.size, dryRun, ...branch };
      const started = new Import({ id: ids.next(), ...about, createdAt: clock.now(), createdBy: actor.userId });
      unit.imports.add(started);
      const { key, name, size, sha256 } = file;
      const owner = { entityType: 'Import', entityId: started.id, ...branch };
      noteFile({ ids })(unit.files, { key, name, contentType: 'text/csv', size, sha256, ...owner });
      unit.record({ name: 'ImportStarted', entityId: started.id, ...branch, data: { kind, dryRun, size } });
      return { jobId: await jobRuns.ensure(importWork(started.id), actor, branch.serviceCenterId) };
    });
