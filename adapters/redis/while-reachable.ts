import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

type Deps = { readonly redis: Redis; readonly logger: Pick<Logger, 'warn'> };

/** After a failure nobody waits for Redis for so long: one that hangs would cost every request its timeout. */
const REST_MS = 1_000;
/** The first to ask after a start wait so long for the connection, which is there in a few milliseconds or not at all. */
const FIRST_CONNECTION_MS = 250;

const connecting = ({ status }: Redis): boolean => status === 'connecting' || status === 'connect' || status === 'wait';

const firstConnection = (redis: Redis): Promise<unknown> =>
  Promise.race([once(redis, 'ready'), once(redis, 'close'), pause(FIRST_CONNECTION_MS, undefined, { ref: false })]).catch(() => undefined); // an 'error' ends the wait as well

/** Asks Redis if it can be asked, and answers undefined if not: there is always somebody else who knows, only more slowly. */
export const whileReachable = ({ redis, logger }: Deps) => {
  let restsUntilMs = 0;
  let begins = connecting(redis) ? firstConnection(redis) : undefined;

  return async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    if (begins !== undefined) {
      await begins;
      begins = undefined;
    }
    if (redis.status !== 'ready' || performance.now() < restsUntilMs) return undefined;
    try {
      return await ask();
    } catch (error) {
      restsUntilMs = performance.now() + REST_MS;
      logger.warn({ err: error }, 'Redis gives no answer; going on without it');
      return undefined;
    }
  };
};
