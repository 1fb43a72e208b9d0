import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { startOwnPostgres, startOwnRedis } from '../support/embedded.ts';
import { spawnDms } from '../support/processes.ts';
import { variablesOf } from '../support/server.ts';
import { until } from '../support/until.ts';
import { effectful, freshWorld } from '../workers/worker-world.ts';
import { startWorkerProcess } from '../workers/start-worker-process.ts';

const JOBS = 5_000;
const EVENTS = 3_000;
const handlers = effectful('counting', 'reports');

const orderedEffects = async (world: Awaited<ReturnType<typeof freshWorld>>): Promise<string[]> => (await world.effects()).sort();

describe('background work on bad days', () => {
  it('OUT-02 makes each of 5,000 effects once, while its workers are killed at random', async (t) => {
    const world = await freshWorld(t);
    const entityIds = await world.publish(JOBS);
    const done = async (): Promise<number> => (await world.states()).done ?? 0;
    let kills = 0;
    /** Lives for as long as some hundreds of jobs take, and is followed by another until the half of them is done. */
    const dieAgainAndAgain = async (): Promise<void> => {
      while ((await done()) < JOBS / 2) {
        const victim = await startWorkerProcess(t, 'steady', world.address);
        const last = (await done()) + randomInt(1, 400);
        await until(async () => (await done()) >= Math.min(last, JOBS / 2), { everyMs: 3 });
        victim.signal('SIGKILL');
        await victim.exited;
        kills += 1;
      }
    };
    await Promise.all([dieAgainAndAgain(), dieAgainAndAgain()]);
    t.diagnostic(`${kills} workers killed in the first ${await done()} of ${JOBS} jobs`);
    world.start({ handlers, relay: { overdueAfterMs: 2_000 } });
    await until(async () => (await world.states()).done === JOBS, { timeoutMs: 240_000 });
    assert.deepEqual(await orderedEffects(world), entityIds.sort());
  });

  it('NOT-04 poison among the work ends as dead letters, the rest is done, and both are done once when it is retried', async (t) => {
    const world = await freshWorld(t);
    const entityIds = await world.publish(500);
    const poison = [entityIds[100]!, entityIds[400]!];
    const rest = entityIds.length - poison.length;
    let deaths = 0;
    for (let states: Record<string, number> = {}; states.dead !== poison.length || states.done !== rest; states = await world.states()) {
      const worker = await startWorkerProcess(t, 'killed by poison', world.address, { POISON: poison.join(' ') });
      let ended = false;
      const exit = worker.exited.then(({ signal }) => ((ended = true), signal));
      const atRest = async (): Promise<boolean> => {
        await world.makeDue();
        const { dead, done } = await world.states();
        return dead === poison.length && done === rest;
      };
      await until(async () => ended || (await atRest()), { timeoutMs: 120_000 });
      if (ended) deaths += 1;
      else worker.signal('SIGKILL');
      await exit;
    }
    assert.deepEqual(await orderedEffects(world), entityIds.filter((id) => !poison.includes(id)).sort());
    const retried = await spawnDms(['queue', 'retry', 'reports', '--json'], { env: await variablesOf(world.address) });
    assert.equal((await retried.exited).code, 0, retried.logs());
    assert.match(retried.logs(), /"retried":2/);
    world.start({ handlers, relay: { overdueAfterMs: 2_000 } });
    await until(async () => (await world.states()).done === entityIds.length);
    assert.deepEqual(await orderedEffects(world), entityIds.toSorted());
    t.diagnostic(`${deaths} workers died of it`);
  });

  it('OUT-01 loses and doubles nothing while Redis is flushed, killed and started under load', async (t) => {
    const own = await startOwnRedis({ appendonly: 'no' });
    const world = await freshWorld(t, { redisUrl: own.server.url });
    for (let relays = 0; relays < 3; relays += 1) world.start({ handlers, relay: { overdueAfterMs: 1_000 } });
    const entityIds: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      entityIds.push(...(await world.publish(EVENTS / 6)));
      await until(async () => ((await world.states()).done ?? 0) > (round * EVENTS) / 6 + 20, { everyMs: 5 });
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
      await until(async () => ((await world.states()).done ?? 0) > round * 100, { everyMs: 5 });
      await (round % 2 === 0 ? own.stop() : own.kill());
      await own.start();
    }
    await until(async () => (await world.states()).done === EVENTS, { timeoutMs: 120_000 });
    assert.deepEqual(await orderedEffects(world), entityIds.sort());
  });
});
