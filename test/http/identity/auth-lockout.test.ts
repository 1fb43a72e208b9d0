import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { type Client, clientAt } from '../../support/client.ts';
import { startOwnRedis } from '../../support/embedded.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { type Running, startServer } from '../../support/server.ts';
import { countStatements } from '../../support/statements.ts';
import { until } from '../../support/until.ts';
import { freshBranches, PASSWORD, type World } from '../../support/world.ts';
import { isIn, logIn, tryLogIn } from './logged-in.ts';

const MINUTE_MS = 60_000;
const REFUSED = { '401 auth.invalid_credentials': 1 };

const guess = async (client: Client, username: string, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) assert.equal((await tryLogIn(client, username, `guess ${time}`)).status, 401);
};

describe('guessing at passwords', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  let other: Running;
  let addresses: { databaseUrl: string; redisUrl: string };

  before(async () => {
    world = await freshBranches(suite);
    clock = world.clock as FixedClock;
    addresses = { databaseUrl: world.database.url, redisUrl: world.redisUrl };
    other = await startServer(suite, { ...addresses, clock });
  });

  /** The addresses' failures of one test are not the next one's. */
  const laterOn = () => clock.advance(16 * MINUTE_MS);

  it('AUT-03 locks an account after five failures over two processes, for fifteen minutes, without saying so', async () => {
    laterOn();
    const [here, there] = [world.anybody, clientAt(other.url)];
    await guess(here, 'advisor.blr01@dms.example', 2);
    await guess(there, 'advisor.blr01@dms.example', 2);
    assert.equal((await tryLogIn(here, 'advisor.blr01@dms.example')).status, 200, 'four failures lock nobody, and are forgotten');
    await guess(here, 'advisor.blr01@dms.example', 3);
    await guess(there, 'advisor.blr01@dms.example', 2);
    const [locked, wrong, unknown] = await Promise.all([
      tryLogIn(there, 'advisor.blr01@dms.example'),
      tryLogIn(here, 'advisor.blr02@dms.example', 'wrong'),
      tryLogIn(here, 'nobody@dms.example'),
    ]);
    const told = ({ status, problem, headers }: typeof locked) => [
      status,
      { ...problem, requestId: undefined },
      headers.get('www-authenticate'),
    ];
    assert.deepEqual(told(locked), told(wrong));
    assert.deepEqual(told(locked), told(unknown));
    clock.advance(15 * MINUTE_MS - 1);
    assert.equal((await tryLogIn(here, 'advisor.blr01@dms.example')).status, 401);
    clock.advance(1);
    assert.equal((await tryLogIn(here, 'advisor.blr01@dms.example')).status, 200);
  });

  it('AUT-03 does not lock for failures that lie further apart, nor for longer because somebody tries on', async () => {
    laterOn();
    await guess(world.anybody, 'staff.blr01@dms.example', 4);
    clock.advance(15 * MINUTE_MS);
    await guess(world.anybody, 'staff.blr01@dms.example', 4);
    assert.equal((await tryLogIn(world.anybody, 'staff.blr01@dms.example')).status, 200);
    await guess(world.anybody, 'staff.blr01@dms.example', 5);
    clock.advance(10 * MINUTE_MS);
    await guess(world.anybody, 'staff.blr01@dms.example', 7);
    clock.advance(5 * MINUTE_MS);
    assert.equal((await tryLogIn(world.anybody, 'staff.blr01@dms.example')).status, 200);
  });

  it('AUT-03 refuses six logins at once on the sixth try, all with the right password', async () => {
    laterOn();
    await guess(world.anybody, 'manager.blr01@dms.example', 5);
    const answers = await together(6, (index) => tryLogIn(clientAt(index % 2 === 0 ? world.url : other.url), 'manager.blr01@dms.example'));
    assert.deepEqual(tally(answers), { '401 auth.invalid_credentials': 6 });
  });

  it('AUT-03 lets nobody in after the fifth of many guesses that race, and writes each down', async () => {
    laterOn();
    const { id } = world.people.manager2;
    const guesses = await together(40, (index) =>
      tryLogIn(clientAt(index % 2 === 0 ? world.url : other.url), 'manager.blr02@dms.example', `guess ${index}`),
    );
    assert.deepEqual(tally(guesses), { '401 auth.invalid_credentials': 40 });
    assert.deepEqual(tally([await tryLogIn(world.anybody, 'manager.blr02@dms.example')]), REFUSED);
    const audited = await world.rows<{ event: string; n: number }>(
      `select event, count(*)::int as n from audit_logs where entity_id = '${id}' and event in ('LoginFailed', 'AccountLocked') group by event order by event`,
    );
    assert.deepEqual(audited, [
      { event: 'AccountLocked', n: 1 },
      { event: 'LoginFailed', n: 41 },
    ]);
  });

  it('AUT-03 leaves the version of the user alone, so that guesses make nobody else’s edit stale', async () => {
    laterOn();
    await guess(world.anybody, 'engineer.blr01@dms.example', 5);
    const [user] = await world.rows<{ version: number; locked: boolean }>(
      `select version, locked_until is not null as locked from users where email = 'engineer.blr01@dms.example'`,
    );
    assert.deepEqual(user, { version: 1, locked: true });
  });

  it('AUT-03 goes on with sessions that are open while the account is locked', async () => {
    laterOn();
    const { client } = await logIn(world, 'engineer2.blr01@dms.example');
    await guess(world.anybody, 'engineer2.blr01@dms.example', 5);
    assert.equal(await isIn(client), true, 'who guesses at a name throws nobody out');
  });

  it('AUT-03 lets an address wait that fails a hundred times, whatever the names, and no other', async () => {
    laterOn();
    const server = await startServer(suite, { ...addresses, clock, variables: { TRUST_PROXY: 'loopback' } });
    const client = clientAt(server.url);
    const from = (address: string, username: string, password: string) =>
      client.post('/auth/login', { username, password }, { headers: { 'x-forwarded-for': address } });
    await together(100, (index) => from('203.0.113.7', `somebody-${index}@dms.example`, 'guess'));
    const refused = await from('203.0.113.7', 'admin@dms.example', PASSWORD);
    assert.deepEqual([refused.status, refused.problem.code], [429, 'rate.limited']);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await from('203.0.113.8', 'admin@dms.example', PASSWORD)).status, 200);
    clock.advance(15 * MINUTE_MS);
    assert.equal((await from('203.0.113.7', 'admin@dms.example', PASSWORD)).status, 200);
    await together(100, (index) => from(`2001:db8:7:7::${index + 1}`, `somebody-${index}@dms.example`, 'guess'));
    assert.equal((await from('2001:db8:7:7:a:b:c:d', 'admin@dms.example', PASSWORD)).status, 429, 'one subscriber, whichever address');
    assert.equal((await from('2001:db8:7:8::1', 'admin@dms.example', PASSWORD)).status, 200);
  });

  it('AUT-03 asks the same of the database for the right password of a locked account as for a wrong one', async () => {
    laterOn();
    const email = 'advisor.blr02@dms.example';
    await guess(world.anybody, email, 5);
    const cost = (password: string) =>
      countStatements(async () => assert.equal((await tryLogIn(world.anybody, email, password)).status, 401));
    assert.equal(await cost(PASSWORD), await cost('wrong'), 'or the time of the answer would tell who guessed it');
  });

  it('AUT-03 counts a wrong current password like a failed login, so that a stolen token does not serve to guess it', async () => {
    laterOn();
    const { client } = await logIn(world, 'staff.blr02@dms.example');
    const change = (currentPassword: string) =>
      client.post('/auth/change-password', { currentPassword, newPassword: 'four horses eat hay' });
    for (let time = 0; time < 5; time += 1) assert.equal((await change('wrong')).problem.code, 'auth.invalid_credentials');
    assert.equal((await change(PASSWORD)).problem.code, 'auth.invalid_credentials');
    assert.equal((await tryLogIn(world.anybody, 'staff.blr02@dms.example')).status, 401);
  });

  it('AUT-03 takes as long for an unknown name and a locked account as for a wrong password', async () => {
    laterOn();
    // Dear enough that comparing is what takes the time, as in production.
    const server = await startServer(suite, { ...addresses, clock, variables: { BCRYPT_SALT_ROUNDS: '10' } });
    const client = clientAt(server.url);
    const hash = await server.container.cradle.passwords.hash(PASSWORD);
    await world.rows(`update users set password = '${hash}' where email in ('staff.pun01@dms.example', 'engineer.pun01@dms.example')`);
    const names = ['nobody@dms.example', 'staff.pun01@dms.example', 'engineer.pun01@dms.example'];
    const times = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let round = 0; round < 12; round += 1) {
      if (round % 4 === 0) {
        laterOn(); // before the fifth wrong password locks the third as well
        await guess(client, 'staff.pun01@dms.example', 5);
      }
      for (const name of names) {
        const startedAt = performance.now();
        await tryLogIn(client, name, 'wrong');
        times.get(name)!.push(performance.now() - startedAt);
      }
    }
    // The best of its rounds is what an answer takes by itself, whatever else the machine has to do.
    const [unknown, locked, wrong] = names.map((name) => Math.min(...times.get(name)!)) as [number, number, number];
    for (const best of [unknown, locked])
      assert.ok(best > wrong / 2 && best < wrong * 2, `unknown ${unknown}, locked ${locked}, wrong ${wrong} ms`);
  });
});

