import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Actor, Role } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { backoffMs, queues } from '@dms/domain/notifications/queues';
import { NotNow, type Work } from '@dms/domain/notifications/ports';
import { workOf } from '../../workers/consumers.ts';
import type { Handlers } from '../../workers/consumers.ts';
import { until } from '../support/until.ts';
import { consumer, effectful, freshWorld, leaveEffect, movedClock } from './worker-world.ts';
import type { Parts } from './worker-world.ts';

const DAY_MS = 86_400_000;

/** Nobody abandons these attempts. */
const never = new Promise<void>(() => {});

const failing = (error: Error): Handlers<Parts> =>
  consumer('failing', 'pdf', (uses) => async ({ entityId }) => {
    await leaveEffect(uses, entityId);
    throw error;
  });

type Waiting = { failures: number; dueMs: number };

/** What waits for its next attempt after so many failures in all. */
const afterFailures = (world: Awaited<ReturnType<typeof freshWorld>>, failures: number): Promise<Waiting> =>
  until(
    async () => {
      const found = await world.rows<Waiting>(`
        select jsonb_array_length(failures) as failures, round(extract(epoch from next_attempt_at) * 1000)::double precision as "dueMs"
        from job_runs where jsonb_array_length(failures) = ${failures} and state = 'waiting'`);
      return found[0];
    },
    { what: `failure ${failures}` },
  );

const actor = (userId: string, role: Role): Actor => ({
  userId,
  role,
  serviceCenterIds: [],
  requestId: 'test',
  address: null,
  agent: null,
});

describe('an attempt', () => {
  it('OUT-02 that is redelivered while it runs and afterwards has its effect once', async (t) => {
    const world = await freshWorld(t);
    await world.publish();
    await world.relayLedger.dispatch(workOf(effectful()), 10);
    const [attempt] = await world.relayLedger.handOver(10);
    const deliver = async (): Promise<void> => {
      const run = await world.attemptLedger.claim(attempt!, false);
      if (!run || run === 'alone') return;
      const effect = async (): Promise<null> => {
        await leaveEffect(world, run.id);
        return null;
      };
      await world.attemptLedger.perform(run, effect, never);
    };
    const deliveries = await Promise.allSettled(Array.from({ length: 50 }, deliver));
    await deliver();
    assert.ok(deliveries.some(({ status }) => status === 'fulfilled'));
    assert.equal((await world.effects()).length, 1);
    assert.deepEqual(await world.states(), { done: 1 });
  });

  it('OUT-02 leaves nothing of its effect when it fails, and tells askers no more than a refusal', async (t) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock, random: () => 0 });
    world.start({ handlers: failing(new DomainError('invoice.transition', 'A draft has no PDF: issue it first.')) });
    await world.publish();
    for (let failures = 1; failures < queues.pdf.maxAttempts; failures += 1)
      clock.move((await afterFailures(world, failures)).dueMs - clock.now().getTime());
    await until(async () => (await world.states()).dead === 1);
    assert.deepEqual(await world.effects(), []);
    assert.equal((await world.rows('select from inbox')).length, 0);
    const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from job_runs');
    const seen = await world.jobRuns.read(id, actor(randomUUID(), 'ADMIN'));
    assert.equal(seen.status, 'failed');
    assert.equal(seen.error, 'A draft has no PDF: issue it first.');
  });

  it('NOT-04 that fails waits for a time by the clock, longer each time, and is dead after the last', async (t) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock, random: () => 0.999_999 });
    world.start({ handlers: failing(new Error('ENOENT /var/lib/secret')) });
    await world.publish();

    const { maxAttempts } = queues.pdf;
    for (let failures = 1; failures < maxAttempts; failures += 1) {
      const { dueMs } = await afterFailures(world, failures);
      const waitMs = dueMs - clock.now().getTime();
      assert.equal(waitMs, backoffMs(queues.pdf, failures, 0.999_999));
      clock.move(waitMs - 1);
      assert.equal((await world.relayLedger.handOver(10)).length, 0, 'not a millisecond too early');
      clock.move(1);
    }
    await until(async () => (await world.states()).dead === 1);

    const [letter] = await world.rows<{ failures: { attempt: number; error: string }[]; last_error: string }>('select * from dead_letters');
    assert.deepEqual(
      letter!.failures.map(({ attempt }) => attempt),
      Array.from({ length: maxAttempts }, (_, index) => index + 1),
    );
    assert.equal(letter!.last_error, 'ENOENT /var/lib/secret');
    const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from job_runs');
    assert.doesNotMatch((await world.jobRuns.read(id, actor(randomUUID(), 'ADMIN'))).error!, /ENOENT|secret/);
  });

  it('NOT-04 doubles its wait up to the longest, and draws the half of it', () => {
    const rule = { concurrency: 1, maxAttempts: 9, firstBackoffMs: 1_000, longestBackoffMs: 5_000 };
    assert.deepEqual(
      [1, 2, 3, 4, 9].map((failures) => backoffMs(rule, failures, 0.999_999)),
      [999, 1_999, 3_999, 4_999, 4_999],
    );
    assert.deepEqual(
      [1, 2, 3, 4, 9].map((failures) => backoffMs(rule, failures, 0)),
      [500, 1_000, 2_000, 2_500, 2_500],
    );
  });

  it('NOT-04 succeeds at the second try, once whatever stood in its way is gone', async (t) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock });
    let tries = 0;
    const flaky = consumer('flaky', 'email', (uses) => async ({ entityId }) => {
      await leaveEffect(uses, entityId);
      if ((tries += 1) === 1) throw new Error('busy');
      return `/letters/${entityId}`;
    });
    world.start({ handlers: flaky });
    const [entityId] = await world.publish();
    clock.move((await afterFailures(world, 1)).dueMs - clock.now().getTime());
    await until(async () => (await world.states()).done === 1);
    assert.deepEqual(await world.effects(), [entityId]);
    const [run] = await world.rows<{ id: string }>('select id from job_runs');
    const seen = await world.jobRuns.read(run!.id, actor(randomUUID(), 'ADMIN'));
    assert.deepEqual(
      { status: seen.status, attempts: seen.attempts, result: seen.result, error: seen.error, progress: seen.progress },
      {
        status: 'succeeded',
        attempts: 2,
        result: `/letters/${entityId}`,
        error: null,
        progress: 100,
      },
    );
  });

  it('NOT-02 that is put off more nights than it has attempts has its first failure after them, and waits for the second as after any first', async (t) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock, random: () => 0.5 });
    const { maxAttempts } = queues.sms;
    const mornings = Array.from({ length: maxAttempts }, (_, night) => new Date(clock.now().getTime() + (night + 1) * DAY_MS));
    world.start({
      handlers: consumer('sleepy', 'sms', () => () => {
        const morning = mornings.find((each) => each > clock.now());
        throw morning ? new NotNow(morning) : new Error('busy');
      }),
    });
    await world.publish();
    for (const morning of mornings) {
      await until(
        async () =>
          (await world.rows(`select from job_runs where state = 'waiting' and next_attempt_at = '${morning.toISOString()}'`)).length,
        { what: `it to be put off until ${morning.toISOString()}` },
      );
      clock.move(morning.getTime() - clock.now().getTime());
    }
    const { dueMs } = await afterFailures(world, 1);
    assert.equal(dueMs - clock.now().getTime(), backoffMs(queues.sms, 1, 0.5));
    const [run] = await world.rows(`select starts, failures -> 0 -> 'attempt' as attempt from job_runs`);
    assert.deepEqual(run, { starts: 1, attempt: 1 });
  });

  it('shows its progress while it runs', async (t) => {
    const world = await freshWorld(t);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    world.start({
      handlers: consumer('slow', 'email', () => async (_, { progress }) => {
        await progress(40);
        await released;
        return null;
      }),
    });
    await world.publish();
    await until(async () => (await world.rows("select from job_runs where state = 'running' and progress = 40")).length === 1);
    release();
    await until(async () => (await world.states()).done === 1);
  });
});

