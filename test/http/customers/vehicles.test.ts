import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import type { CustomerBody, HistoryEntryBody, ListOf, ReadingBody, VehicleBody, VehicleHitBody } from '../../support/bodies.ts';
import type { Answer, Client } from '../../support/client.ts';
import type { HistoryDocument } from '@dms/domain/customers/history-document';
import { drawHistory } from '../../support/history-papers.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('vehicles over HTTP', () => {
  const suite = withSuite();
  let world: World;
  const clock = fixedClock('2026-11-22T04:30:00.000Z');
  let made = 0;
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  const phone = (): string => `+9197${String((made += 1)).padStart(8, '0')}`;
  const plate = (): string => `KA03MX${String((made += 1)).padStart(4, '0')}`;
  const person = (change: object = {}) => ({ type: 'PERSON', firstName: 'Kiran', phone: phone(), ...change });
  const create = (change: object = {}, by: Client = world.as('advisor')) =>
    by.post<VehicleBody>('/vehicles', { make: 'Tata', model: 'Nexon', registration: plate(), newCustomer: person(), ...change });
  const vehicle = async (change: object = {}, by?: Client): Promise<VehicleBody> => {
    const answer = await create(change, by);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const owner = async (change: object = {}, by: Client = world.as('advisor')): Promise<CustomerBody> => {
    const answer = await by.post<CustomerBody>('/customers', person(change));
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const refused = ({ status, problem, text }: Answer, expected: number, code: string, pointer?: string) =>
    assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [expected, code, pointer], text);
  const history = async (id: string, who: Parameters<World['as']>[0] = 'advisor') =>
    (await world.as(who).get<ListOf<HistoryEntryBody>>(`/vehicles/${id}/history`)).body.data;

  it('VEH-01 is taken down with its owner, new or known, both or neither', async () => {
    const known = await owner();
    const answer = await create({
      newCustomer: undefined,
      customerId: known.id,
      vin: 'ma1ta2ab3c4d 56790',
      year: 2024,
      fuelType: 'PETROL',
    });
    assert.deepEqual(
      [answer.status, answer.headers.get('location'), answer.headers.get('etag')],
      [201, `/vehicles/${answer.body.id}`, '"1"'],
    );
    const { body } = await world.as('advisor').get<VehicleBody>(`/vehicles/${answer.body.id}`);
    assert.deepEqual(body, answer.body);
    assert.deepEqual(
      [body.vin, body.customerId, body.customer.phone, body.registrationType, body.serviceCenterIds, body.odometer],
      ['MA1TA2AB3C4D56790', known.id, known.phone, 'STANDARD', [world.basics.branches.blr01.id], null],
    );
    const number = phone();
    refused(
      await create({ newCustomer: person({ phone: number }), registration: body.registration.toLowerCase() }),
      409,
      'record.duplicate',
    );
    assert.deepEqual(await world.rows(`select id from customers where phone = '${number}'`), []);
    refused(await create({ customerId: known.id }), 400, 'request.invalid', '/customerId');
    refused(await create({ newCustomer: undefined }), 400, 'request.invalid', '/customerId');
    refused(await create({ newCustomer: undefined, customerId: world.cradle.ids.next() }), 404, 'entity.absent');
    refused(await create({ newCustomer: person({ phone: known.phone }) }), 409, 'record.duplicate');
    refused(await create({ serviceCenterId: world.basics.branches.blr02.id }), 404, 'entity.absent');
  });

  it('VEH-01 has a plate of a known series, or one that is declared, and a VIN of 17 characters without I, O and Q', async () => {
    for (const [change, registrationType] of [
      [{ registration: '22 BH 1234 AA' }, 'BH'],
      [{ registration: 'KA VA AB 1234' }, 'VINTAGE'],
      [{ registration: '77 CD 123' }, 'DIPLOMATIC'],
      [{ registration: 'T1126KA0041', registrationType: 'TEMPORARY' }, 'TEMPORARY'],
      [{ registration: 'MIB 123 ARMY', registrationType: 'OTHER' }, 'OTHER'],
    ] as const)
      assert.equal((await vehicle(change)).registrationType, registrationType);
    for (const [change, code] of [
      [{ registration: 'T1126KA0042' }, 'registration.invalid'],
      [{ registration: 'XX01AB1234' }, 'registration.invalid'],
      [{ registration: '22BH1235AA', registrationType: 'STANDARD' }, 'registration.invalid'],
      [{ vin: 'MA1TA2AB3C4D5678O' }, 'vin.invalid'],
      [{ vin: 'MA1TA2AB3C4D5678' }, 'vin.invalid'],
    ] as const)
      refused(await create(change), 400, code);
    // Digits left out are the same plate.
    assert.equal((await vehicle({ registration: 'GJ5ZX1' })).registration, 'GJ05ZX0001');
    refused(await create({ registration: 'GJ 05 ZX 0001' }), 409, 'record.duplicate');
  });

  it('VEH-01 of many who take down one plate at once one does, and no owner is left without a vehicle', async () => {
    const registration = plate();
    const before = await world.rows('select id from customers');
    const answers = await together(8, () => create({ registration }));
    assert.deepEqual(tally(answers), { '201': 1, '409 record.duplicate': 7 });
    assert.equal((await world.rows('select id from customers')).length, before.length + 1);
  });

  it('VEH-01 a plate given up is free for another vehicle, and finds the first for good with its days', async () => {
    const [old, next, last] = [plate(), plate(), plate()];
    const { id } = await vehicle({ registration: old });
    const edit = (body: object, version?: string) =>
      world.as('advisor').patch<VehicleBody>(`/vehicles/${id}`, body, version === undefined ? {} : { headers: { 'if-match': version } });
    assert.equal((await edit({ color: 'red' }, '"1"')).body.version, 2);
    refused(await edit({ color: 'blue' }, '"1"'), 412, 'version.stale');
    const rewritten = await edit({ registration: old.toLowerCase() });
    assert.deepEqual([rewritten.body.registration, rewritten.body.formerPlates], [old.toLowerCase(), []]);
    assert.equal((await edit({ registration: next })).body.registration, next);
    const { body } = await edit({ registration: last });
    assert.deepEqual(body.formerPlates, [
      { registration: next, from: '2026-11-22', until: '2026-11-22' },
      { registration: old.toLowerCase(), from: null, until: '2026-11-22' },
    ]);
    const found = await world.as('advisor').get<{ data: VehicleHitBody[] }>(`/search/vehicles?registration=${old}`);
    assert.deepEqual(
      found.body.data.map((hit) => hit.vehicle.id),
      [id],
    );
    assert.notEqual((await vehicle({ registration: old })).id, id);
    refused(await edit({ registration: old }), 409, 'record.duplicate');
  });

  it('VEH-02 the odometer is a series with source and time; a lower reading warns, and is taken with force and a reason', async () => {
    const { id } = await vehicle();
    const read = (body: object, by: Client = world.as('advisor')) => by.post<ReadingBody>(`/vehicles/${id}/odometer`, body);
    const first = await read({ odometer: 20_000 });
    assert.deepEqual([first.status, first.body.source, first.body.readAt], [201, 'MANUAL', world.clock.now().toISOString()]);
    refused(await read({ odometer: 19_999 }), 409, 'vehicle.odometer');
    refused(await read({ odometer: 19_999, force: true }), 409, 'vehicle.odometer');
    refused(await read({ odometer: 19_999, reason: 'replaced' }), 409, 'vehicle.odometer');
    clock.advance(60_000);
    const forced = await read({ odometer: 12, force: true, reason: 'the odometer was replaced' });
    assert.deepEqual([forced.status, forced.body.forcedReason], [201, 'the odometer was replaced']);
    assert.equal((await world.as('advisor').get<VehicleBody>(`/vehicles/${id}`)).body.odometer, 12);
    assert.equal((await read({ odometer: 13 })).status, 201);
    refused(await read({ odometer: 14 }, world.as('advisor2')), 404, 'entity.absent');
    refused(await read({ odometer: -1 }), 400, 'request.invalid', '/odometer');
    const { body } = await world.as('advisor2').get<ListOf<ReadingBody>>(`/vehicles/${id}/odometer`);
    assert.deepEqual(
      body.data.map(({ odometer }) => odometer).toSorted((a, b) => a - b),
      [12, 13, 20_000],
    );
    await assert.rejects(world.rows(`delete from odometer_readings where vehicle_id = '${id}' returning id`), /written once/);
  });

  it('VEH-02 what a job card reads at arrival and delivery enters the series', async () => {
    const { vehicle: car } = await walkTo(world, 'deliver');
    const { body } = await world.as('advisor').get<ListOf<ReadingBody>>(`/vehicles/${car.id}/odometer`);
    assert.deepEqual(body.data.map(({ source }) => source).toSorted(), ['JOB_ARRIVAL', 'JOB_DELIVERY']);
    assert.equal(
      (await world.as('advisor').get<VehicleBody>(`/vehicles/${car.id}`)).body.odometer,
      Math.max(...body.data.map(({ odometer }) => odometer)),
    );
  });

  it('VEH-03 passes to a new owner from now on; what was done stays in its history, what the former owner said and paid does not show', async () => {
    const { vehicle: car } = await walkTo(world, 'deliver');
    const before = await history(car.id);
    assert.ok(before.some(({ summary }) => summary !== null) && before.some(({ totalAmount }) => totalAmount !== null));
    clock.advance(60_000);
    const buyer = await owner({ firstName: 'Buyer' }, world.as('advisor2'));
    const passed = await world.as('manager').post<VehicleBody>(`/vehicles/${car.id}/transfer`, { customerId: buyer.id, note: 'sold' });
    assert.deepEqual([passed.status, passed.body.customerId], [200, buyer.id], passed.text);
    // The new owner is of another branch, so this one sees them masked.
    assert.match(passed.body.customer.phone!, /\*{4}/);
    for (const who of ['advisor', 'advisor2', 'callCenter'] as const) {
      const [transfer, ...older] = await history(car.id, who);
      assert.deepEqual([transfer!.kind, transfer!.summary, transfer!.totalAmount, transfer!.number], ['TRANSFER', null, null, null]);
      assert.deepEqual(
        older.map(({ kind, sourceId, odometer, summary, number, totalAmount }) => ({
          kind,
          sourceId,
          odometer,
          summary,
          number,
          totalAmount,
        })),
        before.map(({ kind, sourceId, odometer }) => ({ kind, sourceId, odometer, summary: null, number: null, totalAmount: null })),
      );
    }
    const text = JSON.stringify([await history(car.id, 'advisor2'), (await world.as('advisor2').get(`/vehicles/${car.id}`)).body]);
    assert.doesNotMatch(text, new RegExp(car.customerId));
    const periods = await world.rows<{ customer_id: string; owned_until: Date | null }>(
      `select customer_id, owned_until from vehicle_ownerships where vehicle_id = '${car.id}' order by owned_from nulls first`,
    );
    assert.deepEqual(
      periods.map((each) => [each.customer_id, each.owned_until === null]),
      [
        [car.customerId, false],
        [buyer.id, true],
      ],
    );
    await assert.rejects(
      world.rows(
        `insert into vehicle_ownerships (id, vehicle_id, customer_id, owned_from, owned_until, version, created_at, updated_at)
         values (gen_random_uuid(), '${car.id}', '${buyer.id}', null, '2020-01-01', 1, now(), now()) returning id`,
      ),
      /vehicle_ownerships_apart/,
    );
    refused(await world.as('manager').post(`/vehicles/${car.id}/transfer`, { customerId: buyer.id }), 409, 'vehicle.refused');
  });

  it('VEH-03 HIS-01 is printed as it is read: without the former owner, without amounts for who sees none, and once for who is shown the same', async () => {
    const { vehicle: car } = await walkTo(world, 'deliver');
    const buyer = await owner({ firstName: 'Buyer' });
    const print = (who: Parameters<World['as']>[0], query = '') => world.as(who).get(`/vehicles/${car.id}/history.pdf${query}`);
    const printed = () =>
      world.rows<{ document: HistoryDocument }>(
        `select document from history_papers where vehicle_id = '${car.id}' order by frozen_at, id`,
      );
    await drawHistory(world, car.id, world.basics.actors.advisor);
    const [first, again] = [await print('advisor'), await print('manager')];
    assert.deepEqual([first.status, first.headers.get('content-type')], [200, 'application/pdf'], first.text);
    assert.match(first.headers.get('content-disposition')!, new RegExp(`history-${car.registration}-2026-11-2`));
    assert.ok(first.bytes.equals(again.bytes));
    assert.equal((await print('advisor', '?language=fr')).status, 400);
    const [{ document }] = (await printed()) as [{ document: HistoryDocument }];
    assert.deepEqual(
      document.entries.map(({ kind, amount }) => [kind, amount]),
      (await history(car.id, 'advisor')).map(({ kind, totalAmount }) => [kind, totalAmount ?? undefined]),
    );
    clock.advance(60_000);
    assert.equal((await world.as('manager').post(`/vehicles/${car.id}/transfer`, { customerId: buyer.id })).status, 200);
    await drawHistory(world, car.id, world.basics.actors.advisor);
    const [, { document: after }] = (await printed()) as [unknown, { document: HistoryDocument }];
    assert.equal(after.entries[0]!.kind, 'TRANSFER');
    for (const { number, summary, amount } of after.entries) assert.deepEqual([number, summary, amount], [undefined, undefined, undefined]);
    assert.doesNotMatch(JSON.stringify(await printed()), new RegExp(`${car.customerId}|${buyer.id}|Buyer|phone":"\\+919`));
    const exports = await world.rows(`select from audit_logs where event = 'VehicleHistoryExported' and entity_id = '${car.id}'`);
    assert.equal(exports.length, 2);
  });

  it('VEH-03 does not pass while it is in the workshop, and the call centre asks', async () => {
    const car = await world.make.vehicle();
    const card = await world.make.openCard(undefined, car);
    const buyer = await owner();
    const transfer = (who: Parameters<World['as']>[0]) =>
      world.as(who).post<{ approvalId: string }>(`/vehicles/${car.id}/transfer`, { customerId: buyer.id });
    const kept = await transfer('manager');
    refused(kept, 409, 'vehicle.refused');
    assert.match(kept.problem.missing![0]!, new RegExp(card.jobNumber));
    const off = await world.as('manager').patch(`/job-cards/${card.id}/status`, { to: 'cancelled', reason: 'sold' });
    assert.equal(off.status, 200, off.text);
    refused(await transfer('staff'), 403, 'access.denied');
    refused(await transfer('manager2'), 404, 'entity.absent');
    const asked = await transfer('callCenter');
    assert.equal(asked.status, 202, asked.text);
    const approved = await world.as('manager').post(`/approvals/${asked.body.approvalId}/approve`, {});
    assert.equal(approved.status, 200, approved.text);
    assert.equal((await world.as('manager').get<VehicleBody>(`/vehicles/${car.id}`)).body.customerId, buyer.id);
  });

  it('VEH-03 of two transfers at once under one version one is made', async () => {
    const { id } = await vehicle();
    const buyers = [await owner(), await owner(), await owner()];
    const answers = await together(3, (index) =>
      world.as('manager').post(`/vehicles/${id}/transfer`, { customerId: buyers[index]!.id }, { headers: { 'if-match': '"1"' } }),
    );
    assert.deepEqual(tally(answers), { '200': 1, '412 version.stale': 2 });
    const open = await world.rows(`select id from vehicle_ownerships where vehicle_id = '${id}' and owned_until is null`);
    assert.equal(open.length, 1);
  });

  it('VEH-01 is listed the latest first, by owner, plate, VIN and branch', async () => {
    const { id: customerId } = await owner();
    const some = [await vehicle({ newCustomer: undefined, customerId }), await vehicle({ newCustomer: undefined, customerId })];
    const list = async (query: string): Promise<string[]> =>
      (await world.as('manager').get<ListOf<VehicleBody>>(`/vehicles?${query}`)).body.data.map(({ id }) => id);
    assert.deepEqual(
      await list(`customerId=${customerId}`),
      some.toReversed().map(({ id }) => id),
    );
    assert.deepEqual(await list(`registration=${some[0]!.registration.toLowerCase()}`), [some[0]!.id]);
    assert.deepEqual(await list(`limit=1&serviceCenterId=${world.basics.branches.blr01.id}`), [some[1]!.id]);
    assert.deepEqual(await list('vin=MA1TA2AB3C4D56789'), [world.basics.car.id]);
  });
});
