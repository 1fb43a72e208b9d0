import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { DomainError } from '@dms/domain/shared/errors';
import type { Cradle } from '../../adapters/container.ts';

/** How many requests a minute, and whether they are counted by user (by address where nobody is logged in) or by address. */
const CLASSES = {
  auth: { perMinute: 60, by: 'address' },
  search: { perMinute: 300, by: 'user' },
  export: { perMinute: 10, by: 'user' },
  public: { perMinute: 30, by: 'address' },
  // A broadcast of thousands has as many receipts, all from one provider.
  receipts: { perMinute: 3_000, by: 'address' },
} as const;
export type RateClass = keyof typeof CLASSES;

const WINDOW_MS = 60_000;
const SYNC_EVERY_MS = 100;
const MOST_KEYS = 50_000;

// One round trip adds what this process counted, starts the window with the first count, and answers the common count.
const ADD_COUNT = `
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) left = tonumber(ARGV[2]) end
return {count, left}`;

type Window = { count: number; unsent: number; endsAtMs: number };
type Redis = Pick<Cradle['redis'], 'status' | 'eval'>;
type Found = { current: number; ttl: number };

/**
 * Counts in this process at once and in Redis a moment later, in one pipeline for all keys: no request waits for Redis, all
 * processes count together to within that moment, and without Redis each goes on counting for itself. A limit never fails open.
 */
export class SharedCounts {
  private readonly windows = new Map<string, Window>();
  private readonly redis: Redis;
  private readonly nowMs: () => number;
  private timer: NodeJS.Timeout | undefined;

  constructor(redis: Redis, nowMs: () => number) {
    this.redis = redis;
    this.nowMs = nowMs;
  }

  incr(key: string, done: (error: Error | null, found?: Found) => void): void {
    const now = this.nowMs();
    const window = this.windowOf(key, now);
    window.count += 1;
    window.unsent += 1;
    this.timer ??= setTimeout(() => this.sync(), SYNC_EVERY_MS).unref();
    done(null, { current: window.count, ttl: window.endsAtMs - now });
  }

  /** The plugin asks for a store by route; ours tells keys apart by class. */
  child(): this {
    return this;
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private windowOf(key: string, now: number): Window {
    const found = this.windows.get(key);
    if (found !== undefined && found.endsAtMs > now) return found;
    if (this.windows.size >= MOST_KEYS) this.windows.delete(this.windows.keys().next().value!);
    const fresh = { count: 0, unsent: 0, endsAtMs: now + WINDOW_MS };
    this.windows.delete(key); // so that the oldest window stays the first of the map
    this.windows.set(key, fresh);
    return fresh;
  }

  private sync(): void {
    this.timer = undefined;
    if (this.redis.status !== 'ready') return;
    for (const [key, window] of this.windows) if (window.unsent > 0) void this.send(key, window);
  }

  private async send(key: string, window: Window): Promise<void> {
    const sent = window.unsent;
    window.unsent = 0;
    try {
      const [count, leftMs] = (await this.redis.eval(ADD_COUNT, 1, `dms:rate:${key}`, sent, WINDOW_MS)) as [number, number];
      window.count = Math.max(window.count, count + window.unsent);
      window.endsAtMs = this.nowMs() + leftMs;
    } catch {
      window.unsent += sent; // Redis went away: the count of this process stands, and is sent when Redis is back.
    }
  }
}

const keyOf = (name: RateClass, { actor, ip }: FastifyRequest): string =>
  CLASSES[name].by === 'user' && actor?.userId != null ? `${name}:${actor.userId}` : `${name}:${rateLimit.normalizeIP(ip)}`;

type Limits = Readonly<Partial<Record<RateClass, number>>>;

/** Makes the hook that counts a request against its class, tells what is left, and refuses what is too much. */
export async function rateLimits(
  app: FastifyInstance,
  { redis, clock, config }: Pick<Cradle, 'redis' | 'clock' | 'config'>,
): Promise<(name: RateClass) => onRequestAsyncHookHandler> {
  const { rateLimits: limits }: { readonly host: string; readonly rateLimits?: Limits } = config.http;
  const counts = new SharedCounts(redis, () => clock.now().getTime());
  app.addHook('onClose', async () => counts.close());
  function Store() {
    return counts;
  }
  await app.register(rateLimit, { global: false, store: Store as never });

  return (name) => {
    const max = limits?.[name] ?? CLASSES[name].perMinute;
    const count = app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator: (request) => keyOf(name, request) });
    return async (request, reply) => {
      const found = await count(request);
      if (!found.isAllowed) tell(reply, found);
    };
  };
}

type Count = { max: number; remaining: number; ttlInSeconds: number; isExceeded: boolean };

function tell(reply: FastifyReply, { max, remaining, ttlInSeconds, isExceeded }: Count): void {
  void reply.headers({ 'ratelimit-limit': max, 'ratelimit-remaining': remaining, 'ratelimit-reset': ttlInSeconds });
  if (!isExceeded) return;
  throw new DomainError('rate.limited', `At most ${max} such requests a minute. Try again in ${ttlInSeconds} seconds.`, {
    retryAfterSeconds: ttlInSeconds,
  });
}
