import { printHistory } from '@dms/domain/customers/use-cases/print-history';
import { originalOf } from '@dms/domain/files/ports';
import { type Actor, systemActor } from '@dms/domain/shared/actor';
import type { World } from './world.ts';

/** Draws the history of a vehicle as these readers are shown it, as a worker would: nobody has to wait for one then. */
export const drawHistory = async ({ cradle, rows }: World, vehicleId: string, ...readers: readonly Actor[]): Promise<void> => {
  const { customerReads, clock, digest, transact, fileReads, storage, jobRuns } = cradle;
  const print = printHistory({ customerReads, clock, digest, transact, fileReads, storage, jobRuns, patiently: async () => undefined });
  for (const reader of readers) await print({ vehicleId, shown: (entry) => entry }, reader);
  const papers = await rows<{ id: string }>(`select id from history_papers where vehicle_id = '${vehicleId}'`);
  for (const { id } of papers) await cradle.storePaper(originalOf('HISTORY', id), systemActor('test'));
};
