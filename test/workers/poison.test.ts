import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type ClaimedRun, Hopeless, NotNow, WorkerDied } from '@dms/domain/notifications/ports';
import { backoffMs, type QueueName, queues } from '@dms/domain/notifications/queues';
import { workOf } from '../../workers/consumers.ts';
import { spawnDms } from '../support/processes.ts';
import { variablesOf } from '../support/server.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from './start-worker-process.ts';
import { effectful, effectfulIn, freshWorld, movedClock } from './worker-world.ts';

const IN: readonly QueueName[] = ['email', 'sms', 'webhooks'];
const DEATHS = 3;

type World = Awaited<ReturnType<typeof freshWorld>>;

/** Two worker processes, each followed by another when it is killed, until it is enough. Answers how many were. */
const keepTwoAtWork = async (
  t: TestContext,
  world: World,
  env: Record<string, string>,
  enough: () => Promise<boolean>,
): Promise<number> => {
  let deaths = 0;
  let ended = false;
  const keepOne = async (): Promise<void> => {
    while (!ended) {
      const worker = await startWorkerProcess(t, 'killed by poison in email, slow at all else', world.address, env);
      let died = false;
      const exit = worker.exited.then(({ signal }) => (died = signal === 'SIGKILL'));
      await until(() => died || ended, { timeoutMs: 180_000, what: 'the worker to die or the work to be done' });
      if (died) deaths += 1;
      else worker.signal('SIGTERM');
      await exit;
    }
  };
  const enoughIsDone = async (): Promise<void> => {
    try {
      await until(enough, { timeoutMs: 180_000, everyMs: 100 });
    } finally {
      ended = true;
    }
  };
  await Promise.all([enoughIsDone(), keepOne(), keepOne()]);
  return deaths;
};

const sorted = async (world: World): Promise<string[]> => (await world.effects()).sort();

describe('a job that kills its worker', () => {
  it('NOT-04 OUT-02 dies of its own deaths alone: 32 slow jobs beside it are done once each, and it comes back when it is retried', async (t) => {
    const world = await freshWorld(t);
    const entityIds = await world.publish(11);
    const poison = entityIds[2]!;
    await world.relayLedger.dispatch(workOf(effectfulIn(...IN)), 100);
    await world.rows(`update job_runs set max_attempts = ${DEATHS} returning id`);

    const deaths = await keepTwoAtWork(t, world, { QUEUES: IN.join(' '), POISON: poison, OVERDUE_MS: '2000' }, async () => {
      await world.makeDue();
      const { done = 0, dead = 0 } = await world.states();
      return done + dead === 33;
    });

    const all = entityIds.flatMap((id) => IN.map(() => id)).sort();
    const but = all.toSpliced(all.indexOf(poison), 1);
    assert.deepEqual(await sorted(world), but);
    assert.equal(deaths, 1 + DEATHS, 'one beside others, and its own');
    const [innocent] = await world.rows(
      `select max(starts) as starts, max(jsonb_array_length(failures)) as failures from job_runs where state = 'done'`,
    );
    assert.deepEqual(innocent, { starts: 1, failures: 0 }, 'no death of the other counted for them');
    const letters = await world.rows<{ payload: { entityId: string }; consumer: string; failures: { attempt: number; error: string }[] }>(
      'select payload, consumer, failures from dead_letters',
    );
    assert.deepEqual(
      letters.map(({ payload, consumer, failures }) => [payload.entityId, consumer, failures.map(({ attempt }) => attempt)]),
      [[poison, 'counting email', [1, 2, 3]]],
    );
    for (const { error } of letters[0]!.failures) assert.equal(error, new WorkerDied().message);

    const retried = await spawnDms(['queue', 'retry', 'email', '--json'], { env: await variablesOf(world.address) });
    assert.equal((await retried.exited).code, 0, retried.logs());
    world.start({ handlers: effectfulIn(...IN) });
    await until(async () => (await world.states()).done === 33);
    assert.deepEqual(await sorted(world), all);
  });
});

