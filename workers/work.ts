import type { Logger } from 'pino';
import type { Configuration } from '@dms/domain/configuration/ports';
import { queues } from '@dms/domain/notifications/queues';
import type { QueueName } from '@dms/domain/notifications/queues';
import type { AttemptLedger, ClaimedRun, JobQueues, RelayLedger } from '@dms/domain/notifications/ports';
import type { Cradle } from '../adapters/container.ts';
import { attemptMaker } from './attempts.ts';
import { workOf } from './consumers.ts';
import type { Handlers } from './consumers.ts';
import { startRelay } from './relay.ts';
import type { RelaySettings } from './relay.ts';

type Parts = {
  readonly relayLedger: RelayLedger;
  readonly attemptLedger: AttemptLedger;
  readonly jobQueues: JobQueues;
  readonly configuration: Pick<Configuration, 'current'>;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly tracing?: Cradle['tracing'];
};

export type WorkOptions<Uses> = {
  /** What handlers are given. */
  readonly uses: Uses & Parts;
  /** `relay`, names of queues, or `all` of them. */
  readonly workers: readonly string[];
  readonly handlers: Handlers<Uses>;
  /** The most jobs of one queue at the same time; a queue may allow fewer. */
  readonly concurrency?: number;
  readonly relay?: RelaySettings;
};

export type Workers = {
  /** Takes nothing more, waits so long for what runs, then gives back what is not finished, as if it had not been started. */
  close(graceMs?: number): Promise<void>;
};

const GRACE_MS = 20_000; // of the 25 s that a shutdown may take

/** Starts the named workers, for the handlers that there are. They wait by themselves until PostgreSQL and Redis can be reached. */
export const work = <Uses>({ uses, workers, handlers, concurrency = Infinity, relay: settings = {} }: WorkOptions<Uses>): Workers => {
  const { relayLedger, attemptLedger, jobQueues, configuration, logger, tracing } = uses;
  const wanted = (name: string): boolean => workers.includes('all') || workers.includes(name);
  const attempts = attemptMaker({ uses, handlers, attemptLedger, configuration, logger, tracing });
  const relay = wanted('relay')
    ? startRelay({ relayLedger, jobQueues, configuration, logger, workOf: workOf(handlers), settings })
    : undefined;
  const taken = (Object.keys(handlers) as QueueName[])
    .filter(wanted)
    .map((queue) => jobQueues.take(queue, Math.min(queues[queue].concurrency, concurrency), attempts.make));
  logger.info({ workers }, 'Workers started');

  return {
    async close(graceMs = GRACE_MS) {
      await relay?.close();
      await Promise.all(taken.map((queue) => queue.close(graceMs)));
      await giveBack(await attempts.abandon(), { attemptLedger, jobQueues, logger });
    },
  };
};

const giveBack = async (
  unfinished: readonly ClaimedRun[],
  { attemptLedger, jobQueues, logger }: Pick<Parts, 'attemptLedger' | 'jobQueues' | 'logger'>,
) => {
  if (unfinished.length === 0) return;
  logger.warn({ runs: unfinished.map(({ id }) => id) }, 'Giving back what was not finished in time');
  // Out of Redis first: what still lies there cannot be handed over again.
  await jobQueues
    .forget(unfinished.map(({ id, attempt, queue }) => ({ runId: id, attempt, queue })))
    .catch((error: unknown) =>
      logger.warn({ err: error }, 'Redis keeps jobs that were given back; they are handed over again when overdue'),
    );
  await attemptLedger.giveBack(unfinished);
};
