import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { inviteUser } from '@dms/domain/identity/invite-user';
import { User } from '@dms/domain/identity/user';
import { systemActor } from '@dms/domain/shared/actor';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { startServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { freshBranches, PASSWORD, type World } from '../../support/world.ts';
import { isIn, logIn, refresh, secretOfLetter, tryLogIn } from './logged-in.ts';

const MINUTE_MS = 60_000;
const GOOD = 'four grey horses eat hay';
const BETTER = 'six green parrots drink tea';

describe('passwords', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  const seen: string[] = [];

  before(async () => {
    world = await freshBranches(suite);
    clock = world.clock as FixedClock;
    await world.startWorkers('relay', 'reminders', 'email');
  });

  const letterTo = async (email: string): Promise<string> => {
    const secret = await secretOfLetter(world, email, seen);
    seen.push(secret);
    return secret;
  };
  const forget = async (username: string, email = username): Promise<string> => {
    assert.equal((await world.anybody.post('/auth/request-password-reset', { username })).status, 202);
    return letterTo(email);
  };
  const reset = (token: string, newPassword: string) => world.anybody.post('/auth/reset-password', { token, newPassword });

  it('AUT-04 sets a new password with the token of a letter, once, and ends every session', async () => {
    const email = 'advisor.blr01@dms.example';
    const before = await logIn(world, email);
    const token = await forget(email);
    assert.equal(await isIn(before.client), true, 'asking changes nothing');
    const used = await reset(token, GOOD);
    assert.equal(used.status, 204, used.text);
    assert.equal(await isIn(before.client), false);
    assert.equal((await refresh(world.anybody, before.refreshToken)).status, 401);
    assert.equal((await tryLogIn(world.anybody, email, PASSWORD)).status, 401);
    assert.equal((await tryLogIn(world.anybody, email, GOOD)).status, 200);
    const again = await reset(token, BETTER);
    assert.deepEqual([again.status, again.problem.code], [400, 'auth.link_invalid']);
  });

  it('AUT-04 answers 202 for any address, and writes the same rows for it', async () => {
    const rows = async () =>
      (await world.rows<{ n: number }>('select (select count(*) from audit_logs)::int + (select count(*) from outbox)::int as n'))[0]!.n;
    const grows = async (username: string): Promise<[number, string, number]> => {
      const before = await rows();
      const { status, text } = await world.anybody.post('/auth/request-password-reset', { username });
      return [status, text, (await rows()) - before];
    };
    const unknown = await grows('nobody@dms.example');
    assert.deepEqual(unknown, [202, '', 2]);
    const run = await until(async () => (await world.rows<{ result: string }>('select result from job_runs where result is not null'))[0]);
    assert.equal(run.result, 'Nobody has this name.');
  });

  it('AUT-04 keeps the token as a hash, and the secret nowhere but in the letter', async () => {
    const token = await forget('manager.blr01@dms.example');
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    const tables = await world.rows<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
    for (const { name } of tables) {
      const found = await world.rows(`select from ${name} t where t::text like '%${token}%'`);
      assert.equal(found.length, 0, name);
    }
    assert.equal((await world.rows(`select from one_time_tokens where token_hash = '${world.cradle.digest(token)}'`)).length, 1);
  });

  it('AUT-04 ends a token after fifteen minutes, and when a newer letter goes out', async () => {
    const email = 'staff.blr01@dms.example';
    const old = await forget(email);
    const newer = await forget(email);
    assert.equal((await reset(old, GOOD)).problem.code, 'auth.link_invalid');
    clock.advance(15 * MINUTE_MS);
    assert.equal((await reset(newer, GOOD)).problem.code, 'auth.link_invalid');
    assert.equal((await tryLogIn(world.anybody, email)).status, 200, 'nothing was changed');
  });

  it('AUT-04 sends an account three letters in fifteen minutes, and keeps the last one good', async () => {
    const email = 'engineer2.blr01@dms.example';
    await forget(email);
    await forget(email);
    const third = await forget(email);
    await world.anybody.post('/auth/request-password-reset', { username: email.toUpperCase() });
    const refused = () => world.rows(`select 1 from job_runs where result = 'The account was sent letters enough.'`);
    await until(async () => (await refused()).length === 1, { what: 'the fourth letter to be suppressed' });
    assert.equal((await reset(third, GOOD)).status, 204, 'nobody makes a letter useless by asking on');
    clock.advance(15 * MINUTE_MS);
    await forget(email);
  });

  it('AUT-04 ends what letters hold when the password is changed another way', async () => {
    const email = 'advisor.blr02@dms.example';
    const { client } = await logIn(world, email);
    const token = await forget(email);
    assert.equal((await client.post('/auth/change-password', { currentPassword: PASSWORD, newPassword: GOOD })).status, 204);
    assert.equal((await reset(token, BETTER)).problem.code, 'auth.link_invalid');
  });

  it('AUT-04 ends the tokens of letters to an address that is the user’s no more', async () => {
    const { advisor2 } = world.people;
    const token = await forget(advisor2.email);
    const renamed = await world.as('admin').patch(`/users/${advisor2.id}`, { email: 'advisor.moved@dms.example' });
    assert.equal(renamed.status, 200, renamed.text);
    const late = await reset(token, GOOD);
    assert.deepEqual([late.status, late.problem.code], [400, 'auth.link_invalid']);
    const toTheNewOne = await forget('advisor.moved@dms.example');
    assert.equal((await reset(toTheNewOne, GOOD)).status, 204);
  });

  it('AUT-04 lets one of ten at once use a token', async () => {
    const token = await forget('engineer.blr01@dms.example');
    const answers = await together(10, (index) => reset(token, `${GOOD} ${index} times`));
    assert.deepEqual(tally(answers), { '204': 1, '400 auth.link_invalid': 9 });
  });

  it('AUT-04 keeps the token when the new password is refused, and unlocks who proves to be themselves', async () => {
    const email = 'staff.blr02@dms.example';
    for (let time = 0; time < 5; time += 1) await tryLogIn(world.anybody, email, 'guess');
    const token = await forget(email);
    assert.equal((await reset(token, 'password1234')).problem.code, 'password.refused');
    assert.equal((await reset(token, GOOD)).status, 204);
    assert.equal((await tryLogIn(world.anybody, email, GOOD)).status, 200);
  });

  it('AUT-04 sends no letter to who is not active', async () => {
    await world.rows(`update users set status = 'INACTIVE' where email = 'engineer.pun01@dms.example'`);
    await world.anybody.post('/auth/request-password-reset', { username: 'engineer.pun01@dms.example' });
    const found = await until(
      async () => (await world.rows<{ result: string }>(`select result from job_runs where result like '%not active%'`))[0],
    );
    assert.equal(found.result, 'The account is not active.');
  });

  it('AUT-07 refuses a weak password with the reason, wherever one is set', async () => {
    const { client } = await logIn(world, 'manager.blr02@dms.example');
    const change = (newPassword: string) => client.post('/auth/change-password', { currentPassword: PASSWORD, newPassword });
    const refusals: Record<string, RegExp> = {
      'eleven char': /at least 12 characters/,
      [`${'é'.repeat(36)}x`]: /at most 72 bytes/,
      'Password@2026': /everybody tries first/,
      qwertyuiop12: /everybody tries first|pattern/,
      'manager.blr02': /your own name/,
    };
    for (const [password, reason] of Object.entries(refusals)) {
      const { status, problem } = await change(password);
      assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [400, 'password.refused', '/newPassword'], password);
      assert.match(problem.detail, reason);
    }
    assert.equal(await isIn(client), true);
  });

  it('AUT-05 ends every session at once when the password is changed, this one included', async () => {
    const email = 'manager.blr02@dms.example';
    const [one, other] = [await logIn(world, email), await logIn(world, email)];
    assert.equal((await one.client.post('/auth/change-password', { currentPassword: PASSWORD, newPassword: GOOD })).status, 204);
    for (const { client, refreshToken } of [one, other]) {
      assert.equal(await isIn(client), false);
      assert.equal((await refresh(world.anybody, refreshToken)).status, 401);
    }
    await logIn(world, email, GOOD);
  });

  it('AUT-07 keeps a password of 72 bytes whole: with another last byte it is another', async () => {
    const { client } = await logIn(world, 'callcenter@dms.example');
    const long = `${'नमस्ते '.repeat(3)}abcdefgh-ijk`;
    assert.equal(Buffer.byteLength(long), 69);
    const whole = `${long}xyz`;
    assert.equal((await client.post('/auth/change-password', { currentPassword: PASSWORD, newPassword: whole })).status, 204);
    assert.equal((await tryLogIn(world.anybody, 'callcenter@dms.example', `${long}xyw`)).status, 401);
    assert.equal((await tryLogIn(world.anybody, 'callcenter@dms.example', `${whole}z`)).status, 401);
    assert.equal((await tryLogIn(world.anybody, 'callcenter@dms.example', whole.normalize('NFD'))).status, 200);
  });

  const invite = async (email: string): Promise<void> => {
    const { transact, ids } = world.cradle;
    await transact(systemActor('test'), async (unit) => {
      const user = (await unit.users.findByName(email)) ?? new User({ id: ids.next(), email, firstName: 'Nisha', role: 'CALL_CENTER' });
      if (user.invitedAt === null) unit.users.add(user);
      inviteUser(unit, user, clock.now());
    });
  };
  const accept = (token: string, password: string) => world.anybody.post('/auth/accept-invitation', { token, password });

  it('AUT-09 lets who was invited choose a password within 72 hours, and nobody in before', async () => {
    const email = 'nisha@dms.example';
    await invite(email);
    const token = await letterTo(email);
    assert.equal((await tryLogIn(world.anybody, email, '')).status, 400);
    assert.equal((await tryLogIn(world.anybody, email, 'anything at all')).status, 401);
    assert.equal((await reset(token, GOOD)).problem.code, 'auth.link_invalid', 'an invitation is no reset');
    clock.advance(72 * 60 * MINUTE_MS - 1);
    assert.equal((await accept(token, 'nisha@dms.example')).problem.code, 'password.refused');
    assert.equal((await accept(token, GOOD)).status, 204);
    assert.equal((await tryLogIn(world.anybody, email, GOOD)).status, 200);
    assert.equal((await accept(token, BETTER)).problem.code, 'auth.link_invalid');
  });

  it('AUT-09 ends an invitation after 72 hours; the next letter counts, and only that', async () => {
    const email = 'nisha.rao@dms.example';
    await invite(email);
    const first = await letterTo(email);
    clock.advance(72 * 60 * MINUTE_MS);
    assert.equal((await accept(first, GOOD)).problem.code, 'auth.link_invalid');
    await invite(email);
    const second = await letterTo(email);
    assert.equal((await accept(first, GOOD)).problem.code, 'auth.link_invalid');
    assert.equal((await accept(second, GOOD)).status, 204);
  });

  it('AUT-01 makes a hash anew at the login when it is cheaper than those made now, also for two at once', async () => {
    const server = await startServer(suite, {
      databaseUrl: world.database.url,
      redisUrl: world.redisUrl,
      clock,
      variables: { BCRYPT_SALT_ROUNDS: '6' },
    });
    const email = 'staff.pun01@dms.example';
    const kept = async () =>
      (await world.rows<{ password: string; version: number }>(`select password, version from users where email = '${email}'`))[0]!;
    const before = await kept();
    assert.match(before.password, /^\$2[ab]\$04\$/);
    const answers = await together(4, () => tryLogIn(clientAt(server.url), email));
    assert.deepEqual(tally(answers), { '200': 4 });
    const after = await kept();
    assert.match(after.password, /^\$2[ab]\$06\$/);
    assert.equal(after.version, before.version);
    assert.equal((await tryLogIn(clientAt(server.url), email)).status, 200);
    assert.equal((await tryLogIn(clientAt(server.url), email, 'another')).status, 401);
    assert.equal((await tryLogIn(world.anybody, email)).status, 200);
    assert.equal((await kept()).password, after.password, 'a server where they are cheaper leaves it');
  });

  it('AUT-01 hashes with bcrypt at the configured cost, and not on the event loop', async () => {
    const server = await startServer(suite, {
      databaseUrl: world.database.url,
      redisUrl: world.redisUrl,
      clock,
      variables: { BCRYPT_SALT_ROUNDS: '12' },
    });
    const { passwords } = server.container.cradle;
    const hash = await passwords.hash(GOOD);
    assert.match(hash, /^\$2[ab]\$12\$/);
    let turns = 0;
    let isOver = false;
    const counted = (async () => {
      for (; !isOver; turns += 1) await new Promise(setImmediate);
    })();
    await Promise.all([1, 2, 3].map(() => passwords.matches(GOOD, hash)));
    isOver = true;
    await counted;
    assert.ok(turns > 100, `the event loop turned ${turns} times beside three comparisons`);
    assert.equal((await clientAt(server.url).get('/health')).status, 200);
  });
});
