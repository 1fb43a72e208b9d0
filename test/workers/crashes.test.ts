import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { startWorkerProcess } from './start-worker-process.ts';
import { effectful, freshWorld } from './worker-world.ts';

describe('a worker process', () => {
  it('OUT-02 killed between effect and acknowledgement leaves nothing, and another makes the effect once', async (t) => {
    const world = await freshWorld(t);
    const [entityId] = await world.publish();
    const killed = await startWorkerProcess(t, 'killed in the middle', world.address);
    await killed.says(/^effect/m);
    assert.deepEqual(await killed.exited, { code: null, signal: 'SIGKILL' });
    assert.deepEqual(await world.effects(), []);

    world.start({ handlers: effectful('counting', 'reports') });
    await until(async () => (await world.states()).done === 1);
    assert.deepEqual(await world.effects(), [entityId]);
  });

  it('OUT-02 killed at random moments, again and again under load, loses and doubles nothing', async (t) => {
    const world = await freshWorld(t);
    const entityIds: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const before = (await world.states()).done ?? 0;
      entityIds.push(...(await world.publish(100))); // work for this one, if those before it had the time to do all of theirs
      const victim = await startWorkerProcess(t, 'steady', world.address);
      await victim.says(/^began/m);
      await until(async () => ((await world.states()).done ?? 0) > before + 5, { everyMs: 3 });
      victim.signal('SIGKILL');
      await victim.exited;
    }
    world.start({ handlers: effectful('counting', 'reports'), relay: { overdueAfterMs: 2_000 } });
    await until(async () => (await world.states()).done === entityIds.length);
    assert.deepEqual((await world.effects()).sort(), entityIds.sort());
  });

  it('finishes what runs when it is told to stop, and exits with 0', async (t) => {
    const world = await freshWorld(t);
    const [entityId] = await world.publish();
    const leaving = await startWorkerProcess(t, 'takes a second', world.address);
    await leaving.says(/^effect/m);
    leaving.signal('SIGTERM');
    assert.deepEqual(await leaving.exited, { code: 0, signal: null });
    assert.deepEqual(await world.effects(), [entityId]);
    assert.deepEqual(await world.states(), { done: 1 });
  });

  it('gives back what it cannot finish in time, as if it had not been started', async (t) => {
    const world = await freshWorld(t);
    const [entityId] = await world.publish();
    const leaving = await startWorkerProcess(t, 'hangs for ever', world.address, { GRACE_MS: '200' });
    await leaving.says(/^effect/m);
    leaving.signal('SIGTERM');
    assert.deepEqual(await leaving.exited, { code: 0, signal: null });
    assert.deepEqual(await world.rows('select state, starts, attempt from job_runs'), [{ state: 'waiting', starts: 0, attempt: 1 }]);

    world.start({ handlers: effectful('counting', 'reports') });
    await until(async () => (await world.states()).done === 1);
    assert.deepEqual(await world.effects(), [entityId]);
  });
});
