import type { RecentSearch, RecentSearches } from '@dms/domain/customers/reads';
import { normalForm } from '@dms/domain/customers/search-terms';
import type { Redis } from 'ioredis';
import type { AskRedis } from './while-reachable.ts';
import { DAY_MS } from '@dms/domain/shared/calendar';

const MOST = 10;
const KEPT_MS = 90 * DAY_MS;
const SENT_EVERY_MS = 100;

// The latest of what is the same takes its place, and the oldest beyond the ten goes.
const NOTE = `
for at = 3, #ARGV, 3 do
  redis.call('ZADD', KEYS[1], ARGV[at], ARGV[at + 1])
  redis.call('HSET', KEYS[2], ARGV[at + 1], ARGV[at + 2])
end
for _, gone in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1 - tonumber(ARGV[1]))) do
  redis.call('ZREM', KEYS[1], gone)
  redis.call('HDEL', KEYS[2], gone)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])`;

const keysOf = (userId: string): [order: string, typed: string] => [`dms:searches:${userId}`, `dms:searches-typed:${userId}`];

/** What makes two searches the same: the terms in one form. */
const formOf = ({ registration, vin, phone, q, partial }: RecentSearch): string =>
  JSON.stringify([...[registration, vin, phone].map((term) => term && normalForm(term)), q?.trim().toLowerCase(), partial === true]);

type Deps = { readonly redis: Redis; readonly askRedis: AskRedis };

/**
 * Notes are gathered for a moment and sent together: a search costs nothing for being remembered. While Redis is away they are lost, which is all
 * that is lost.
 */
export const redisRecentSearches = ({ redis, askRedis }: Deps): RecentSearches => {
  const unsent = new Map<string, Map<string, RecentSearch>>();
  let timer: NodeJS.Timeout | undefined;
  let noted = 0;
  /** The millisecond, and behind it which of its searches it was. */
  const placeOf = (at: Date): number => at.getTime() * 1_000 + (noted++ % 1_000);

  const send = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const notes = [...unsent];
    unsent.clear();
    if (notes.length === 0) return;
    await askRedis(() => Promise.all(notes.map(([userId, searches]) => sendOf(userId, searches))));
  };
  /** All that one person looked for in that moment is one command. */
  const sendOf = (userId: string, searches: ReadonlyMap<string, RecentSearch>): Promise<unknown> => {
    const each = [...searches].flatMap(([form, search]) => [placeOf(search.at), form, JSON.stringify(search)]);
    return redis.eval(NOTE, 2, ...keysOf(userId), MOST, KEPT_MS, ...each);
  };

  const gather = (userId: string): Map<string, RecentSearch> => {
    const known = unsent.get(userId);
    if (known) return known;
    const searches = new Map<string, RecentSearch>();
    unsent.set(userId, searches);
    return searches;
  };

  return {
    note(userId, search) {
      const searches = gather(userId);
      const form = formOf(search);
      searches.delete(form);
      searches.set(form, search);
      if (searches.size > MOST) searches.delete(searches.keys().next().value!);
      timer ??= setTimeout(() => void send(), SENT_EVERY_MS).unref();
    },
    async of(userId) {
      await send();
      const [order, typed] = keysOf(userId);
      const found = await askRedis(async () => {
        const forms = await redis.zrevrange(order, 0, MOST - 1);
        return forms.length === 0 ? [] : redis.hmget(typed, ...forms);
      });
      return (found ?? [])
        .filter((json) => json !== null)
        .map((json) => JSON.parse(json) as RecentSearch & { at: string })
        .map((search) => ({ ...search, at: new Date(search.at) }));
    },
  };
};
