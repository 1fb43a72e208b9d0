import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Role } from '@dms/domain/shared/actor';
import { type Answer, clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type UserBody = {
  readonly id: string;
  readonly email: string;
  readonly phone: string | null;
  readonly firstName: string;
  readonly role: Role;
  readonly status: string;
  readonly serviceCenters: readonly { readonly id: string; readonly code: string }[];
  readonly suspensionReason: string | null;
  readonly suspendedUntil: string | null;
  readonly lockedUntil: string | null;
  readonly invitedAt: string | null;
  readonly version: number;
};

const GOOD_PASSWORD = 'seventeen mangoes on a tin roof';

describe('administering users', () => {
  const suite = withSuite();
  let world: World;
  let count = 0;

  before(async () => {
    world = await freshBranches(suite);
  });

  const branch = (name: 'blr01' | 'blr02' | 'pun01') => world.basics.branches[name].id;
  const bodyFor = (role: Role, ...serviceCenterIds: string[]) => {
    count += 1;
    return { email: `new${count}@dms.example`, firstName: 'Nitin', lastName: 'Rao', role, serviceCenterIds };
  };
  const hire = async (role: Role, ...serviceCenterIds: string[]): Promise<UserBody> => {
    const answer = await world
      .as('superAdmin')
      .post<UserBody>('/users', { ...bodyFor(role, ...serviceCenterIds), password: GOOD_PASSWORD });
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  /** Logged in as them, with a token of now. */
  const clientOf = async ({ id }: Pick<UserBody, 'id'>) => {
    const [row] = await world.rows<{ token_version: number }>(`select token_version from users where id = '${id}'`);
    return clientAt(world.url, tokenFor(world.cradle, { id, tokenVersion: row!.token_version }));
  };
  const eventsOf = async (id: string): Promise<string[]> =>
    (await world.rows<{ event: string }>(`select event from audit_logs where entity_id = '${id}' order by id`)).map(({ event }) => event);
  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code]);

  it('ACC-01 a user is taken on with branches, is found by all who may see them, and can log in', async () => {
    const body = { ...bodyFor('SERVICE_ADVISOR', branch('blr01')), phone: '98450 55501', password: GOOD_PASSWORD };
    const created = await world.as('manager').post<UserBody>('/users', body);
    assert.equal(created.status, 201, created.text);
    const { id, version, serviceCenters, phone, status } = created.body;
    assert.deepEqual([version, status, phone], [1, 'ACTIVE', '+919845055501']);
    assert.deepEqual(serviceCenters, [{ id: branch('blr01'), code: 'BLR01' }]);
    assert.equal(created.headers.get('location'), `/users/${id}`);
    assert.equal(created.headers.get('etag'), '"1"');
    assert.ok(!created.text.includes('password"'));

    const login = await world.anybody.post('/auth/login', { username: body.email, password: GOOD_PASSWORD });
    assert.equal(login.status, 200, login.text);
    assert.equal((await world.as('advisor').get(`/users/${id}`)).status, 200);
    refused(await world.as('advisor2').get(`/users/${id}`), 404, 'entity.absent');
    refused(await world.as('engineer').get(`/users/${id}`), 404, 'entity.absent');
    assert.equal((await (await clientOf(created.body)).get(`/users/${id}`)).status, 200);
    assert.deepEqual(await eventsOf(id), ['UserCreated', 'UserBranchesChanged', 'LoggedIn']);
  });

  it('AUT-07 a weak password is refused with the field, and nobody is taken on', async () => {
    const body = { ...bodyFor('ADMIN'), password: 'password1234' };
    const answer = await world.as('admin').post('/users', body);
    refused(answer, 400, 'password.refused');
    assert.equal(answer.problem.errors?.[0]?.pointer, '/password');
    assert.deepEqual(await world.rows(`select id from users where email = '${body.email}'`), []);
  });

  it('ACC-03 a branch outside scope is not there, and a role above is not to be given', async () => {
    const post = (who: 'manager' | 'admin', role: Role, ...branches: string[]) => world.as(who).post('/users', bodyFor(role, ...branches));
    refused(await post('manager', 'SC_STAFF', branch('blr02')), 404, 'entity.absent');
    refused(await post('manager', 'SC_STAFF', branch('blr01'), branch('pun01')), 404, 'entity.absent');
    refused(await post('admin', 'SC_STAFF', world.cradle.ids.next()), 404, 'entity.absent');
    refused(await post('manager', 'SC_MANAGER', branch('blr01')), 403, 'access.denied');
    refused(await post('manager', 'ADMIN'), 403, 'access.denied');
    refused(await post('admin', 'SUPER_ADMIN'), 403, 'access.denied');
    assert.equal((await post('admin', 'ADMIN')).status, 201);
  });

  it('a role and its branches fit together', async () => {
    const post = (role: Role, ...branches: string[]) => world.as('admin').post('/users', bodyFor(role, ...branches));
    for (const answer of [await post('SERVICE_ENGINEER'), await post('CALL_CENTER', branch('blr01'))]) {
      refused(answer, 400, 'user.branches');
      assert.equal(answer.problem.errors?.[0]?.pointer, '/serviceCenterIds');
    }
    refused(await world.as('admin').post('/users', { ...bodyFor('CALL_CENTER'), nickname: 'x' }), 400, 'request.invalid');
    const twice = bodyFor('CALL_CENTER');
    assert.equal((await world.as('admin').post('/users', twice)).status, 201);
    refused(await world.as('admin').post('/users', { ...twice, email: twice.email.toUpperCase() }), 409, 'record.duplicate');
  });

  it('an answer under an Idempotency-Key is the same for the retry, branches included', async () => {
    const [key, body] = [freshKey(), bodyFor('SC_STAFF', branch('blr01'))];
    const first = await world.as('manager').post<UserBody>('/users', body, { key });
    const again = await world.as('manager').post<UserBody>('/users', body, { key });
    assert.deepEqual([first.status, again.status, again.headers.get('idempotency-replayed')], [201, 201, 'true']);
    assert.equal(first.text, again.text);
    assert.deepEqual(first.body.serviceCenters, [{ id: branch('blr01'), code: 'BLR01' }]);
  });

  it('AUT-01 an Idempotency-Key keeps nothing of a password, not even a digest that could be guessed at', async () => {
    const fingerprintWith = async (password: string, body: object) => {
      const key = freshKey();
      await world.as('manager').post('/users', { ...body, password }, { key });
      const [row] = await world.rows<{ fingerprint: string }>(`select fingerprint from idempotency_keys where key = '${key}'`);
      return row!.fingerprint;
    };
    const body = bodyFor('SC_STAFF', branch('blr01'));
    const one = await fingerprintWith(GOOD_PASSWORD, body);
    await world.rows(`update users set email = 'gone@dms.example' where email = '${body.email}' returning id`);
    assert.equal(await fingerprintWith('nineteen papayas under the stairs', body), one);
  });

  it('AUT-09 without a password an invitation goes out, and once more until it is accepted', async () => {
    const body = bodyFor('SERVICE_ENGINEER', branch('blr01'));
    const invited = await world.as('manager').post<UserBody>('/users', body);
    assert.equal(invited.status, 201, invited.text);
    assert.ok(invited.body.invitedAt);
    const again = await world.as('manager').post<UserBody>('/users/invitations', body);
    assert.deepEqual([again.status, again.body.id], [201, invited.body.id]);
    assert.deepEqual(await eventsOf(invited.body.id), ['UserCreated', 'UserBranchesChanged', 'UserInvited', 'UserInvited']);
    const otherwise = await world.as('manager').post('/users/invitations', { ...body, role: 'SC_STAFF' });
    refused(otherwise, 409, 'record.duplicate');
    assert.match(otherwise.problem.detail, /another role/);
    refused(await world.anybody.post('/auth/login', { username: body.email, password: GOOD_PASSWORD }), 401, 'auth.invalid_credentials');
    const known = { ...bodyFor('SERVICE_ADVISOR', branch('blr01')), email: world.people.advisor.email };
    refused(await world.as('manager').post('/users/invitations', known), 409, 'record.duplicate');
    const elsewhere = { ...bodyFor('SERVICE_ADVISOR', branch('blr02')), email: world.people.advisor.email };
    const created = await world.as('manager2').post('/users', elsewhere);
    const reinvited = await world.as('manager2').post('/users/invitations', elsewhere);
    refused(reinvited, 409, 'record.duplicate');
    assert.equal(reinvited.problem.detail, created.problem.detail, 'of somebody elsewhere no more is told than that the address is taken');
    const pending = await world.as('superAdmin').post<UserBody>('/users', bodyFor('SUPER_ADMIN'));
    refused(
      await world.as('admin').post('/users/invitations', { ...bodyFor('ADMIN'), email: pending.body.email }),
      409,
      'record.duplicate',
    );
    assert.deepEqual((await eventsOf(pending.body.id)).filter((event) => event === 'UserInvited').length, 1);
    await world.as('superAdmin').post(`/users/${pending.body.id}/deactivate`);
  });

  it('is edited under the version that was seen', async () => {
    const { id } = await hire('SC_STAFF', branch('blr01'));
    const patch = (body: object, ifMatch?: string) =>
      world.as('manager').patch<UserBody>(`/users/${id}`, body, { headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });
    const edited = await patch({ firstName: 'Nitesh', phone: null }, '"1"');
    assert.deepEqual([edited.status, edited.body.firstName, edited.headers.get('etag')], [200, 'Nitesh', '"2"']);
    refused(await patch({ firstName: 'Nobody' }, '"1"'), 412, 'version.stale');
    refused(await patch({ email: world.people.advisor.email.toUpperCase() }), 409, 'record.duplicate');
    refused(await patch({ phone: '12345 67890' }), 400, 'phone.invalid');
    assert.equal((await patch({ firstName: 'Nitesh' })).body.version, 2);
  });

  it('AUT-05 a new role ends every session at once, and only who may give it gives it', async () => {
    const user = await hire('SC_STAFF', branch('blr01'));
    const client = await clientOf(user);
    assert.equal((await client.get('/parts')).status, 200);
    refused(await world.as('manager').patch(`/users/${user.id}`, { role: 'SC_MANAGER' }), 403, 'access.denied');
    refused(await world.as('admin').patch(`/users/${user.id}`, { role: 'SUPER_ADMIN' }), 403, 'access.denied');
    const promoted = await world.as('manager').patch<UserBody>(`/users/${user.id}`, { role: 'SERVICE_ADVISOR' });
    assert.deepEqual([promoted.status, promoted.body.role], [200, 'SERVICE_ADVISOR']);
    refused(await client.get('/parts'), 401, 'auth.invalid_token');
    assert.equal((await (await clientOf(user)).get('/parts')).status, 200);
    assert.ok((await eventsOf(user.id)).includes('UserRoleChanged'));
  });

  it('who rises above the branches leaves them, and who comes down has to be told where to work', async () => {
    const { id } = await hire('SC_MANAGER', branch('blr01'));
    const patch = (body: object) => world.as('superAdmin').patch<UserBody>(`/users/${id}`, body);
    assert.deepEqual((await patch({ role: 'ADMIN' })).body.serviceCenters, []);
    refused(await patch({ role: 'SC_STAFF' }), 400, 'user.branches');
    const down = await patch({ role: 'SC_STAFF', serviceCenterIds: [branch('pun01')] });
    assert.deepEqual([down.status, down.body.serviceCenters.map(({ code }) => code)], [200, ['PUN01']]);
  });

  it('ACC-01 other branches count from the next request on, with the same token', async () => {
    const user = await hire('SERVICE_ADVISOR', branch('blr01'));
    const client = await clientOf(user);
    const seen = async () => (await client.get<{ data: { id: string }[] }>('/users?limit=100')).body.data.map(({ id }) => id);
    const { advisor, advisor2 } = world.people;
    let ids = await seen();
    assert.deepEqual([ids.includes(advisor.id), ids.includes(advisor2.id)], [true, false]);
    const put = (who: 'admin' | 'manager' | 'manager2', ...serviceCenterIds: string[]) =>
      world.as(who).ask<UserBody>('PUT', `/users/${user.id}/service-centers`, { body: { serviceCenterIds } });
    assert.equal((await put('admin', branch('blr02'))).status, 200);
    ids = await seen();
    assert.deepEqual([ids.includes(advisor.id), ids.includes(advisor2.id)], [false, true]);

    refused(await put('manager', branch('blr01')), 404, 'entity.absent');
    refused(await put('manager2', branch('blr02'), branch('pun01')), 404, 'entity.absent');
    refused(await put('manager2'), 400, 'user.branches');
    const both = await put('admin', branch('blr01'), branch('blr02'));
    assert.deepEqual(
      both.body.serviceCenters.map(({ code }) => code),
      ['BLR01', 'BLR02'],
    );
  });

  it('AUT-08 a suspension ends the sessions at once, with its reason, and activating lifts it', async () => {
    const user = await hire('SC_STAFF', branch('blr01'));
    const client = await clientOf(user);
    assert.equal((await client.get('/parts')).status, 200);
    const suspended = await world.as('manager').post<UserBody>(`/users/${user.id}/suspend`, { reason: 'stock is missing' });
    assert.deepEqual([suspended.status, suspended.body.status, suspended.body.suspensionReason], [200, 'SUSPENDED', 'stock is missing']);
    refused(await client.get('/parts'), 401, 'auth.invalid_token');
    refused(await world.anybody.post('/auth/login', { username: user.email, password: GOOD_PASSWORD }), 401, 'auth.invalid_credentials');
    const seen = await world.as('advisor').get<UserBody>(`/users/${user.id}`);
    assert.deepEqual([seen.body.status, seen.body.suspensionReason], ['SUSPENDED', null], 'the reason is for who decides on it');

    const active = await world.as('manager').post<UserBody>(`/users/${user.id}/activate`);
    assert.deepEqual([active.body.status, active.body.suspensionReason], ['ACTIVE', null]);
    refused(await client.get('/parts'), 401, 'auth.invalid_token');
    assert.equal((await world.anybody.post('/auth/login', { username: user.email, password: GOOD_PASSWORD })).status, 200);
    assert.deepEqual((await eventsOf(user.id)).slice(-3), ['LoginFailed', 'UserActivated', 'LoggedIn']);
  });

  it('AUT-08 a suspension needs a reason and an end in the future, and who has left cannot be suspended', async () => {
    const { id, email } = await hire('SC_STAFF', branch('blr01'));
    const suspend = (body: object) => world.as('admin').post<UserBody>(`/users/${id}/suspend`, body);
    refused(await suspend({}), 400, 'request.invalid');
    refused(await suspend({ reason: ' ' }), 400, 'request.invalid');
    refused(await suspend({ reason: 'late', until: '2026-11-01T00:00:00.000Z' }), 409, 'user.transition');
    const until = '2026-11-22T05:00:00.000Z';
    assert.equal((await suspend({ reason: 'late', until })).body.suspendedUntil, until);
    const clock = world.clock as unknown as { now(): Date; set(to: string | Date): void };
    const start = clock.now();
    clock.set('2026-11-22T05:00:01.000Z');
    const login = await world.anybody.post('/auth/login', { username: email, password: GOOD_PASSWORD });
    clock.set(start);
    assert.equal(login.status, 200, 'a suspension for a time is over by itself');
    const back = await world.as('admin').get<UserBody>(`/users/${id}`);
    assert.deepEqual(
      [back.body.status, back.body.suspensionReason],
      ['ACTIVE', null],
      'and lifted by the login, so that work can be given again',
    );
    assert.deepEqual((await eventsOf(id)).slice(-2), ['UserActivated', 'LoggedIn']);
    const left = await hire('SC_STAFF', branch('blr01'));
    assert.equal((await world.as('admin').post<UserBody>(`/users/${left.id}/deactivate`)).body.status, 'INACTIVE');
    refused(await world.as('admin').post(`/users/${left.id}/suspend`, { reason: 'late' }), 409, 'user.transition');
  });

  it('AUT-05 who is deactivated is out at once', async () => {
    const user = await hire('SERVICE_ENGINEER', branch('blr01'));
    const client = await clientOf(user);
    assert.equal((await client.get('/parts')).status, 200);
    refused(await world.as('manager2').post(`/users/${user.id}/deactivate`), 404, 'entity.absent');
    refused(await world.as('advisor').post(`/users/${user.id}/deactivate`), 403, 'access.denied');
    assert.equal((await world.as('manager').post(`/users/${user.id}/deactivate`)).status, 200);
    refused(await client.get('/parts'), 401, 'auth.invalid_token');
    refused(await world.as('manager').post(`/users/${world.people.manager.id}/deactivate`), 403, 'access.denied');
  });

  it('AUT-03 unlocking forgets the failures that locked an account', async () => {
    const user = await hire('SC_STAFF', branch('blr01'));
    const login = (password: string) => world.anybody.post('/auth/login', { username: user.email, password });
    for (let failure = 0; failure < 5; failure += 1) assert.equal((await login('a wrong one indeed')).status, 401);
    assert.equal((await login(GOOD_PASSWORD)).status, 401);
    assert.ok((await world.as('manager').get<UserBody>(`/users/${user.id}`)).body.lockedUntil);
    const unlocked = await world.as('manager').post<UserBody>(`/users/${user.id}/unlock`);
    assert.deepEqual([unlocked.status, unlocked.body.lockedUntil], [200, null]);
    assert.equal((await login(GOOD_PASSWORD)).status, 200);
  });

  it('ACC-09 the last active super administrator stays, whoever wants to remove, demote or suspend them', async () => {
    const { superAdmin } = world.people;
    const path = `/users/${superAdmin.id}`;
    const me = world.as('superAdmin');
    refused(await me.post(`${path}/deactivate`), 409, 'user.last_super_admin');
    refused(await me.post(`${path}/suspend`, { reason: 'holiday' }), 409, 'user.last_super_admin');
    refused(await me.patch(path, { role: 'ADMIN' }), 409, 'user.last_super_admin');
    refused(await world.as('admin').post(`${path}/deactivate`), 403, 'access.denied');
    assert.equal((await me.get('/parts')).status, 200);
    assert.equal((await me.post('/users', bodyFor('SUPER_ADMIN'))).status, 201);
    refused(await me.post(`${path}/deactivate`), 409, 'user.last_super_admin');
    refused(await me.patch(path, { role: 'ADMIN' }), 409, 'user.last_super_admin');
  });

  it('ACC-09 of two requests that remove the last two at once one succeeds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await hire('SUPER_ADMIN'), await hire('SUPER_ADMIN')];
      const [clientOne, clientOther] = [await clientOf(one), await clientOf(other)];
      await world.rows(
        `update users set status = 'INACTIVE' where role = 'SUPER_ADMIN' and id not in ('${one.id}', '${other.id}') returning id`,
      );
      const answers = await Promise.all([
        clientOne.post(`/users/${one.id}/deactivate`),
        clientOther.patch(`/users/${other.id}`, { role: 'ADMIN' }),
        clientOne.post(`/users/${other.id}/suspend`, { reason: 'both at once' }),
      ]);
      const left = await world.rows(`select id from users where role = 'SUPER_ADMIN' and status = 'ACTIVE'`);
      const { superAdmin } = world.people;
      await world.rows(`update users set status = 'ACTIVE' where id = '${superAdmin.id}' returning id`);
      await world.cradle.access.renew([superAdmin.id]);
      assert.equal(left.length, 1, answers.map(({ status }) => status).join(' '));
      assert.ok(answers.some(({ status }) => status === 200));
      assert.ok(answers.some(({ status, problem }) => (status === 409 && problem.code === 'user.last_super_admin') || status === 401));
    }
  });
});
