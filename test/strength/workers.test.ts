import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { startOwnPostgres, startOwnRedis } from '../support/embedded.ts';
import { until } from '../support/until.ts';
import { effectful, freshWorld } from '../workers/worker-world.ts';
import { startWorkerProcess } from '../workers/start-worker-process.ts';

const EVENTS = 3_000;
const handlers = effectful('counting', 'reports');

const orderedEffects = async (world: Awaited<ReturnType<typeof freshWorld>>): Promise<string[]> => (await world.effects()).sort();

describe('background work on bad days', () => {
  it('OUT-02 makes each of thousands of effects once, while its workers are killed one after the other', async (t) => {
    const world = await freshWorld(t);
    const entityIds = await world.publish(EVENTS);
    let seen = 0;
    for (let round = 0; round < 12; round += 1) {
      const victims = await Promise.all([1, 2].map(() => startWorkerProcess(t, 'steady', world.address)));
      await until(async () => ((await world.states()).done ?? 0) > seen + 50, { everyMs: 3, timeoutMs: 30_000 });
      seen = (await world.states()).done ?? 0;
      for (const victim of victims) victim.signal('SIGKILL');
      await Promise.all(victims.map(({ exited }) => exited));
    }
    world.start({ handlers, relay: { overdueAfterMs: 2_000 } });
    await until(async () => (await world.states()).done === EVENTS, { timeoutMs: 120_000 });
    assert.deepEqual(await orderedEffects(world), entityIds.sort());
  });

  it('OUT-01 loses and doubles nothing while Redis is flushed, killed and started under load', async (t) => {
    const own = await startOwnRedis({ appendonly: 'no' });
    const world = await freshWorld(t, { redisUrl: own.server.url });
    for (let relays = 0; relays < 3; relays += 1) world.start({ handlers, relay: { overdueAfterMs: 1_000 } });
    const entityIds: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      entityIds.push(...(await world.publish(EVENTS / 6)));
      await until(async () => ((await world.states()).done ?? 0) > (round * EVENTS) / 6 + 20, { everyMs: 5, timeoutMs: 60_000 });
      if (round % 2 === 0) {
        const redis = new Redis(own.server.url);
        await redis.flushall();
        redis.disconnect();
      } else {
        await own.kill();
        await own.start();
      }
    }
    await until(async () => (await world.states()).done === EVENTS, { timeoutMs: 120_000 });
    assert.deepEqual(await orderedEffects(world), entityIds.sort());
  });

  it('OUT-01 goes on by itself when PostgreSQL is restarted under load, and each effect happens once', async (t) => {
    const own = await startOwnPostgres();
    const world = await freshWorld(t, { postgres: own.server });
    const entityIds = await world.publish(EVENTS);
    world.start({ handlers, relay: { overdueAfterMs: 1_000 } });
    for (let round = 1; round <= 3; round += 1) {
      await until(async () => ((await world.states()).done ?? 0) > round * 100, { everyMs: 5, timeoutMs: 60_000 });
      await (round % 2 === 0 ? own.stop() : own.kill());
      await own.start();
    }
    await until(async () => (await world.states()).done === EVENTS, { timeoutMs: 120_000 });
    assert.deepEqual(await orderedEffects(world), entityIds.sort());
  });
});
