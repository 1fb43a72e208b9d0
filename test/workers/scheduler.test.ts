import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fixedClock, type FixedClock } from '@dms/domain/memory/clock';
import type { Step } from '@dms/domain/shared/scheduled';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { cronTimes } from '../../adapters/schedule/cron-times.ts';
import { postgresScheduledRuns } from '../../adapters/schedule/postgres-scheduled-runs.ts';
import { freshDatabase } from '../support/database.ts';
import { query } from '../support/embedded.ts';
import { variablesOf } from '../support/server.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';
import { startSchedulerProcess } from './start-worker-process.ts';

const LOCK_CLASS = 0x0d35;
const DAY_MS = 86_400_000;
const daily = (hour: number): ReadonlyMap<'nightly', string> => new Map([['nightly', `0 ${hour} * * *`]]);
type Schedulers = Awaited<ReturnType<typeof schedulers>>;

/** Schedulers over one database, each with connections of its own, and an effect that can be counted. */
const schedulers = async (t: TestContext, clock: FixedClock, count = 1) => {
  const fresh = await freshDatabase(t);
  await query(fresh.ownerUrl, 'create table effects (due_at timestamptz not null)', 'grant select, insert on effects to dms_app');
  const databases = await Promise.all(Array.from({ length: count }, () => openDatabase({ url: fresh.url, poolSize: 3 })));
  t.after(async () => void (await Promise.all(databases.map((each) => each.close()))));
  const ids = { next: () => randomUUID() };
  const made = databases.map((database) => ({
    database,
    runs: postgresScheduledRuns<'nightly'>({ database, clock, ids, config: { timeZone: 'Asia/Kolkata' } }),
  }));
  return { made, first: made[0]!, rows: <Row extends object>(text: string) => query<Row & Record<string, unknown>>(fresh.adminUrl, text) };
};

const effect = async (database: Database, dueAt: Date, step: Step = { done: 1 }): Promise<Step> => {
  await database.run((db) => sql`insert into effects (due_at) values (${dueAt})`.execute(db));
  return step;
};

/** What one turn of a scheduler comes to. */
const turn = async ({ database, runs }: Schedulers['first'], work = (dueAt: Date) => effect(database, dueAt), crons = daily(9)) => {
  await runs.open(crons);
  return (await runs.advance(['nightly'], ({ dueAt }) => work(dueAt))).outcome;
};

const effects = async ({ rows }: Pick<Schedulers, 'rows'>): Promise<string[]> =>
  (await rows<{ due_at: Date }>('select due_at from effects order by due_at')).map(({ due_at }) => new Date(due_at).toISOString());

