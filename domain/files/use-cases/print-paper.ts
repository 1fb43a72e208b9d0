import type { JobRuns } from '../../notifications/ports.ts';
import { paperWork } from '../../notifications/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Storage, Stored } from '../../shared/storage.ts';
import { type PaperRef, paperKey } from '../ports.ts';
import type { FileReads } from '../reads.ts';

export type Printed = { readonly file: Stored; readonly name: string; readonly sha256: string } | { readonly jobId: string };

export type PrintDeps = {
  readonly fileReads: FileReads;
  readonly storage: Storage;
  readonly jobRuns: JobRuns;
  /** Asks again and again, for as long as somebody can be kept waiting for a paper; undefined when that was too long. */
  readonly patiently: <Found>(ask: () => Promise<Found | undefined>) => Promise<Found | undefined>;
};

/**
 * The PDF of a paper that the actor may have. A worker makes it; who comes before it waits a little, and is told the job if it takes
 * longer. `freeze` keeps the copy that it is drawn of, where nothing did before.
 */
export const printPaper =
  ({ fileReads, storage, jobRuns, patiently }: PrintDeps) =>
  async (paper: PaperRef, serviceCenterId: string | null, actor: Actor, freeze?: () => Promise<unknown>): Promise<Printed> => {
    const key = paperKey(paper);
    const made = await fileReads.byKey(key);
    if (made) return { ...made, file: await storage.get(key) };
    await freeze?.();
    const jobId = await jobRuns.ensure(paperWork(paper), actor, serviceCenterId);
    const found = await patiently(() => fileReads.byKey(key));
    return found ? { ...found, file: await storage.get(key) } : { jobId };
  };
