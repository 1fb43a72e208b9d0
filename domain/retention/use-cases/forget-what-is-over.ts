import type { Configuration } from '../../configuration/ports.ts';
import { retainedNames } from '../../shared/retained.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Storage } from '../../shared/storage.ts';
import type { Retention } from '../ports.ts';
import { DAY_MS } from '../../shared/calendar.ts';

const BATCH = 1_000;
type Deps = {
  readonly retention: Retention;
  readonly configuration: Pick<Configuration, 'current'>;
  readonly storage: Pick<Storage, 'remove'>;
  readonly clock: Clock;
};

/** Forgets what was kept for as long as it is configured, a little of each kind in a step (RET-01). */
export const forgetWhatIsOver =
  ({ retention, configuration, storage, clock }: Deps): Scheduled =>
  async () => {
    const configured = await configuration.current();
    const now = clock.now().getTime();
    let [done, more] = [0, false];
    for (const name of retainedNames) {
      const before = new Date(now - configured.of(`retention.${name}`) * DAY_MS);
      const { count, keys } = await retention.forget(name, before, BATCH);
      // Should this be undone, the rows go another night: removing what is gone is no fault.
      for (const key of keys) await storage.remove(key);
      done += count;
      more ||= count >= BATCH;
    }
    return { done, more };
  };
