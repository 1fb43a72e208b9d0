import { setTimeout as sleep } from 'node:timers/promises';
import BeeQueue from 'bee-queue';
import type { Logger } from 'pino';
import type { Attempt, JobQueues, TakenQueue } from '@dms/domain/notifications/ports';
import type { QueueName } from '@dms/domain/notifications/queues';
import type { RedisAddress } from '../redis/address.ts';
import { tellOutages } from '../redis/redis.ts';
import { isScriptForgotten, loadScripts, openBeeRedis } from './bee-redis.ts';

export type BeeQueuesDeps = {
  readonly address: RedisAddress;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly prefix?: string;
  /** A job of a worker that has not been heard of for one to two times this long is taken over by another. */
  readonly stallIntervalMs?: number;
};

type Bee = BeeQueue<Attempt>;

const HAND_TIMEOUT_MS = 5_000;
const READY_POLL_MS = 100;
const ACKNOWLEDGE_MS = 1_000;
const MOST_LISTENERS = 64; // each queue listens for errors of the client that they share

const idOf = ({ runId, attempt }: Attempt): string => `${runId}:${attempt}`;

/**
 * Bee-Queue on one shared client. A job is one attempt and is gone from Redis when it ends, however it ends: what comes
 * next is decided in PostgreSQL, so Bee-Queue's own retries, delays and events stay unused.
 */
export const beeQueues = ({ address, logger, prefix = 'dms', stallIntervalMs = 5_000 }: BeeQueuesDeps): JobQueues => {
  const redis = tellOutages(openBeeRedis(address), logger);
  redis.setMaxListeners(MOST_LISTENERS);
  const producers = new Map<QueueName, Bee>();
  const isUp = (): boolean => redis.status === 'ready';

  /** Only while the client is ready: Bee-Queue closes a client for good that has an error before. */
  const open = async (queue: QueueName, isWorker: boolean): Promise<Bee> => {
    const bee: Bee = new BeeQueue(queue, {
      prefix,
      redis: redis as never,
      isWorker,
      stallInterval: stallIntervalMs,
      getEvents: false,
      sendEvents: false,
      storeJobs: false,
      removeOnSuccess: true,
      removeOnFailure: true,
    });
    bee.on('error', (error) => {
      if (isUp()) logger.warn({ err: error, queue }, 'The queue reports an error');
    });
    bee.on('stalled', (jobId) => logger.warn({ queue, jobId }, 'A worker went away in the middle of a job; another takes it over'));
    await bee.ready();
    return bee;
  };

  const producer = async (queue: QueueName): Promise<Bee> => {
    if (!isUp()) throw new Error('Redis is away.');
    const bee = producers.get(queue) ?? (await open(queue, false));
    producers.set(queue, bee);
    return bee;
  };

  const save = async (queue: QueueName, attempts: readonly Attempt[]): Promise<void> => {
    const bee = await producer(queue);
    const jobs = () => attempts.map((attempt) => bee.createJob(attempt).setId(idOf(attempt)));
    const saved = bee.saveAll(jobs()).catch(async (error: unknown) => {
      if (!isScriptForgotten(error)) throw error;
      await loadScripts(redis);
      return bee.saveAll(jobs());
    });
    for (const [, error] of await within(HAND_TIMEOUT_MS, saved)) throw error;
  };

  const openWorker = async (queue: QueueName, stopped: () => boolean): Promise<Bee | undefined> => {
    while (!stopped()) {
      if (isUp()) {
        try {
          return await open(queue, true);
        } catch (error) {
          logger.warn({ err: error, queue }, 'The queue could not be opened; trying again');
        }
      }
      await sleep(READY_POLL_MS);
    }
    return undefined;
  };

  const take: JobQueues['take'] = (queue, concurrency, work): TakenQueue => {
    const active = new Set<Promise<void>>();
    let stopped = false;
    const tracked = async (attempt: Attempt): Promise<void> => {
      const running = work(attempt).finally(() => active.delete(running));
      active.add(running);
      return running;
    };
    const opening = openWorker(queue, () => stopped).then((bee) => {
      bee?.process(concurrency, (job) => tracked(job.data));
      bee
        ?.checkStalledJobs(stallIntervalMs)
        .catch((error: unknown) => logger.warn({ err: error, queue }, 'Looking for stalled jobs failed'));
      return bee;
    });
    return {
      async close(graceMs) {
        stopped = true;
        const bee = await opening;
        if (!bee) return;
        const ended = bee
          .close(graceMs)
          .catch(() => logger.warn({ queue, running: active.size }, 'The queue was closed before its jobs ended'));
        // Once the work is done only its acknowledgement is waited for, and without Redis that would never come.
        await Promise.race([ended, Promise.allSettled(active).then(() => sleep(ACKNOWLEDGE_MS, undefined, { ref: false }))]);
      },
    };
  };

  return {
    isUp,
    take,
    async hand(attempts) {
      const byQueue = Map.groupBy(attempts, ({ queue }) => queue);
      await Promise.all([...byQueue].map(([queue, ofQueue]) => save(queue, ofQueue)));
    },
    async forget(attempts) {
      await Promise.all(attempts.map(async (attempt) => (await producer(attempt.queue)).removeJob(idOf(attempt))));
    },
    async close() {
      redis.disconnect();
    },
  };
};

const within = <T>(ms: number, promise: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Redis has not answered within ${ms} ms.`)), ms);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};
