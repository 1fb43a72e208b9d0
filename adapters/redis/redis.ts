import { Redis, SentinelConnector } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { RedisAddress, Sentinel } from './address.ts';

export type RedisDeps = { readonly address: RedisAddress; readonly logger: Pick<Logger, 'info' | 'warn'> };

const LONGEST_RECONNECT_MS = 1_000;
/** One that is away or hangs is passed over for the next. */
const SENTINEL_WITHIN_MS = 2_000;

const longerAndLonger = (times: number): number => Math.min(50 * 2 ** (times - 1), LONGEST_RECONNECT_MS);

/** Never gives up, and is back within a second of Redis: what waits for it is small and often asked for. */
const reconnecting: RedisOptions = {
  retryStrategy: longerAndLonger,
  // By default a process would stay for two seconds after it has said goodbye.
  disconnectTimeout: 100,
};

/** How a connector of sentinels asks one: its own types keep that to themselves. */
type Asking = { connectToSentinel(sentinel: Sentinel, options?: RedisOptions): Redis };
type Sentinels = new (options: unknown) => Pick<SentinelConnector, keyof SentinelConnector> & Asking;

/** ioredis prints the errors of a client that nobody listens to, as are those that hear of failovers: one sentinel that is away is no outage. */
class QuietSentinels extends (SentinelConnector as unknown as Sentinels) {
  override connectToSentinel(sentinel: Sentinel, options?: RedisOptions): Redis {
    return super.connectToSentinel(sentinel, options).on('error', () => {});
  }
}

/**
 * What every client of ours is made with: where Redis is, and how one comes back to it. With sentinels the URL still says name, password, TLS
 * and database of the servers, and its host is only the name that the sentinels know the master by.
 */
export const connectingTo = ({ url, sentinels }: RedisAddress): [url: string, options: RedisOptions] => [
  url,
  {
    ...reconnecting,
    ...(sentinels && {
      sentinels: sentinels.hosts.map((each) => ({ ...each })),
      name: sentinels.master,
      role: 'master',
      Connector: QuietSentinels as unknown as NonNullable<RedisOptions['Connector']>,
      // A master whose machine is gone ends no connection: only the sentinels tell that another took its place.
      failoverDetector: true,
      sentinelRetryStrategy: longerAndLonger,
      connectTimeout: SENTINEL_WITHIN_MS,
      sentinelCommandTimeout: SENTINEL_WITHIN_MS,
      enableTLSForSentinelMode: url.startsWith('rediss:'),
      ...(sentinels.username !== undefined && { sentinelUsername: sentinels.username }),
      ...(sentinels.password !== undefined && { sentinelPassword: sentinels.password }),
      ...(sentinels.tls && { sentinelTLS: {} }),
    }),
  },
];

/**
 * The client for what may be lost: caches, counters, rate limits. Without Redis its commands fail at once instead of waiting,
 * so that nobody waits for what is only there to be fast.
 */
export const openRedis = ({ address, logger }: RedisDeps): Redis => {
  const [url, options] = connectingTo(address);
  return tellOutages(
    new Redis(url, {
      ...options,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 500,
      // What is asked in one turn of the event loop goes out together; what was gathered in one (gathered-get.ts) has waited for its end already.
      enableAutoPipelining: true,
      autoPipeliningIgnoredCommands: ['mget'],
    }),
    logger,
  );
};

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
