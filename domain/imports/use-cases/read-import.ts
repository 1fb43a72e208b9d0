import { IMPORT_CONSUMER, type JobRuns, type JobRunView } from '../../notifications/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { BadRow } from '../../shared/import-batch.ts';
import { permit } from '../../shared/permit.ts';
import type { Import } from '../import.ts';
import type { ImportReads } from '../reads.ts';

const SHOWN = 100;
const AT_ONCE = 1_000;

export type ImportProgress = { readonly going: Import; readonly refusals: readonly BadRow[] };

/**
 * Background work for whoever asked for it; of an import also what came of its rows so far.
 * @throws DomainError `entity.absent`
 */
export const readJob =
  ({ jobRuns, importReads }: { readonly jobRuns: JobRuns; readonly importReads: ImportReads }) =>
  async (jobId: string, actor: Actor): Promise<JobRunView & { readonly import: ImportProgress | null }> => {
    const run = await jobRuns.read(jobId, actor);
    if (run.kind !== IMPORT_CONSUMER) return { ...run, import: null };
    const [going, refusals] = await Promise.all([importReads.find(run.about), importReads.refusals(run.about, 0, SHOWN)]);
    return { ...run, import: going ? { going, refusals } : null };
  };

/**
 * The rows of an import that were refused, as many as are kept, page by page.
 * @throws DomainError `entity.absent`, `access.denied`
 */
export const readRefusals =
  ({ importReads }: { readonly importReads: ImportReads }) =>
  async (importId: string, actor: Actor): Promise<AsyncIterable<BadRow>> => {
    permit(actor, 'import', { serviceCenterId: null });
    if (!(await importReads.find(importId))) throw absent('import');
    return allOf(importReads, importId);
  };

async function* allOf(importReads: ImportReads, importId: string): AsyncGenerator<BadRow> {
  let page: readonly BadRow[];
  let after = 0;
  do {
    page = await importReads.refusals(importId, after, AT_ONCE);
    yield* page;
    after = page.at(-1)?.line ?? after;
  } while (page.length === AT_ONCE);
}
