import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

export type RedisDeps = { readonly redisUrl: string; readonly logger: Pick<Logger, 'info' | 'warn'> };

const LONGEST_RECONNECT_MS = 1_000;

/** Never gives up, and is back within a second of Redis: what waits for it is small and often asked for. */
export const reconnecting: RedisOptions = {
  retryStrategy: (times) => Math.min(50 * 2 ** (times - 1), LONGEST_RECONNECT_MS),
  // By default a process would stay for two seconds after it has said goodbye.
  disconnectTimeout: 100,
};

/**
 * The client for what may be lost: caches, counters, rate limits. Without Redis its commands fail at once instead of waiting,
 * so that nobody waits for what is only there to be fast.
 */
export const openRedis = ({ redisUrl, logger }: RedisDeps): Redis =>
  tellOutages(
    new Redis(redisUrl, {
      ...reconnecting,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 500,
      // What is asked in one turn of the event loop goes out together; what was gathered in one (gathered-get.ts) has waited for its end already.
      enableAutoPipelining: true,
      autoPipeliningIgnoredCommands: ['mget'],
    }),
    logger,
  );

/** Logs an outage once when it begins and once when it is over, not at each of the many tries between. */
export const tellOutages = <Client extends Redis>(redis: Client, logger: RedisDeps['logger']): Client => {
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ err: error }, 'Redis is away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis is back');
    away = false;
  });
  return redis;
};