describe('guessing while Redis is away', () => {
  const suite = withSuite();

  it('AUT-03 goes on counting and locking in PostgreSQL, over two processes, and keeps the lock when Redis is back', async () => {
    const redis = await startOwnRedis();
    const world = await freshBranches(suite, { redisUrl: redis.server.url });
    const second = await startServer(suite, { databaseUrl: world.database.url, redisUrl: redis.server.url, clock: world.clock });
    const there = clientAt(second.url);
    const statusOf = (running: Pick<Running, 'container'>) => running.container.cradle.redis.status;
    await guess(world.anybody, 'advisor.blr01@dms.example', 2);
    await redis.kill();
    await until(() => statusOf(world) !== 'ready' && statusOf(second) !== 'ready', { what: 'Redis to be gone' });

    assert.equal((await tryLogIn(there, 'manager.blr01@dms.example')).status, 200, 'logging in needs no Redis');
    await guess(world.anybody, 'advisor.blr01@dms.example', 1);
    await guess(there, 'advisor.blr01@dms.example', 2);
    for (const client of [world.anybody, there]) assert.deepEqual(tally([await tryLogIn(client, 'advisor.blr01@dms.example')]), REFUSED);

    await redis.start();
    await until(() => statusOf(world) === 'ready' && statusOf(second) === 'ready', { what: 'Redis to be back' });
    for (const client of [world.anybody, there]) assert.deepEqual(tally([await tryLogIn(client, 'advisor.blr01@dms.example')]), REFUSED);
    await redis.stop();
  });

  it('AUT-05 ends sessions at once in every process, with Redis, without it, and when it comes back', async () => {
    const redis = await startOwnRedis();
    const world = await freshBranches(suite, { redisUrl: redis.server.url });
    const second = await startServer(suite, { databaseUrl: world.database.url, redisUrl: redis.server.url, clock: world.clock });
    const here = world.container.cradle.redis;
    const there = second.container.cradle.redis;

    const endsAtOnce = async (): Promise<void> => {
      const { client } = await logIn(world, 'advisor.blr01@dms.example');
      const elsewhere = client.at(second.url);
      for (let ask = 0; ask < 3; ask += 1) assert.equal(await isIn(elsewhere), true);
      assert.equal((await client.post('/auth/logout')).status, 204);
      assert.equal(await isIn(elsewhere), false);
      assert.equal(await isIn(client), false);
    };
    for (let round = 0; round < 5; round += 1) await endsAtOnce();

    const { client } = await logIn(world, 'manager.blr01@dms.example');
    assert.equal(await isIn(client.at(second.url)), true);
    await redis.kill();
    await until(() => here.status !== 'ready' && there.status !== 'ready', { what: 'Redis to be gone' });
    await endsAtOnce();
    assert.equal((await client.post('/auth/logout-all')).status, 204);
    await redis.start();
    await until(() => here.status === 'ready' && there.status === 'ready', { what: 'Redis to be back' });
    assert.equal(await isIn(client.at(second.url)), false, 'what ended while Redis was away has ended');
    await endsAtOnce();
    await redis.stop();
  });
});
