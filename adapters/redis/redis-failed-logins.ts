import type { Redis } from 'ioredis';
import type { FailedLogins } from '@dms/domain/identity/ports';
import { memoryFailedLogins } from '@dms/domain/memory/failed-logins';
import type { Clock } from '@dms/domain/shared/ports';
import type { AskRedis } from './while-reachable.ts';

// The end of the window is reckoned by the clock of the application, which a test may move; Redis' own only clears away.
const COUNT = `
local now = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
local ends = tonumber(redis.call('HGET', KEYS[1], 'ends') or '0')
if ends <= now then
  failures = 0
  ends = now + window
end
redis.call('HSET', KEYS[1], 'failures', failures + 1, 'ends', ends)
redis.call('PEXPIRE', KEYS[1], window)
return failures + 1`;

const CLEAR = `
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
local ends = tonumber(redis.call('HGET', KEYS[1], 'ends') or '0')
if ends > tonumber(ARGV[1]) and failures >= tonumber(ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
return 1`;

type Deps = { readonly redis: Redis; readonly askRedis: AskRedis; readonly clock: Clock };

const keyOf = (key: string): string => `dms:failed-logins:${key}`;

/**
 * Counts over all processes in Redis, each step at one stroke. While Redis is away each process counts for itself, and
 * PostgreSQL, which has its own count of every account, for all of them (AUT-03).
 */
export const redisFailedLogins = ({ redis, askRedis, clock }: Deps): FailedLogins => {
  const own = memoryFailedLogins({ clock });
  const nowMs = (): number => clock.now().getTime();

  return {
    count: async (keys, windowMs) =>
      (await askRedis(() => Promise.all(keys.map((key) => redis.eval(COUNT, 1, keyOf(key), nowMs(), windowMs) as Promise<number>)))) ??
      own.count(keys, windowMs),
    current: async (key) => {
      const found = await askRedis(() => redis.hmget(keyOf(key), 'failures', 'ends'));
      if (found === undefined) return own.current(key);
      const [failures, ends] = found.map(Number) as [number, number];
      const leftMs = ends - nowMs();
      return leftMs > 0 ? { failures, leftMs } : { failures: 0, leftMs: 0 };
    },
    clear: async (key, limit) => {
      const ownCleared = await own.clear(key, limit);
      const most = Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER;
      const cleared = await askRedis(() => redis.eval(CLEAR, 1, keyOf(key), nowMs(), most));
      return cleared === undefined ? ownCleared : cleared === 1;
    },
  };
};
