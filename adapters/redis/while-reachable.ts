import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

type Deps = { readonly redis: Redis; readonly logger: Pick<Logger, 'info' | 'warn'> };

/** Asks Redis if it can be asked, and answers undefined if not: there is always somebody else who knows, only more slowly. */
export type AskRedis = <Answer>(ask: () => Promise<Answer>) => Promise<Answer | undefined>;

/** How often a Redis that hangs is tried again. */
const PROBE_EVERY_MS = 250;
/** The first to ask after a start wait so long for the connection, which is there in a few milliseconds or not at all. */
const FIRST_CONNECTION_MS = 250;

const connecting = ({ status }: Redis): boolean => status === 'connecting' || status === 'connect' || status === 'wait';

const firstConnection = (redis: Redis): Promise<unknown> =>
  Promise.race([once(redis, 'ready'), once(redis, 'close'), pause(FIRST_CONNECTION_MS, undefined, { ref: false })]).catch(() => undefined); // an 'error' ends the wait as well

/**
 * One judgement of the connection for all who use it. A Redis that hangs costs the timeout of a command once, to those who were
 * asking just then; after that nobody waits for it, and a probe in the background finds out when it answers again.
 */
export const whileReachable = ({ redis, logger }: Deps): AskRedis => {
  let answers = true;
  let begins = connecting(redis) ? firstConnection(redis) : undefined;

  const probe = async (): Promise<void> => {
    while (!answers && redis.status !== 'end') {
      await pause(PROBE_EVERY_MS, undefined, { ref: false });
      answers = redis.status === 'ready' && (await redis.ping().then(Boolean, () => false));
    }
    if (answers) logger.info('Redis answers again');
  };

  const leave = (error: unknown): void => {
    if (!answers) return;
    answers = false;
    logger.warn({ err: error }, 'Redis gives no answer; going on without it');
    void probe();
  };

  return async (ask) => {
    if (begins !== undefined) {
      await begins;
      begins = undefined;
    }
    if (redis.status !== 'ready' || !answers) return undefined;
    try {
      return await ask();
    } catch (error) {
      leave(error);
      return undefined;
    }
  };
};