describe('work that somebody asks for', () => {
  const asked: Work = { consumer: 'counting', queue: 'email', dedupeKey: 'one', payload: { entityId: randomUUID() } };

  it('is begun once, however many ask at the same time, and is the same as that of the event', async (t) => {
    const world = await freshWorld(t);
    const askers = Array.from({ length: 20 }, () => ({ userId: randomUUID(), requestId: 'test' }));
    const ids = await Promise.all(askers.map((asker) => world.jobRuns.ensure(asked, asker, null)));
    assert.equal(new Set(ids).size, 1);
    await world.publish();
    await world.relayLedger.dispatch(() => [asked], 10);
    assert.deepEqual(await world.states(), { waiting: 1 });
    world.start({ handlers: effectful() });
    await until(async () => (await world.states()).done === 1);
    assert.equal((await world.effects()).length, 1);
  });

  it('is seen by whoever asked for it and by those who inspect queues, and by nobody else', async (t) => {
    const world = await freshWorld(t);
    const [first, second] = [randomUUID(), randomUUID()];
    const id = await world.jobRuns.ensure(asked, { userId: first, requestId: 'test' }, null);
    await world.jobRuns.ensure(asked, { userId: second, requestId: 'test' }, null);

    for (const userId of [first, second]) assert.equal((await world.jobRuns.read(id, actor(userId, 'SERVICE_ADVISOR'))).status, 'queued');
    assert.equal((await world.jobRuns.read(id, actor(randomUUID(), 'ADMIN'))).id, id);
    for (const unseen of [id, randomUUID(), 'nonsense'])
      await assert.rejects(world.jobRuns.read(unseen, actor(randomUUID(), 'SC_MANAGER')), { code: 'entity.absent' });
  });
});
