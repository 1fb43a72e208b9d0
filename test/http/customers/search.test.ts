import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { HistoryEntryBody, ListOf, VehicleHitBody } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('finding vehicles over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const search = (query: string, who: Parameters<World['as']>[0] = 'advisor') =>
    world.as(who).get<{ data: VehicleHitBody[] }>(`/search/vehicles?${query}`);

  it('SRC-01 SRC-02 finds by plate, VIN and phone, however they are written, and says what matched', async () => {
    for (const [query, matchedOn] of [
      ['registration=KA01AB1234', 'registration'],
      ['registration=ka%2001%20ab%201234', 'registration'],
      ['registration=KA-01-AB-1234', 'registration'],
      ['vin=ma1ta2ab3c4d56789', 'vin'],
      ['phone=9845012345', 'phone'],
      ['phone=%2B91%2098450%2012345', 'phone'],
      ['phone=09845012345', 'phone'],
      ['vin=MA1TA2AB3C4D56789&registration=KA01AB1234', 'vin'],
      ['vin=NOTTHERE000000000&registration=KA01AB1234', 'registration'],
    ] as const) {
      const { status, body } = await search(query);
      assert.equal(status, 200, query);
      assert.deepEqual(
        [query, body.data.length, body.data[0]?.vehicle.registration, body.data[0]?.matchedOn, body.data[0]?.score],
        [...[query, 1, 'KA01AB1234', matchedOn, 1]],
      );
    }
    assert.deepEqual((await search('registration=KA99ZZ9999')).body.data, []);
  });

  it('SRC-03 refuses an empty search and a term under three characters, by name', async () => {
    for (const [query, pointers] of [
      ['', ['']],
      ['registration=K-1', ['/registration']],
      ['vin=%2D%2D%2D', ['/vin']],
      ['registration=', ['/registration']],
      [`phone=${'9'.repeat(41)}`, ['/phone']],
      ['name=Asha', ['/name']],
      ['registration=KA01AB1234&limit=51', ['/limit']],
      ['registration=KA01AB1234&registration=KA01', ['/registration']],
    ] as const) {
      const { status, problem, text } = await search(query);
      assert.deepEqual([query, status, problem.code], [query, 400, 'request.invalid'], text);
      assert.deepEqual(
        problem.errors!.map(({ pointer }) => pointer),
        pointers,
        query,
      );
    }
    assert.deepEqual((await search(`registration=${encodeURIComponent("'; drop table vehicles; --")}`)).body.data, []);
  });

  it('SRC-05 masks the phone outside the branches of the caller, and shows it inside', async () => {
    for (const who of ['advisor', 'manager', 'staff', 'admin', 'callCenter'] as const) {
      assert.deepEqual([who, (await search('registration=KA01AB1234', who)).body.data[0]!.customer.phone], [who, '+919845012345']);
    }
    for (const who of ['elsewhere', 'manager2', 'advisor2', 'staffElsewhere'] as const) {
      const { body, text } = await search('registration=KA01AB1234', who);
      assert.deepEqual([who, body.data[0]!.customer.phone], [who, '98****2345']);
      assert.doesNotMatch(text, /9845012345/);
    }
  });

  it('ACC-03 shows engineers the vehicles of their own jobs alone', async () => {
    const { card } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const [{ registration } = { registration: '' }] = await world.rows<{ registration: string }>(
      `select registration from vehicles where id = '${card.vehicleId}'`,
    );
    assert.equal((await search(`registration=${registration}`, 'engineer')).body.data.length, 1);
    assert.equal((await search(`registration=${registration}`, 'engineer2')).body.data.length, 0);
    assert.equal((await search('registration=KA01AB1234', 'engineer')).body.data.length, 0);
    const { engineer } = world.people;
    const move = (to: 'blr01' | 'pun01') =>
      world.as('admin').ask('PUT', `/users/${engineer.id}/service-centers`, { body: { serviceCenterIds: [world.basics.branches[to].id] } });
    assert.equal((await world.as('engineer').get(`/vehicles/${card.vehicleId}/history`)).status, 200);
    assert.equal((await move('pun01')).status, 200);
    assert.equal((await search(`registration=${registration}`, 'engineer')).body.data.length, 0, 'a job of a branch that they left');
    assert.equal((await world.as('engineer').get(`/vehicles/${card.vehicleId}/history`)).status, 404);
    assert.equal((await move('blr01')).status, 200);
  });

  it('answers 304 to who has the answer already', async () => {
    const first = await search('registration=KA01AB1234');
    const again = await world
      .as('advisor')
      .get('/search/vehicles?registration=KA01AB1234', { 'if-none-match': first.headers.get('etag')! });
    assert.deepEqual([again.status, again.bytes.length], [304, 0]);
    assert.match(first.headers.get('cache-control') ?? '', /private/);
  });

  it('HIS-01 is told what was done to a car, newest first and by stretches, and at every branch', async () => {
    const bills = [await world.make.invoice(), await world.make.invoice()];
    const [{ id } = { id: '' }] = await world.rows<{ id: string }>(
      `select vehicle_id as id from job_cards where id = '${bills[0]!.sourceId}'`,
    );
    const history = (query = '', who: Parameters<World['as']>[0] = 'advisor') =>
      world.as(who).get<ListOf<HistoryEntryBody>>(`/vehicles/${id}/history${query}`);
    const all = await history();
    assert.deepEqual(all.body.data.map(({ kind }) => kind).sort(), ['INVOICE', 'JOB']);
    const first = await history('?limit=1');
    const second = await history(`?limit=1&cursor=${first.body.page.next}`);
    assert.deepEqual([...first.body.data, ...second.body.data], all.body.data);
    assert.equal(second.body.page.next, null);
    assert.equal((await history('', 'elsewhere')).status, 200);
    assert.equal((await history('', 'engineer')).status, 404, 'not a car of their jobs');
    assert.deepEqual(
      (await history('', 'callCenter')).body.data.map(({ totalAmount }) => totalAmount),
      [null, null],
    );
    assert.equal((await world.as('advisor').get(`/vehicles/${world.cradle.ids.next()}/history`)).status, 404);
    assert.equal((await world.as('advisor').get('/vehicles/1/history')).status, 400);
    assert.equal((await history('?sort=at')).status, 400);
  });
});