describe('the scheduler', () => {
  it('REP-04 nine in the morning is nine in Asia/Kolkata, and comes once a day', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock);
    assert.equal(await turn(world.first), 'resting', 'what was due before anybody scheduled it is nobody’s');
    clock.set('2026-11-22T03:29:59.999Z');
    assert.equal(await turn(world.first), 'resting');
    clock.set('2026-11-22T03:30:00.000Z');
    assert.equal(await turn(world.first), 'done');
    clock.set('2026-11-23T03:29:59.000Z');
    assert.equal(await turn(world.first), 'resting');
    clock.set('2026-11-23T03:30:01.000Z');
    assert.equal(await turn(world.first), 'done');
    assert.deepEqual(await effects(world), ['2026-11-22T03:30:00.000Z', '2026-11-23T03:30:00.000Z']);
  });

  it('REP-04 what was missed while everything was down happens once on return', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock);
    await turn(world.first);
    clock.advance(5 * DAY_MS + 3 * 3_600_000);
    assert.equal(await turn(world.first), 'done');
    assert.equal(await turn(world.first), 'resting');
    assert.deepEqual(await effects(world), ['2026-11-27T03:30:00.000Z']);
    clock.set('2026-11-28T03:30:00.000Z');
    assert.equal(await turn(world.first), 'done');
  });

  it('REP-04 a run happens once, though six schedulers find it due at the same moment', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock, 6);
    await turn(world.first);
    for (let day = 0; day < 10; day += 1) {
      clock.advance(DAY_MS);
      for (let taken = false; !taken;) {
        const outcomes = await Promise.all(world.made.map((each) => turn(each)));
        taken = outcomes.includes('done');
      }
    }
    assert.equal((await effects(world)).length, 10);
    assert.equal(new Set(await effects(world)).size, 10);
    const [{ n }] = (await world.rows<{ n: number }>("select count(*)::int as n from scheduled_runs where state = 'done'")) as [
      { n: number },
    ];
    assert.equal(n, 10);
  });

  it('REP-04 one scheduler leads at a time: nobody takes a step while another one does', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock, 2);
    const [leader, other] = world.made as [Schedulers['first'], Schedulers['first']];
    await turn(leader);
    clock.advance(DAY_MS);
    const meanwhile: string[] = [];
    const led = await turn(leader, async (dueAt) => {
      meanwhile.push(await turn(other));
      return effect(leader.database, dueAt);
    });
    assert.deepEqual([led, ...meanwhile], ['done', 'resting']);
    assert.equal((await effects(world)).length, 1);
  });

  it('REP-04 nothing stays of a step whose connection broke, and the next leader takes the run over', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock, 2);
    const [leader, heir] = world.made as [Schedulers['first'], Schedulers['first']];
    await turn(leader);
    clock.advance(DAY_MS);
    const broken = await turn(leader, async (dueAt) => {
      const step = await effect(leader.database, dueAt);
      await world.rows(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = ${LOCK_CLASS} and objid = 2`,
      );
      return step;
    });
    assert.equal(broken, 'again');
    assert.deepEqual(await effects(world), []);
    clock.advance(60_000);
    assert.equal(await turn(heir), 'done');
    assert.equal((await effects(world)).length, 1);
  });

  it('REP-04 a step that fails is tried again later, later each time, and its run is given up in the end and told', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock);
    await turn(world.first);
    clock.advance(DAY_MS);
    const failing = async (dueAt: Date): Promise<Step> => {
      await effect(world.first.database, dueAt);
      throw new Error('the printer is out of paper');
    };
    for (const pauseMs of [30_000, 60_000, 120_000, 240_000]) {
      assert.equal(await turn(world.first, failing), 'again');
      clock.advance(pauseMs - 1);
      assert.equal(await turn(world.first, failing), 'resting');
      clock.advance(1);
    }
    assert.equal(await turn(world.first, failing), 'failed');
    const [run] = await world.rows('select state, tries, last_error, finished_at is not null as ended from scheduled_runs');
    assert.deepEqual({ ...run }, { state: 'failed', tries: 5, last_error: 'the printer is out of paper', ended: true });
    assert.deepEqual(await effects(world), []);
    clock.advance(DAY_MS);
    assert.equal(await turn(world.first), 'done', 'the next day is another run');
  });

  it('REP-04 a run of many steps goes on after the last one that was committed', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock);
    await turn(world.first);
    clock.advance(DAY_MS);
    const step = (more: boolean) => (dueAt: Date) => effect(world.first.database, dueAt, { done: 500, more });
    assert.equal(await turn(world.first, step(true)), 'continued');
    assert.equal(await turn(world.first, step(true)), 'continued');
    const failing = async (): Promise<Step> => Promise.reject(new Error('once'));
    assert.equal(await turn(world.first, failing), 'again');
    clock.advance(30_000);
    assert.equal(await turn(world.first, step(false)), 'done');
    const [run] = await world.rows('select state, steps, done::int as done, last_error from scheduled_runs');
    assert.deepEqual({ ...run }, { state: 'done', steps: 3, done: 1500, last_error: null });
  });

  it('NOT-05 another time holds from the moment it is set, and brings no run of the past along', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock);
    await turn(world.first);
    clock.set('2026-11-22T06:00:00.000Z');
    assert.equal(await turn(world.first), 'done');
    assert.equal(await turn(world.first, undefined, daily(11)), 'resting', 'eleven o’clock has passed today');
    clock.set('2026-11-23T05:29:00.000Z');
    assert.equal(await turn(world.first, undefined, daily(11)), 'resting');
    clock.set('2026-11-23T05:30:00.000Z');
    assert.equal(await turn(world.first, undefined, daily(11)), 'done');
  });

  it('REP-04 the database itself refuses a second run of one instant, and a change of what has ended', async (t) => {
    const clock = fixedClock('2026-11-22T03:00:00.000Z');
    const world = await schedulers(t, clock);
    await turn(world.first);
    clock.advance(DAY_MS);
    await turn(world.first);
    const again = `insert into scheduled_runs (id, name, due_at, next_try_at) select '${randomUUID()}', name, due_at, now() from scheduled_runs`;
    await assert.rejects(world.rows(again), /scheduled_runs_once/);
    await assert.rejects(world.rows("update scheduled_runs set state = 'open', finished_at = null"), /scheduled_runs/);
  });
});

describe('times of cron', () => {
  const instants = (expression: string, zone: string, at: string) => {
    const times = cronTimes(expression, zone);
    return [times.until(new Date(at)), times.after(new Date(at))].map((instant) => instant?.toISOString());
  };

  it('REP-04 the last and the next instant are those of the zone, over a change of summer time too', () => {
    assert.deepEqual(instants('30 9 * * *', 'Asia/Kolkata', '2026-11-22T04:00:00.000Z'), [
      '2026-11-22T04:00:00.000Z',
      '2026-11-23T04:00:00.000Z',
    ]);
    assert.deepEqual(instants('0 9 * * *', 'Asia/Kolkata', '2026-11-22T03:29:00.500Z'), [
      '2026-11-21T03:30:00.000Z',
      '2026-11-22T03:30:00.000Z',
    ]);
    assert.deepEqual(instants('0 9 1 * *', 'Asia/Kolkata', '2026-12-31T20:00:00.000Z'), [
      '2026-12-01T03:30:00.000Z',
      '2027-01-01T03:30:00.000Z',
    ]);
    assert.deepEqual(instants('0 9 * * *', 'Europe/Berlin', '2026-03-28T20:00:00.000Z'), [
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ]);
  });

  it('REP-04 a day that no year has is never due', () => {
    assert.equal(cronTimes('0 9 31 2 *', 'Asia/Kolkata').after(new Date('2026-11-22T00:00:00.000Z')), undefined);
  });
});

/** Something that was asked for, and that nobody decides on. */
const askFor = async (world: World, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    const asked = await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { bankAccount: `3820145670${n}` });
    assert.equal(asked.status, 202, asked.text);
  }
};

const expiries = async (world: World): Promise<Record<string, unknown>> => {
  const [found] = await world.rows(`
    select (select count(*)::int from approvals where status = 'EXPIRED') as expired,
           (select count(*)::int from audit_logs where event = 'ApprovalExpired') as audited,
           (select count(*)::int from outbox where name = 'ApprovalExpired') as told`);
  return { ...found };
};

describe('schedulers of a company', () => {
  it('NOT-05 a time that is set takes effect in a scheduler that runs, and what is no time is refused', async (t) => {
    const world = await freshBranches(t);
    const clock = world.clock as FixedClock;
    await askFor(world, 1);
    await world.startWorkers('scheduler');
    await until(async () => (await world.rows('select from schedules')).length > 0);
    const setTo = (value: string) => world.as('superAdmin').ask('PUT', '/system-config/schedules.approvals-expiry', { body: { value } });
    const refused = await setTo('at nine');
    assert.equal(refused.status, 400, refused.text);
    const set = await setTo('0 9 1 1 *');
    assert.equal(set.status, 200, set.text);
    clock.advance(3_000);
    await until(async () => (await world.rows("select from schedules where cron = '0 9 1 1 *'")).length === 1);
    clock.advance(8 * DAY_MS);
    clock.set('2027-01-01T03:30:00.000Z');
    await until(async () => (await expiries(world)).expired === 1);
    const runs = await world.rows("select due_at from scheduled_runs where name = 'approvals-expiry'");
    assert.deepEqual(
      runs.map(({ due_at }) => new Date(due_at as string).toISOString()),
      ['2027-01-01T03:30:00.000Z'],
    );
  });

  it('REP-04 two schedulers run, one is killed in the middle, and the run happens once', async (t) => {
    const world = await freshBranches(t);
    await askFor(world, 3);
    const file = join(await workFolder('clock'), 'offset');
    const moveTo = (instant: number): void => writeFileSync(file, String(instant - Date.now()));
    moveTo(world.clock.now().getTime());
    const env = { ...(await variablesOf({ databaseUrl: world.database.url, redisUrl: world.redisUrl })), CLOCK_OFFSET_FILE: file };

    const doomed = await startSchedulerProcess(t, 'hangs in the middle', env);
    await doomed.says(/started/);
    await until(async () => (await world.rows('select from schedules')).length > 0);
    moveTo(world.clock.now().getTime() + 8 * DAY_MS);
    await doomed.says(/worked 3/);
    const heir = await startSchedulerProcess(t, 'steady', env);
    await heir.says(/started/);
    assert.deepEqual(await expiries(world), { expired: 0, audited: 0, told: 0 });
    doomed.signal('SIGKILL');
    await heir.says(/worked 3/);
    await until(
      async () => (await world.rows("select from scheduled_runs where state = 'done' and name = 'approvals-expiry'")).length === 1,
    );
    assert.deepEqual(await expiries(world), { expired: 3, audited: 3, told: 3 });
    const [run] = await world.rows("select tries, done::int as done, steps from scheduled_runs where name = 'approvals-expiry'");
    assert.deepEqual({ ...run }, { tries: 2, done: 3, steps: 1 });
    heir.signal('SIGTERM');
    assert.deepEqual(await heir.exited, { code: 0, signal: null });
  });
});
