import type { Logger } from 'pino';
import type { Configuration } from '@dms/domain/configuration/ports';
import { restingWork } from '@dms/domain/configuration/switchable-modules';
import type { Attempt, JobQueues, RelayLedger, WorkOf } from '@dms/domain/notifications/ports';
import { takeTurns } from './turns.ts';

export type RelaySettings = {
  /** Stands behind the wake-up signal, and is how exactly the time of a next attempt is kept. */
  readonly pollMs?: number;
  readonly batch?: number;
  /** An attempt that has not ended so long after it was handed over may have been lost with Redis, and is handed over again. */
  readonly overdueAfterMs?: number;
};

type Deps = {
  readonly relayLedger: RelayLedger;
  readonly jobQueues: JobQueues;
  readonly configuration: Pick<Configuration, 'current'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly workOf: WorkOf;
  readonly settings?: RelaySettings;
};

/**
 * Moves what happened to where it is worked on: events to runs, due runs to the queues, and again what a queue may have
 * lost (OUT-01). Of modules that are switched off nothing is handed over (CFG-02). Many relays may run. It never gives up: without
 * PostgreSQL or Redis it tries again until they are back.
 */
export const startRelay = ({ relayLedger, jobQueues, configuration, logger, workOf, settings = {} }: Deps): { close(): Promise<void> } => {
  const { pollMs = 1_000, batch = 500, overdueAfterMs = 30_000 } = settings;
  let lookedForOverdueMs = 0;

  const hand = async (attempts: readonly Attempt[]): Promise<void> => {
    if (attempts.length === 0) return;
    try {
      await jobQueues.hand(attempts);
    } catch (error) {
      await relayLedger.takeBack(attempts);
      throw error;
    }
  };

  const handOverdue = async (): Promise<void> => {
    if (performance.now() - lookedForOverdueMs < pollMs) return;
    lookedForOverdueMs = performance.now();
    await jobQueues.hand(await relayLedger.overdue(overdueAfterMs, batch));
  };

  /** Whether there may be more to do at once. */
  const turn = async (): Promise<boolean> => {
    const dispatched = await relayLedger.dispatch(workOf, batch);
    if (!jobQueues.isUp()) return dispatched === batch;
    const due = await relayLedger.handOver(batch, restingWork(await configuration.current()));
    await hand(due);
    await handOverdue();
    return dispatched === batch || due.length === batch;
  };

  const turns = takeTurns({ who: 'The relay', logger, pollMs, turn });
  const signal = relayLedger.listen(turns.wake);

  return {
    async close() {
      await Promise.all([turns.close(), signal.close()]);
    },
  };
};
