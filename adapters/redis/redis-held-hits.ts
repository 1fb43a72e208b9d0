import type { HeldHits, VehicleHit } from '@dms/domain/customers/reads';
import type { Digest } from '@dms/domain/shared/ports';
import type { Redis } from 'ioredis';
import type { AskRedis } from './while-reachable.ts';

const HELD_MS = 5_000;
/** Longer than an answer is held: what was read before a change and kept after it is never used. */
const CHANGE_LASTS_MS = 2 * HELD_MS;

/** The answers that are held, and how they are dropped: for whoever commits a change of a vehicle or a customer. */
export type RedisHeldHits = HeldHits & {
  /** These vehicles and customers were changed: no answer that holds one of them is used any more. */
  drop(ids: Iterable<string>): Promise<void>;
};

/** A search is hot that comes a second time among so many of a process. What is typed once is not worth two trips to Redis. */
const MOST_REMEMBERED = 1_000;

const changedKey = (id: string): string => `dms:hits-changed:${id}`;
const idsIn = (hits: readonly VehicleHit[]): string[] => hits.flatMap(({ vehicle, customer }) => [vehicle.id, customer.id]);

type Deps = { readonly redis: Redis; readonly askRedis: AskRedis; readonly digest: Digest };

/**
 * Answers of hot searches, held for seconds for all processes. An answer is used only if nothing in it was changed since shortly before it was made; one
 * that found nothing is not held, so that a new vehicle is found at once. Without Redis every search is made anew.
 */
export const redisHeldHits = ({ redis, askRedis, digest }: Deps): RedisHeldHits => {
  const held = async (key: string): Promise<VehicleHit[] | undefined> => {
    const json = await redis.get(key);
    if (json === null) return undefined;
    const hits = JSON.parse(json) as VehicleHit[];
    const changes = await redis.mget(idsIn(hits).map(changedKey));
    return changes.every((change) => change === null) ? hits : undefined;
  };

  const asked = new Set<string>();
  const isHot = (question: string): boolean => {
    const known = asked.delete(question);
    asked.add(question);
    if (asked.size > MOST_REMEMBERED) asked.delete(asked.values().next().value!);
    return known;
  };

  return {
    async of(about, find) {
      const question = JSON.stringify(about);
      if (!isHot(question)) return find();
      const key = `dms:hits:${digest(question)}`;
      const known = await askRedis(() => held(key));
      if (known) return known;
      const hits = await find();
      if (hits.length > 0) await askRedis(() => redis.set(key, JSON.stringify(hits), 'PX', HELD_MS));
      return hits;
    },
    async drop(ids) {
      const changed = [...ids];
      if (changed.length === 0) return;
      await askRedis(() => Promise.all(changed.map((id) => redis.set(changedKey(id), '1', 'PX', CHANGE_LASTS_MS))));
    },
  };
};