describe('a start that was never ended', () => {
  const begun = async (t: TestContext) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock, random: () => 0.5 });
    await world.publish();
    await world.relayLedger.dispatch(workOf(effectful()), 10);
    const next = async () => (await world.relayLedger.handOver(10))[0]!;
    const attempt = await next();
    await world.claimed(attempt);
    /** As it is for whoever is at other things. */
    const isForAlone = async (given = attempt) => (await world.attemptLedger.claim(given, false)) === 'alone';
    const laterOn = async () => {
      clock.move(3_600_000);
      return next();
    };
    return { world, clock, attempt, isForAlone, laterOn };
  };

  it('NOT-04 counts for nothing where it was beside others, and is begun again only with nothing beside it', async (t) => {
    const { world, attempt, isForAlone } = await begun(t);
    for (let asked = 0; asked < 3; asked += 1) assert.ok(await isForAlone());
    assert.deepEqual(await world.rows('select state, starts, failures from job_runs'), [{ state: 'running', starts: 1, failures: [] }]);
    const { starts, died } = await world.claimed(attempt, true);
    assert.deepEqual({ starts, died }, { starts: 1, died: false });
  });

  it('NOT-04 counts where nothing was beside it, waits as after any other failure, and ends as a dead letter after the last', async (t) => {
    const { world, clock, attempt, isForAlone, laterOn } = await begun(t);
    let given = attempt;
    for (let starts = 1; starts <= queues.email.maxAttempts; starts += 1) {
      assert.ok(await isForAlone(given));
      assert.equal((await world.claimed(given, true)).starts, starts);
      for (const from of [false, true]) assert.deepEqual({ ...(await world.claimed(given, from)) }.died, true, 'wherever it is found');
      const last = starts === queues.email.maxAttempts;
      const found = await world.claimed(given);
      assert.equal(await world.attemptLedger.fail(found, new WorkerDied()), last ? 'dead' : 'waiting');
      assert.equal(await world.attemptLedger.fail(found, new WorkerDied()), 'superseded', 'one death counts once');
      if (last) break;
      const [waiting] = await world.rows<{ ms: number }>(
        'select round(extract(epoch from next_attempt_at) * 1000)::double precision as ms from job_runs',
      );
      assert.equal(waiting!.ms - clock.now().getTime(), backoffMs(queues.email, starts, 0.5));
      given = await laterOn();
    }
    const [letter] = await world.rows<{ failures: { attempt: number }[] }>('select failures from dead_letters');
    assert.deepEqual(
      letter!.failures.map(({ attempt: start }) => start),
      Array.from({ length: queues.email.maxAttempts }, (_, index) => index + 1),
    );
  });

  const never = new Promise<void>(() => {});
  type Ending = (world: World, run: ClaimedRun) => Promise<unknown>;
  const endings: Record<string, { readonly end: Ending; readonly alone: boolean }> = {
    'an error': { end: (world, run) => world.attemptLedger.fail(run, new Error('busy')), alone: false },
    'its time not having come': { end: (world, run) => world.attemptLedger.fail(run, new NotNow(new Date())), alone: false },
    'a worker that stops and gives it back': { end: (world, run) => world.attemptLedger.giveBack([run]), alone: true },
    'a death': { end: (world, run) => world.attemptLedger.fail(run, new WorkerDied()), alone: true },
  };
  for (const [what, { end, alone }] of Object.entries(endings))
    it(`NOT-04 is ${alone ? 'still' : 'no more'} to be alone after ${what}`, async (t) => {
      const { world, attempt, isForAlone, laterOn } = await begun(t);
      await end(world, await world.claimed(attempt, true));
      assert.equal(await isForAlone(await laterOn()), alone);
    });

  it('NOT-04 is no more to be alone after a step that was done', async (t) => {
    const { world, attempt } = await begun(t);
    const run = await world.claimed(attempt, true);
    assert.equal(await world.attemptLedger.perform(run, async () => ({ progress: 10 }), never), 'more');
    assert.deepEqual(await world.rows('select state, alone from job_runs'), [{ state: 'running', alone: false }]);
  });

  for (const [what, error, alone] of [
    ['killed its workers', new WorkerDied(), true],
    ['was hopeless', new Hopeless('gone'), false],
  ] as const)
    it(`NOT-04 is ${alone ? 'still' : 'no more'} to be alone when it is retried, where it ${what}`, async (t) => {
      const { world, attempt, isForAlone, laterOn } = await begun(t);
      await world.rows('update job_runs set max_attempts = 1 returning id');
      assert.equal(await world.attemptLedger.fail(await world.claimed(attempt, true), error), 'dead');
      const work = await world.rows<{ consumer: string; dedupeKey: string }>('select consumer, dedupe_key as "dedupeKey" from job_runs');
      await world.jobRuns.ensure({ ...work[0]!, queue: 'email', payload: {} }, { userId: null, requestId: 'test' }, null);
      assert.equal(await isForAlone(await laterOn()), alone);
    });
});
