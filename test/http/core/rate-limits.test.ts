import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { SharedCounts } from '../../../http/plugins/rate-limits.ts';
import { admin, problemIn, sampleApp } from './app.ts';
import { as } from './fake-container.ts';

const app = await sampleApp();
after(() => app.close());

const logIn = (remoteAddress: string) => app.inject({ method: 'POST', url: '/samples/login', payload: { name: 'a' }, remoteAddress });

test('the 61st login of an address in a minute is refused as a problem that says when to come back, without Redis too', async () => {
  for (let count = 1; count <= 60; count++) {
    const answer = await logIn('203.0.113.1');
    assert.equal(answer.statusCode, 200);
    assert.deepEqual([answer.headers['ratelimit-limit'], answer.headers['ratelimit-remaining']], ['60', String(60 - count)]);
  }
  const refused = await logIn('203.0.113.1');
  assert.deepEqual([refused.statusCode, problemIn(refused).code, refused.headers['retry-after']], [429, 'rate.limited', '60']);
  assert.equal((await logIn('203.0.113.2')).statusCode, 200);
});

test('a search is counted by user, not by address', async () => {
  const search = (headers: Record<string, string>) => app.inject({ method: 'GET', url: '/samples', headers });
  assert.equal((await search(admin)).headers['ratelimit-remaining'], '299');
  assert.equal((await search(admin)).headers['ratelimit-remaining'], '298');
  assert.equal((await search(as('SC_MANAGER'))).headers['ratelimit-remaining'], '299');
});

type Reply = (error: Error | null, found?: { current: number; ttl: number }) => void;
const countOf = (counts: SharedCounts, key: string) => {
  let current = 0;
  const note: Reply = (_error, found) => void (current = found?.current ?? 0);
  counts.incr(key, note);
  return current;
};

/** As much of Redis as a shared count needs; `up` false makes it fail as a lost connection does. */
function sharedRedis() {
  const counts = new Map<string, number>();
  const redis = {
    up: true,
    status: 'ready' as const,
    sent: Promise.withResolvers<void>(),
    async eval(_script: string, _keys: number, key: string, by: number, window: number) {
      if (!redis.up) throw new Error('Connection is closed.');
      const count = (counts.get(key) ?? 0) + by;
      counts.set(key, count);
      setImmediate(() => redis.sent.resolve());
      return [count, window];
    },
  };
  return redis;
}

test('processes count together through Redis', async () => {
  const redis = sharedRedis();
  const [one, two] = [new SharedCounts(redis as never, Date.now), new SharedCounts(redis as never, Date.now)];
  assert.equal(countOf(one, 'auth:a'), 1);
  assert.equal(countOf(one, 'auth:a'), 2);
  await redis.sent.promise;
  redis.sent = Promise.withResolvers<void>();
  assert.equal(countOf(two, 'auth:a'), 1);
  await redis.sent.promise;
  assert.equal(countOf(two, 'auth:a'), 4);
  [one, two].forEach((counts) => counts.close());
});

test('a window ends after a minute', () => {
  let now = 0;
  const counts = new SharedCounts({ status: 'end' } as never, () => now);
  assert.equal(countOf(counts, 'a'), 1);
  now = 59_999;
  assert.equal(countOf(counts, 'a'), 2);
  now = 60_000;
  assert.equal(countOf(counts, 'a'), 1);
  counts.close();
});
