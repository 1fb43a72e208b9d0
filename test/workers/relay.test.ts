import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { workOf } from '../../workers/consumers.ts';
import { startOwnRedis } from '../support/embedded.ts';
import { until } from '../support/until.ts';
import { consumer, effectful, freshWorld, movedClock } from './worker-world.ts';

const nothing = consumer('counting', 'email', () => async () => null);

describe('the relay', () => {
  it('OUT-01 makes one run for each consumer of an event, and none for an event that nobody consumes', async (t) => {
    const world = await freshWorld(t);
    await world.publish(3);
    await world.publish(2, { name: 'JobCardCreated' });
    const both = workOf({ ...effectful('letters', 'email'), ...effectful('papers', 'pdf') });
    assert.equal(await world.relayLedger.dispatch(both, 100), 5);
    assert.equal(await world.relayLedger.dispatch(both, 100), 0);
    const runs = await world.rows<{ consumer: string; n: number }>(
      'select consumer, count(*)::int as n from job_runs group by 1 order by 1',
    );
    assert.deepEqual(runs, [
      { consumer: 'letters', n: 3 },
      { consumer: 'papers', n: 3 },
    ]);
  });

  it('OUT-01 hands each run over once, though four relays run at the same time', async (t) => {
    const world = await freshWorld(t);
    await world.publish(400);
    const dispatch = workOf(nothing);
    let handedInAll = 0;
    const handed = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const mine = [];
        for (const deadline = Date.now() + 10_000; handedInAll < 400 && Date.now() < deadline;) {
          await world.relayLedger.dispatch(dispatch, 60);
          const attempts = await world.relayLedger.handOver(60);
          mine.push(...attempts);
          handedInAll += attempts.length;
        }
        return mine.map(({ runId, attempt }) => `${runId}:${attempt}`);
      }),
    );
    assert.equal(handed.flat().length, 400);
    assert.equal(new Set(handed.flat()).size, 400);
    assert.deepEqual(await world.states(), { handed: 400 });
  });

  it('OUT-01 is woken by a signal after the commit, long before it would poll', async (t) => {
    const world = await freshWorld(t);
    world.start({ handlers: effectful(), relay: { pollMs: 60_000 } });
    await until(async () => (await world.listeners()).length > 0);
    const [entityId] = await world.publish();
    await world.rows("select pg_notify('outbox', '')");
    await until(async () => (await world.effects()).includes(entityId!));
  });

  it('OUT-01 listens again when its connection was cut', async (t) => {
    const world = await freshWorld(t);
    world.start({ handlers: effectful(), relay: { pollMs: 60_000 } });
    const line = await until(async () => (await world.listeners())[0]);
    await world.cut(line.pid);
    await until(async () => (await world.listeners()).some(({ pid }) => pid !== line.pid));
    const [entityId] = await world.publish();
    await world.rows("select pg_notify('outbox', '')");
    await until(async () => (await world.effects()).includes(entityId!));
  });

  it('OUT-01 hands row n+1 of one order key over only after n is done or dead', async (t) => {
    const world = await freshWorld(t);
    const ordered = consumer('ordered', 'webhooks', () => async () => null, { orderKey: ({ entityId }) => entityId });
    const [first] = await world.publish();
    await world.publish(2, { entityId: first! });
    await world.publish(1);
    await world.relayLedger.dispatch(workOf(ordered), 10);

    const handed = await world.relayLedger.handOver(10);
    assert.equal(handed.length, 2, 'the first of each key');
    assert.equal((await world.relayLedger.handOver(10)).length, 0);
    const claimed = await Promise.all(handed.map((attempt) => world.claimed(attempt)));
    for (const run of claimed) await world.attemptLedger.perform(run, async () => null, new Promise(() => {}));
    assert.equal((await world.relayLedger.handOver(10)).length, 1);
    assert.deepEqual(await world.states(), { done: 2, handed: 1, waiting: 1 });
  });

  it('OUT-01 refills a Redis that was flushed in the middle, and nothing is lost or done twice', async (t) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock });
    const redis = new Redis(world.address.redisUrl);
    t.after(async () => redis.disconnect());
    const entityIds = await world.publish(30);
    // Only the relay: everything is handed over, and nobody takes it yet.
    world.start({ workers: ['relay'], handlers: effectful() });
    await until(async () => (await world.states()).handed === 30);
    await redis.flushall();
    world.start({ workers: ['email'], handlers: effectful() });
    clock.move(61_000);
    await until(async () => (await world.states()).done === 30);
    assert.deepEqual((await world.effects()).sort(), entityIds.sort());
  });

  it('OUT-01 lets events wait while Redis is gone, and drains them when it is back, scripts forgotten', async (t) => {
    const own = await startOwnRedis({ appendonly: 'no' });
    const world = await freshWorld(t, { redisUrl: own.server.url });
    world.start({ handlers: effectful() });
    const before = await world.publish(5);
    await until(async () => (await world.states()).done === 5);
    await own.kill();
    const during = await world.publish(20);
    await until(async () => ((await world.states()).waiting ?? 0) === 20);
    await own.start();
    await until(async () => (await world.states()).done === 25);
    assert.deepEqual((await world.effects()).sort(), [...before, ...during].sort());
  });

  it('OUT-01 works from the moment that Redis comes up, when it was started without', async (t) => {
    const own = await startOwnRedis({ appendonly: 'no' });
    await own.stop();
    const world = await freshWorld(t, { redisUrl: own.server.url });
    world.start({ handlers: effectful() });
    const entityIds = await world.publish(3);
    await until(async () => (await world.states()).waiting === 3);
    await own.start();
    await until(async () => (await world.states()).done === 3);
    assert.deepEqual((await world.effects()).sort(), entityIds.sort());
  });
});
