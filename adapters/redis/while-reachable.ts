import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

type Deps = { readonly redis: Pick<Redis, 'status'>; readonly logger: Pick<Logger, 'warn'> };

/** After a failure nobody waits for Redis for so long: one that hangs would cost every request its timeout. */
const REST_MS = 1_000;

/** Asks Redis if it can be asked, and answers undefined if not: there is always somebody else who knows, only more slowly. */
export const whileReachable = ({ redis, logger }: Deps) => {
  let restsUntilMs = 0;
  return async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
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
