import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatheredGet } from '../../adapters/redis/gathered-get.ts';
import { openRedis } from '../../adapters/redis/redis.ts';
import { whileReachable } from '../../adapters/redis/while-reachable.ts';
import { byClients } from '../support/races.ts';
import { freshRedis } from '../support/redis.ts';

const logger = { info: () => undefined, warn: () => undefined };
const asking = async () => {
  const redis = openRedis({ address: await freshRedis(), logger });
  const askRedis = whileReachable({ redis, logger });
  await askRedis(() => redis.ping());
  return { redis, get: gatheredGet({ redis, askRedis }) };
};

describe('keys of Redis that are asked for at once', () => {
  it('PERF-01 are read by one command, each once, and each who asks gets their own', async (t) => {
    const { redis, get } = await asking();
    t.after(() => redis.disconnect());
    await Promise.all(['a', 'b', 'c'].map((key) => redis.set(key, `of ${key}`)));
    await redis.config('RESETSTAT');
    const asked = ['a', 'b', 'missing', 'c', 'a', 'b'];
    assert.deepEqual(await Promise.all(asked.map(get)), ['of a', 'of b', null, 'of c', 'of a', 'of b']);
    const told = await redis.info('commandstats');
    assert.match(told, /cmdstat_mget:calls=1,/);
    assert.doesNotMatch(told, /cmdstat_get:/);
  });

  it('AUT-05 are never older than the question, whoever else asks meanwhile', async (t) => {
    const { redis, get } = await asking();
    t.after(() => redis.disconnect());
    await byClients(8, Array.from({ length: 400 }), async (_, number) => {
      const key = `stamp ${number % 5}`;
      const written = await redis.incr(key);
      assert.ok(Number(await get(key)) >= written, `${key} is older than what was written before it was asked for`);
    });
  });

  it('OUT-01 are undefined while Redis is away, and nobody waits for them', async () => {
    const { redis, get } = await asking();
    redis.disconnect();
    assert.deepEqual(await Promise.all([get('a'), get('b')]), [undefined, undefined]);
  });
});
