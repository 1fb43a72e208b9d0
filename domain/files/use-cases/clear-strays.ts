import type { Clock } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Storage } from '../../shared/storage.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { StoredFiles } from '../ports.ts';
import { DAY_MS } from '../../shared/calendar.ts';

type Deps = { readonly transact: Transact<{ readonly files: StoredFiles }>; readonly storage: Storage; readonly clock: Clock };

const BATCH = 100;
/**
 * Clears storage of what is nobody's: uploads that were cut off a day ago, and the content of deleted files that was not to be had then.
 * Clearing what is gone already is no harm, so a step that is undone is taken again.
 */
export const clearStrays =
  ({ transact, storage, clock }: Deps): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ files }) => {
      const now = clock.now();
      const keys = await files.lockStrays(now, BATCH);
      for (const key of keys) await storage.remove(key);
      await files.forgetStrays(keys);
      const more = keys.length === BATCH;
      const unfinished = more ? 0 : await storage.removeUnfinished(new Date(now.getTime() - DAY_MS));
      return { done: keys.length + unfinished, more };
    });
