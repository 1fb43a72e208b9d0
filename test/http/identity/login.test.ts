import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { ListOf, LoggedInBody, UserBody } from '../../support/bodies.ts';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, PASSWORD, type World } from '../../support/world.ts';

describe('logging in over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const logIn = (username: unknown, password: unknown = PASSWORD, more: object = {}) =>
    world.anybody.post<LoggedInBody>('/auth/login', { username, password, ...more });

  it('AUT-03 answers a wrong password, an unknown name and a closed account alike', async () => {
    await world.rows(`update users set status = 'INACTIVE' where id = '${world.people.staffElsewhere.id}' returning id`);
    const answers = await Promise.all([
      logIn('advisor.blr01@dms.example', 'wrong'),
      logIn('nobody@dms.example'),
      logIn('staff.pun01@dms.example'),
      logIn("' or 1=1 --", "' or 1=1 --"),
    ]);
    const said = answers.map(({ status, problem: { code, title, detail } }) => ({ status, code, title, detail }));
    assert.equal(said[0]!.status, 401);
    assert.equal(said[0]!.code, 'auth.invalid_credentials');
    for (const each of said) assert.deepEqual(each, said[0]);
    for (const { headers } of answers) assert.match(headers.get('www-authenticate') ?? '', /./);
  });

  it('AUD-01 leaves one row in the audit for each try, without the password', async () => {
    const [{ id } = { id: '' }] = await world.rows<{ id: string }>(`select id from users where email = 'advisor.blr01@dms.example'`);
    const tried = async () =>
      await world.rows<{ event: string }>(`select event, metadata from audit_logs where event in ('LoggedIn', 'LoginFailed') order by id`);
    const before = (await tried()).length;
    await logIn('advisor.blr01@dms.example', 'Wrong-Pass-2026!');
    await logIn('advisor.blr01@dms.example');
    const rows = (await tried()).slice(before);
    assert.deepEqual(
      rows.map(({ event }) => event),
      ['LoginFailed', 'LoggedIn'],
    );
    assert.doesNotMatch(JSON.stringify(rows), /Pass-2026/);
    assert.ok(id);
  });

  it('takes the name in any letters', async () => {
    assert.equal((await logIn('Advisor.BLR01@dms.example')).status, 200);
  });

  it('refuses what is no name or password, by field', async () => {
    const asks: readonly (readonly [unknown, unknown, object, string])[] = [
      [undefined, PASSWORD, {}, '/username'],
      ['', PASSWORD, {}, '/username'],
      [{ $ne: null }, PASSWORD, {}, '/username'],
      ['x'.repeat(255), PASSWORD, {}, '/username'],
      ['advisor.blr01@dms.example', '', {}, '/password'],
      ['advisor.blr01@dms.example', 12345678, {}, '/password'],
      ['advisor.blr01@dms.example', 'x'.repeat(1025), {}, '/password'],
      ['advisor.blr01@dms.example', 'a\u0000b', {}, '/password'],
      ['advisor.blr01@dms.example', PASSWORD, { role: 'ADMIN' }, '/role'],
    ];
    for (const [username, password, more, pointer] of asks) {
      const { status, problem } = await logIn(username, password ?? '', more);
      assert.deepEqual([status, problem.code], [400, 'request.invalid']);
      assert.ok(
        problem.errors!.some((error) => error.pointer === pointer),
        pointer,
      );
    }
    assert.equal((await logIn('advisor.blr01@dms.example', 'x'.repeat(1024))).status, 401, 'longer than bcrypt reads is just wrong');
  });

  it('never shows a password or its hash, nor keeps the answer', async () => {
    const { text, headers } = await logIn('advisor.blr01@dms.example');
    assert.doesNotMatch(text, /\$2[aby]\$|Demo-Pass/);
    assert.equal(headers.get('cache-control'), 'no-store');
    const users = await world.as('admin').get('/users?limit=100');
    assert.doesNotMatch(users.text, /\$2[aby]\$|password/i);
  });

  it('AUT-06 believes no token that it did not sign', async () => {
    const { body } = await logIn('advisor.blr01@dms.example');
    const [head, claims, signature] = body.accessToken.split('.') as [string, string, string];
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
    const write = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const forged = [
      `${head}.${write({ ...read(claims), sub: world.people.superAdmin.id })}.${signature}`,
      `${write({ ...read(head), alg: 'none' })}.${claims}.`,
      `${write({ ...read(head), alg: 'RS256' })}.${claims}.${signature}`,
      `${write({ ...read(head), kid: 'other' })}.${claims}.${signature}`,
      `${head}.${claims}.${signature.slice(0, -2)}`,
      `${head}.${claims}`,
      body.refreshToken,
      'x',
    ];
    for (const token of forged) {
      const { status, problem, headers } = await clientAt(world.url, token).get('/parts');
      assert.deepEqual([token.slice(0, 40), status, problem.code], [token.slice(0, 40), 401, 'auth.invalid_token']);
      assert.match(headers.get('www-authenticate') ?? '', /error="invalid_token"/);
    }
    assert.equal((await clientAt(world.url, body.accessToken).get('/parts')).status, 200);
  });

  it('ACC-03 lists people by role and branch, those of one’s own branches alone', async () => {
    const emails = async (who: Parameters<World['as']>[0], query = '') =>
      (await world.as(who).get<ListOf<UserBody>>(`/users?limit=100${query}`)).body.data.map(({ email }) => email);
    const { blr01, pun01 } = world.basics.branches;
    const engineers = ['engineer.blr01@dms.example', 'engineer2.blr01@dms.example'];
    assert.deepEqual(await emails('advisor', `&role=SERVICE_ENGINEER&serviceCenterId=${blr01.id}`), engineers);
    assert.deepEqual(await emails('advisor', `&role=SERVICE_ENGINEER&serviceCenterId=${pun01.id}`), []);
    assert.deepEqual(await emails('advisor', '&role=SERVICE_ENGINEER'), engineers);
    assert.deepEqual(await emails('engineer'), ['engineer.blr01@dms.example'], 'an engineer sees themselves');
    assert.deepEqual(await emails('callCenter', `&role=SERVICE_ENGINEER&serviceCenterId=${pun01.id}`), ['engineer.pun01@dms.example']);
    assert.equal((await world.as('advisor').get('/users?role=MECHANIC')).status, 400);
    assert.equal((await world.as('advisor').get('/users?password=x')).status, 400);
  });
});

describe('the limits of requests', () => {
  it('hold up who tries to log in too often, say for how long, and let others through', async (t) => {
    const world = await freshBranches(t, { rateLimits: {} });
    const client = clientAt(world.url);
    const ask = () => client.post('/auth/login', { username: 'nobody@dms.example', password: 'wrong' });
    const first = await ask();
    assert.equal(first.status, 401);
    assert.equal(first.headers.get('ratelimit-limit'), '60');
    assert.equal(first.headers.get('ratelimit-remaining'), '59');
    for (let count = 1; count < 60; count += 1) await ask();
    const held = await ask();
    assert.deepEqual([held.status, held.problem.code], [429, 'rate.limited']);
    assert.match(held.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.match(held.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal((await world.as('advisor').get('/parts')).status, 200);
  });
});
