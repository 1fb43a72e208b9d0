import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { permittedActions } from '@dms/domain/shared/access/decide';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { startServer } from '../../support/server.ts';
import { freshBranches, PASSWORD, type World } from '../../support/world.ts';
import { together } from '../../support/races.ts';
import { isIn, logIn, type Pair, refresh, tryLogIn } from './logged-in.ts';

const MINUTE_MS = 60_000;

describe('sessions', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  before(async () => {
    world = await freshBranches(suite);
    clock = world.clock as FixedClock;
  });

  const cookieOf = (headers: Headers): string => /^dms_refresh=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';
  const eventsOf = async (userId: string): Promise<string[]> =>
    (await world.rows<{ event: string }>(`select event from audit_logs where entity_id = '${userId}' order by id`)).map(
      ({ event }) => event,
    );

  it('AUT-02 keeps refresh tokens as hashes, with the family they belong to', async () => {
    const { refreshToken, user } = await logIn(world, 'advisor.blr01@dms.example');
    const next = await refresh(world.anybody, refreshToken);
    assert.equal(next.status, 200, next.text);
    const rows = await world.rows<{ id: string; family: string; predecessor_id: string | null; hash: string }>(
      `select id, family, predecessor_id, refresh_token_hash as hash from sessions where user_id = '${user.id}' and id <> user_id order by id`,
    );
    const [first, second] = rows;
    assert.deepEqual([rows.length, first!.family, second!.family, second!.predecessor_id], [2, first!.id, first!.id, first!.id]);
    for (const { hash } of rows) assert.match(hash, /^[0-9a-f]{64}$/);
    const kept = JSON.stringify([rows, await world.rows('select * from audit_logs'), await world.rows('select * from outbox')]);
    for (const secret of [refreshToken, next.body.refreshToken, next.body.accessToken]) assert.ok(!kept.includes(secret));
  });

  it('AUT-02 exchanges a refresh token once, and ends the family when it comes again', async () => {
    const { refreshToken, client, user } = await logIn(world, 'manager.blr01@dms.example');
    const second = await refresh(world.anybody, refreshToken);
    const third = await refresh(world.anybody, second.body.refreshToken);
    assert.equal(third.status, 200);
    const stranger = await logIn(world, 'manager.blr01@dms.example');
    const reused = await refresh(world.anybody, refreshToken);
    assert.deepEqual([reused.status, reused.problem.code], [401, 'auth.invalid_token']);
    assert.equal((await refresh(world.anybody, third.body.refreshToken)).status, 401, 'the newest of the family is worthless too');
    assert.equal(await isIn(client), false, 'and so are the access tokens of the family, at once');
    assert.equal(await isIn(clientAt(world.url, third.body.accessToken)), false);
    assert.equal(await isIn(stranger.client), true, 'another login of the same user goes on');
    assert.ok((await eventsOf(user.id)).includes('RefreshTokenReused'));
  });

  it('AUT-02 lets two honest tabs that refresh at once both go on, ten times over', async () => {
    let { refreshToken } = await logIn(world, 'staff.blr01@dms.example');
    for (let round = 0; round < 10; round += 1) {
      const tabs = await together(2, () => refresh(world.anybody, refreshToken));
      assert.deepEqual(
        tabs.map(({ status }) => status),
        [200, 200],
      );
      const [one, other] = tabs.map(({ body }) => body) as [Pair, Pair];
      assert.notEqual(one.refreshToken, other.refreshToken);
      for (const { accessToken } of [one, other]) assert.equal(await isIn(clientAt(world.url, accessToken)), true);
      refreshToken = (round % 2 === 0 ? one : other).refreshToken;
    }
  });

  it('AUT-02 gives the grace to the immediate predecessor alone, and for ten seconds', async () => {
    const late = await logIn(world, 'engineer.blr01@dms.example');
    const following = await refresh(world.anybody, late.refreshToken);
    clock.advance(10_000);
    assert.equal((await refresh(world.anybody, late.refreshToken)).status, 200, 'at ten seconds a sibling is given');
    clock.advance(1);
    assert.equal((await refresh(world.anybody, late.refreshToken)).status, 401, 'after them it is reuse');
    assert.equal((await refresh(world.anybody, following.body.refreshToken)).status, 401);

    const old = await logIn(world, 'engineer.blr01@dms.example');
    const second = await refresh(world.anybody, old.refreshToken);
    await refresh(world.anybody, second.body.refreshToken);
    assert.equal((await refresh(world.anybody, old.refreshToken)).status, 401, 'the predecessor of the predecessor is reuse at once');
  });

  it('AUT-02 ends a refresh token after seven days, and an access token after thirty minutes', async () => {
    const server = await startServer(suite, { ...(await addresses()), clock, variables: { JWT_EXPIRES_IN: '30m' } });
    const anybody = clientAt(server.url);
    const { body } = await tryLogIn(anybody, 'admin@dms.example');
    assert.equal(body.expiresIn, 1800);
    clock.advance(30 * MINUTE_MS - 1_000);
    assert.equal(await isIn(clientAt(server.url, body.accessToken)), true);
    clock.advance(1_000);
    assert.equal(await isIn(clientAt(server.url, body.accessToken)), false);
    clock.advance(7 * 24 * 60 * MINUTE_MS - 30 * MINUTE_MS - 1);
    const renewed = await refresh(anybody, body.refreshToken);
    assert.equal(renewed.status, 200);
    clock.advance(7 * 24 * 60 * MINUTE_MS);
    assert.equal((await refresh(anybody, renewed.body.refreshToken)).status, 401);
  });

  it('AUT-02 ends a session thirty days after the login, however often it is refreshed, and as configured', async () => {
    const DAY_MS = 24 * 60 * MINUTE_MS;
    const from = clock.now();
    const { refreshToken, user } = await logIn(world, 'staff.blr01@dms.example');
    let last = refreshToken;
    for (let day = 6; day <= 24; day += 6) {
      clock.advance(6 * DAY_MS);
      const { status, body } = await refresh(world.anybody, last);
      assert.equal(status, 200, `day ${day}`);
      last = body.refreshToken;
    }
    const [newest] = await world.rows<{ ends: Date }>(
      `select expires_at as ends from sessions where user_id = '${user.id}' order by created_at desc limit 1`,
    );
    assert.equal(new Date(newest!.ends).getTime() - from.getTime(), 30 * DAY_MS, 'the last token ends with the session');
    clock.advance(6 * DAY_MS - 1);
    const one = await refresh(world.anybody, last);
    assert.equal(one.status, 200);
    clock.advance(1);
    assert.equal((await refresh(world.anybody, one.body.refreshToken)).status, 401);

    const short = await logIn(world, 'staff.blr01@dms.example');
    const body = { value: 1, reason: 'tablets get lost' };
    const put = await world.as('superAdmin').ask('PUT', '/system-config/security.session-days', { body });
    assert.equal(put.status, 200, put.text);
    clock.advance(DAY_MS);
    assert.equal((await refresh(world.anybody, short.refreshToken)).status, 401);
  });

  const addresses = async () => ({ databaseUrl: world.database.url, redisUrl: world.redisUrl });

  it('AUT-02 leaves nothing of a family whose refresh races with reuse', async () => {
    const { refreshToken } = await logIn(world, 'advisor.blr02@dms.example');
    const { body } = await refresh(world.anybody, refreshToken);
    clock.advance(11_000);
    const answers = await together(8, (index) => refresh(world.anybody, index % 2 === 0 ? refreshToken : body.refreshToken));
    assert.ok(
      answers.every(({ status }, index) => status === 401 || (status === 200 && index % 2 === 1)),
      'reuse is never answered',
    );
    const last = answers.filter(({ status }) => status === 200).map((answer) => answer.body.refreshToken);
    for (const token of last)
      assert.equal((await refresh(world.anybody, token)).status, 401, 'what came of the race is revoked with the family');
  });

  it('AUT-05 ends access token and refresh token with a logout, by either of them', async () => {
    const byAccess = await logIn(world, 'callcenter@dms.example');
    assert.equal((await byAccess.client.post('/auth/logout')).status, 204);
    assert.equal(await isIn(byAccess.client), false);
    assert.equal((await refresh(world.anybody, byAccess.refreshToken)).status, 401);

    const byRefresh = await logIn(world, 'callcenter@dms.example');
    assert.equal((await world.anybody.post('/auth/logout', { refreshToken: byRefresh.refreshToken })).status, 204);
    assert.equal(await isIn(byRefresh.client), false);
    assert.ok((await eventsOf(byRefresh.user.id)).includes('LoggedOut'));
    assert.equal((await world.anybody.post('/auth/logout')).status, 400);
    assert.equal((await world.anybody.post('/auth/logout', { refreshToken: 'nobody knows it' })).status, 204);
  });

  it('AUT-05 ends the session of the access token too where a browser still has the cookie of another', async () => {
    const before = await tryLogIn(world.anybody, 'staff.blr01@dms.example', undefined, { rememberMe: true });
    const cookie = `dms_refresh=${cookieOf(before.headers)}`;
    const now = await logIn(world, 'staff.blr02@dms.example');
    assert.equal((await now.client.post('/auth/logout', undefined, { headers: { cookie } })).status, 204);
    assert.equal(await isIn(now.client), false);
    assert.equal((await refresh(world.anybody, now.refreshToken)).status, 401);
    assert.equal((await refresh(world.anybody, before.body.refreshToken)).status, 401);
    const another = await logIn(world, 'staff.blr02@dms.example');
    assert.equal((await another.client.post('/auth/logout', { refreshToken: 'nobody knows it' })).status, 204);
    assert.equal(await isIn(another.client), false);
  });

  it('AUT-05 logs out by the refresh token when the access token has ended, and refuses an ended one alone', async () => {
    const server = await startServer(suite, { ...(await addresses()), clock, variables: { JWT_EXPIRES_IN: '30m' } });
    const { client, refreshToken } = await logIn({ url: server.url, anybody: clientAt(server.url) }, 'staff.blr02@dms.example');
    clock.advance(31 * MINUTE_MS);
    const alone = await client.post('/auth/logout');
    assert.deepEqual([alone.status, alone.problem.code], [401, 'auth.invalid_token']);
    assert.equal((await client.post('/auth/logout', { refreshToken })).status, 204);
    assert.equal((await refresh(world.anybody, refreshToken)).status, 401);
  });

  it('AUT-05 ends every session at once with logout-all, and none of another user', async () => {
    const other = await logIn(world, 'staff.blr02@dms.example');
    const phones = await Promise.all([1, 2, 3].map(() => logIn(world, 'manager.blr02@dms.example')));
    assert.equal((await phones[0]!.client.post('/auth/logout-all')).status, 204);
    for (const { client, refreshToken } of phones) {
      assert.equal(await isIn(client), false);
      assert.equal((await refresh(world.anybody, refreshToken)).status, 401);
    }
    assert.equal(await isIn(other.client), true);
  });

  type SessionBody = { id: string; createdAt: string; lastUsedAt: string; current: boolean; userAgent: string | null };

  it('AUT-05 lists the sessions of the caller, and ends one of them', async () => {
    const desk = await logIn(world, 'engineer2.blr01@dms.example');
    const phone = await logIn(world, 'engineer2.blr01@dms.example');
    clock.advance(60_000);
    const renewed = await refresh(world.anybody, phone.refreshToken);
    const listed = await desk.client.get<{ data: SessionBody[] }>('/auth/sessions');
    assert.deepEqual(
      listed.body.data.map(({ current }) => current),
      [false, true],
    );
    const [ofPhone] = listed.body.data as [SessionBody];
    assert.equal(new Date(ofPhone.lastUsedAt).getTime() - new Date(ofPhone.createdAt).getTime(), 60_000);
    assert.equal((await desk.client.ask('DELETE', `/auth/sessions/${ofPhone.id}`)).status, 204);
    assert.equal(await isIn(clientAt(world.url, renewed.body.accessToken)), false);
    assert.equal((await refresh(world.anybody, renewed.body.refreshToken)).status, 401);
    assert.equal((await desk.client.get<{ data: SessionBody[] }>('/auth/sessions')).body.data.length, 1);
    assert.equal(await isIn(desk.client), true);
  });

  it('ACC-03 keeps the sessions of others from who may only end their own, and has those of the branch for its manager', async () => {
    const { client, user } = await logIn(world, 'staff.blr01@dms.example');
    const [session] = await world.rows<{ id: string }>(
      `select id from sessions where user_id = '${user.id}' and id = family order by id desc limit 1`,
    );
    const path = `/auth/sessions/${session!.id}`;
    for (const who of ['engineer', 'manager2', 'elsewhere'] as const)
      assert.equal((await world.as(who).ask('DELETE', path)).status, 404, who);
    for (const who of ['advisor', 'callCenter'] as const) {
      const { status, problem } = await world.as(who).ask('DELETE', path);
      assert.deepEqual([status, problem.code], [403, 'access.denied'], `${who} may see the user, but not end their sessions`);
    }
    assert.equal(await isIn(client), true);
    assert.equal((await world.as('manager').ask('DELETE', path)).status, 204);
    assert.equal(await isIn(client), false);
    assert.equal((await world.as('admin').ask('DELETE', `/auth/sessions/${world.cradle.ids.next()}`)).status, 404);
  });

  it('AUT-09 sets no cookie without rememberMe, and with it one that only the auth routes of this site get', async () => {
    assert.equal((await tryLogIn(world.anybody, 'admin@dms.example')).headers.get('set-cookie'), null);
    const { headers, body } = await tryLogIn(world.anybody, 'admin@dms.example', undefined, { rememberMe: true });
    const cookie = headers.get('set-cookie')!;
    assert.equal(cookieOf(headers), body.refreshToken);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/auth', 'Max-Age=604800']) assert.ok(cookie.includes(attribute), cookie);
    assert.ok(!cookie.includes('Secure'), 'outside production there is no TLS');
  });

  it('AUT-09 takes the cookie of the one before from a browser in which somebody logs in without being remembered', async () => {
    const { headers } = await tryLogIn(world.anybody, 'staff.blr01@dms.example', undefined, { rememberMe: true });
    const cookie = `dms_refresh=${cookieOf(headers)}`;
    const { status, headers: answered } = await world.anybody.post(
      '/auth/login',
      { username: 'staff.blr02@dms.example', password: PASSWORD },
      { headers: { cookie } },
    );
    assert.equal(status, 200);
    assert.match(answered.get('set-cookie')!, /^dms_refresh=; Max-Age=0; Path=\/auth/);
  });

  it('AUT-09 refreshes and logs out by the cookie, whose token is exchanged each time', async () => {
    const first = await tryLogIn(world.anybody, 'admin@dms.example', undefined, { rememberMe: true });
    const own = new URL(world.url).origin;
    const by = (cookie: string, origin = own) => ({ headers: { cookie: `other=1; dms_refresh=${cookie}`, origin } });
    const second = await world.anybody.post<Pair>('/auth/refresh', undefined, by(cookieOf(first.headers)));
    assert.equal(second.status, 200, second.text);
    assert.equal(cookieOf(second.headers), second.body.refreshToken);
    assert.notEqual(second.body.refreshToken, first.body.refreshToken);
    const byBody = await refresh(world.anybody, second.body.refreshToken);
    assert.equal(cookieOf(byBody.headers), byBody.body.refreshToken, 'a remembered session keeps its cookie up to date');
    const out = await world.anybody.post('/auth/logout', undefined, by(cookieOf(byBody.headers)));
    assert.equal(out.status, 204);
    assert.match(out.headers.get('set-cookie')!, /^dms_refresh=; Max-Age=0/);
    assert.equal((await refresh(world.anybody, byBody.body.refreshToken)).status, 401);
  });

  it('AUT-09 takes no cookie from another site', async () => {
    const { headers } = await tryLogIn(world.anybody, 'admin@dms.example', undefined, { rememberMe: true });
    const cookie = `dms_refresh=${cookieOf(headers)}`;
    const places: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
    for (const foreign of places) {
      for (const path of ['/auth/refresh', '/auth/logout']) {
        const { status, problem } = await world.anybody.post(path, undefined, {
          headers: { cookie, ...foreign },
        });
        assert.deepEqual([status, problem.code], [403, 'auth.foreign_origin'], JSON.stringify(foreign));
      }
    }
    assert.equal((await world.anybody.post('/auth/refresh', undefined, { headers: { cookie } })).status, 200);
    assert.equal((await world.anybody.post('/auth/refresh')).status, 400);
  });

  it('AUT-09 marks the cookie as Secure in production, and takes it from a configured origin', async () => {
    const desk = 'https://desk.example';
    const server = await startServer(suite, { ...(await addresses()), clock, variables: { CORS_ORIGINS: desk } });
    Object.assign(server.container.cradle.config, { production: true });
    const anybody = clientAt(server.url);
    const { headers } = await tryLogIn(anybody, 'admin@dms.example', undefined, { rememberMe: true });
    assert.match(headers.get('set-cookie')!, /; Secure/);
    const sent = { headers: { cookie: `dms_refresh=${cookieOf(headers)}`, origin: desk } };
    assert.equal((await anybody.post('/auth/refresh', undefined, sent)).status, 200);
  });

  it('ACC-01 tells who is logged in, with the role, the branches and the permitted actions of now', async () => {
    type Me = {
      user: { email: string; phone: string | null };
      role: string;
      serviceCenters: { code: string }[];
      permittedActions: string[];
    };
    const { client } = await logIn(world, 'advisor.blr01@dms.example');
    const { body } = await client.get<Me>('/auth/me');
    assert.deepEqual(
      [body.user.email, body.role, body.serviceCenters.map(({ code }) => code)],
      ['advisor.blr01@dms.example', 'SERVICE_ADVISOR', ['BLR01']],
    );
    assert.deepEqual(body.permittedActions, permittedActions('SERVICE_ADVISOR'));
    assert.ok(body.permittedActions.includes('job.create') && !body.permittedActions.includes('job.work'));
    assert.equal((await world.anybody.get('/auth/me')).status, 401);
  });
});
