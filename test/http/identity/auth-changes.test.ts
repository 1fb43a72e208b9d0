import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemActor } from '@dms/domain/shared/actor';
import { renewingTransact } from '../../../adapters/security/renewing-transact.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { type Running, startServer } from '../../support/server.ts';
import { freshBranches, type World } from '../../support/world.ts';
import { isIn, logIn, refresh } from './logged-in.ts';

describe('what changes with a user', () => {
  const suite = withSuite();
  let world: World;
  let other: Running;

  before(async () => {
    world = await freshBranches(suite);
    other = await startServer(suite, { databaseUrl: world.database.url, redisUrl: world.redisUrl, clock: world.clock });
  });

  const reasoned = { reason: 'under investigation' };
  const endings: Record<string, { readonly who: 'staff2' | 'advisor2' | 'staffElsewhere'; readonly body?: object; readonly key?: string }> =
    {
      deactivate: { who: 'staff2' },
      suspend: { who: 'advisor2', body: reasoned },
      'suspend under an Idempotency-Key': { who: 'staffElsewhere', body: reasoned, key: freshKey() },
    };

  for (const [what, { who, body = {}, key }] of Object.entries(endings)) {
    it(`AUT-05 AUT-08 ends sessions in every process at once: ${what}`, async () => {
      const { id, email } = world.people[who];
      const { client, refreshToken } = await logIn(world, email);
      const elsewhere = client.at(other.url);
      for (let ask = 0; ask < 3; ask += 1) assert.equal(await isIn(elsewhere), true);
      const { status, text } = await world.as('admin').post(`/users/${id}/${what.split(' ')[0]}`, body, key === undefined ? {} : { key });
      assert.equal(status, 200, text);
      assert.equal(await isIn(elsewhere), false);
      assert.equal(await isIn(client), false);
      assert.equal((await refresh(world.anybody, refreshToken)).status, 401);
      assert.equal((await world.as('admin').post(`/users/${id}/activate`, {})).status, 200);
      assert.equal(await isIn(elsewhere), false, 'what has ended does not come to life again');
      assert.equal((await refresh(world.anybody, refreshToken)).status, 401);
      await logIn(world, email);
    });
  }

  it('AUT-05 ends sessions in every process at once when the role changes, and the next has the new one', async () => {
    const { id, email } = world.people.staff;
    const { client, refreshToken } = await logIn(world, email);
    assert.equal(await isIn(client.at(other.url)), true);
    const promoted = await world.as('admin').patch(`/users/${id}`, { role: 'SC_MANAGER' });
    assert.equal(promoted.status, 200, promoted.text);
    assert.equal(await isIn(client.at(other.url)), false);
    assert.equal((await refresh(world.anybody, refreshToken)).status, 401);
    const again = await logIn(world, email);
    assert.equal((await again.client.get<{ role: string }>('/auth/me')).body.role, 'SC_MANAGER');
  });

  it('AUT-05 has told every process before the answer, also from inside a transaction that went on, as under an Idempotency-Key', async () => {
    const { database, transact } = world.cradle;
    const { id } = world.people.staff;
    const told: string[] = [];
    const renew = async (userIds: Iterable<string>): Promise<void> => {
      await world.rows('select 1');
      told.push(...userIds);
    };
    const { configuration, heldHits } = world.cradle;
    const renewing = renewingTransact(transact, { database, access: { renew }, configuration, heldHits });
    await database.run(async () => {
      await renewing(systemActor('test'), async ({ record }) =>
        record({ name: 'LoggedOutEverywhere', entityId: id, serviceCenterId: null, data: {} }),
      );
      assert.deepEqual(told, [], 'nothing is committed yet');
    });
    assert.deepEqual(told, [id]);
  });

  it('ACC-01 has other branches count at the next request, in every process, whatever the token was issued for', async () => {
    const { id, email } = world.people.advisor;
    const client = (await logIn(world, email)).client.at(other.url);
    const card = await world.make.openCard();
    assert.equal((await client.get(`/job-cards/${card.id}`)).status, 200);
    const { pun01 } = world.basics.branches;
    const moved = await world.as('admin').ask('PUT', `/users/${id}/service-centers`, { body: { serviceCenterIds: [pun01.id] } });
    assert.equal(moved.status, 200, moved.text);
    assert.equal((await client.get(`/job-cards/${card.id}`)).status, 404, 'a card of the branch they have left');
    const { body } = await client.get<{ serviceCenters: { code: string }[] }>('/auth/me');
    assert.deepEqual(
      body.serviceCenters.map(({ code }) => code),
      ['PUN01'],
    );
  });
});
