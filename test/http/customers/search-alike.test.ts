import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { systemActor } from '@dms/domain/shared/actor';
import type { VehicleHitBody } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Who = Parameters<World['as']>[0];
type RecentBody = { readonly q?: string; readonly registration?: string; readonly partial?: boolean; readonly at: string };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** One mistake of a typist: a wrong character, one too few, one too many, or two the wrong way round. */
const mistake = (length: number) =>
  fc.record({
    kind: fc.constantFrom('wrong', 'missing', 'extra', 'swapped'),
    at: fc.nat({ max: length - 1 }),
    character: fc.constantFrom(...LETTERS),
  });
type Mistake = { readonly kind: string; readonly at: number; readonly character: string };
const mistyped = (word: string, { kind, at: wanted, character }: Mistake): string => {
  const at = Math.min(wanted, word.length - 1);
  if (kind === 'wrong') return word.slice(0, at) + character + word.slice(at + 1);
  if (kind === 'missing') return word.slice(0, at) + word.slice(at + 1);
  if (kind === 'extra') return word.slice(0, at) + character + word.slice(at);
  return (
    word.slice(0, at) +
    word
      .slice(at, at + 2)
      .split('')
      .reverse()
      .join('') +
    word.slice(at + 2)
  );
};

const text = (...lengths: readonly [string, number][]) =>
  fc
    .tuple(...lengths.map(([from, length]) => fc.string({ unit: fc.constantFrom(...from), minLength: length, maxLength: length })))
    .map((all) => all.join(''));
const CAPITALS = LETTERS.slice(0, 26);
const DIGITS = LETTERS.slice(26);
const plates = fc.oneof(
  text([CAPITALS, 2], [DIGITS, 2], [CAPITALS, 2], [DIGITS, 4]),
  text([CAPITALS, 2], [DIGITS, 2], [CAPITALS, 3], [DIGITS, 4]),
  text([CAPITALS, 2], [DIGITS, 2], [CAPITALS, 1], [DIGITS, 4]),
  text([CAPITALS, 2], [DIGITS, 1], [CAPITALS, 1], [DIGITS, 4]),
  text([DIGITS, 2], ['BH', 2], [DIGITS, 4], [CAPITALS, 2]),
);
const vins = text([LETTERS, 17]);
const phoneNumbers = text(['6789', 1], [DIGITS, 9]);

describe('finding vehicles by what resembles them', () => {
  const suite = withSuite();
  let world: World;
  let asha: VehicleHitBody['vehicle'];
  before(async () => {
    world = await freshBranches(suite);
    asha = (await search('registration=KA01AB1234'))[0]!.vehicle;
  });

  const answer = (query: string, who: Who = 'advisor') => world.as(who).get<{ data: VehicleHitBody[] }>(`/search/vehicles?${query}`);
  const search = async (query: string, who?: Who): Promise<VehicleHitBody[]> => {
    const { status, body, text: told } = await answer(query, who);
    assert.equal(status, 200, `${query} ${told}`);
    return body.data;
  };
  const plateOf = (hits: readonly VehicleHitBody[]) => hits.map(({ vehicle }) => vehicle.registration);

  let phones = 7_000_000_000;
  /** A vehicle of somebody new, inside one branch. */
  const add = async (registration: string, firstName = 'Somebody', lastName: string | null = null, branch: 'blr01' | 'blr02' = 'blr02') => {
    const { ids, transact } = world.cradle;
    const { id: serviceCenterId } = world.basics.branches[branch];
    return transact(systemActor('test'), async ({ customers, vehicles, record }) => {
      phones += 1;
      const customer = new Customer({ id: ids.next(), firstName, lastName, phone: `+91${phones}` });
      const vehicle = new Vehicle({ id: ids.next(), customerId: customer.id, make: 'Maruti Suzuki', model: 'Swift', registration });
      customers.add(customer);
      vehicles.add(vehicle);
      customers.belongsTo(customer.id, serviceCenterId);
      vehicles.belongsTo(vehicle.id, serviceCenterId);
      record({ name: 'VehicleCreated', entityId: vehicle.id, serviceCenterId, data: {} });
      return { vehicleId: vehicle.id, customerId: customer.id, phone: String(phones) };
    });
  };

  for (const [kind, words] of [
    ['plate', plates],
    ['vin', vins],
    ['phone', phoneNumbers],
  ] as const)
    it(`SRC-03 a ${kind} with one or two mistakes always has a block key in common with what was meant`, async () => {
      const cases = fc.sample(fc.tuple(words, fc.array(mistake(17), { minLength: 1, maxLength: 2 })), { numRuns: 4_000, seed: 20_261_127 });
      const pairs = cases.map(([word, mistakes]) => [word, mistakes.reduce(mistyped, word)] as const);
      const drawn = `unnest(array['${pairs.map(([meant]) => meant).join("','")}'], array['${pairs.map(([, typed]) => typed).join("','")}']) as p(meant, typed)`;
      for (const most of [1, 2]) {
        const missed = `not (${kind}_blocks(meant) && array(select * from probes('${kind}', typed, ${String(most)})))`;
        const rows = await world.rows(`select meant, typed from ${drawn} where levenshtein(meant, typed) <= ${String(most)} and ${missed}`);
        assert.deepEqual(rows, [], `${String(most)} mistakes`);
      }
      const [{ within } = { within: 0 }] = await world.rows<{ within: number }>(
        `select count(*)::int as within from ${drawn} where levenshtein(meant, typed) <= 2`,
      );
      // Two letters swapped are two mistakes already, and so the pairs of them fall out.
      assert.ok(within > 2_000, `${within} of ${pairs.length}`);
    });

  it('SRC-03 one or two mistakes in a plate still find the vehicle, and tell how alike it is', async () => {
    for (const [typed, score] of [
      ['KA01AB1235', 0.9],
      ['KA01AB124', 0.9],
      ['KA01AAB1234', 1 - 1 / 11],
      ['KA01AB2134', 0.8],
      ['KA10AB1234', 0.8],
      ['MA01AB1284', 0.8],
      ['A01AB123', 0.8],
    ] as const) {
      const [hit] = await search(`registration=${typed}&partial=true`);
      assert.deepEqual([typed, hit?.vehicle.registration, hit?.matchedOn], [typed, 'KA01AB1234', 'registration']);
      assert.ok(Math.abs(hit!.score - score) < 1e-9, `${typed} ${hit!.score}`);
    }
    assert.deepEqual(plateOf(await search('registration=KB02AB1284&partial=true')), [], 'three mistakes are another plate');
  });

  it('SRC-06 a term by name is exact unless what resembles it is asked for, and exact hits come first', async () => {
    const near = await add('KA01AB1235');
    assert.deepEqual(plateOf(await search('registration=KA01AB1236')), []);
    assert.deepEqual(plateOf(await search('registration=KA01AB1234')), ['KA01AB1234']);
    const both = await search('registration=KA01AB1235&partial=true');
    assert.deepEqual(
      both.map(({ vehicle, score }) => [vehicle.registration, score]),
      [
        ['KA01AB1235', 1],
        ['KA01AB1234', 0.9],
      ],
    );
    assert.equal(both[0]!.vehicle.id, near.vehicleId);
    assert.deepEqual(plateOf(await search('q=KA01AB1235')), ['KA01AB1235', 'KA01AB1234']);
    assert.deepEqual(plateOf(await search('q=KA01AB1235&limit=1')), ['KA01AB1235']);
  });

  it('SRC-01 q may be a VIN, a plate, a phone or a name, whole, mistyped or in part', async () => {
    await add('MH12XY9876', 'Lakshmi', 'Kulkarni');
    for (const [q, matchedOn] of [
      ['ma1ta2ab3c4d56789', 'vin'],
      ['MA1TA2AB3C4D56798', 'vin'],
      ['56789', 'vin'],
      ['ka-01-ab-1234', 'registration'],
      ['KA01AB', 'registration'],
      ['1234', 'registration'],
      ['9845012345', 'phone'],
      ['9845012354', 'phone'],
      ['984501234', 'phone'],
      ['12345', 'phone'],
      ['asha rao', 'name'],
      ['Rao Asha', 'name'],
      ['ashaa', 'name'],
    ] as const) {
      const hits = await search(`q=${encodeURIComponent(q)}`);
      const hit = hits.find(({ vehicle }) => vehicle.id === asha.id);
      assert.deepEqual([q, hit?.matchedOn], [q, matchedOn], JSON.stringify(hits));
    }
    for (const q of ['lakshmi', 'Kulkarni Lakshmi', 'Lakshm Kulkarny'])
      assert.deepEqual([q, plateOf(await search(`q=${encodeURIComponent(q)}`))], [q, ['MH12XY9876']]);
    assert.deepEqual(await search('q=Zbigniew'), []);
  });

  /** How people write the same name. */
  const spellings: readonly (readonly string[])[] = [
    ['Lakshmi', 'Laxmi', 'Lakhmi'],
    ['Chaudhary', 'Choudhary', 'Chowdhury', 'Chaudhari', 'Choudhry'],
    ['Mukherjee', 'Mukherji', 'Mukharji'],
    ['Banerjee', 'Banerji', 'Bannerjee'],
    ['Srinivas', 'Shrinivas', 'Sreenivas', 'Srinivasa'],
    ['Subramaniam', 'Subramanyam', 'Subrahmanyam'],
    ['Krishna', 'Krisna', 'Krushna'],
    ['Mohammed', 'Muhammad', 'Mohamad', 'Mohammad'],
    ['Dixit', 'Dikshit', 'Deekshit'],
    ['Shekhar', 'Sekhar', 'Sekar', 'Shekar'],
    ['Zaheer', 'Jahir', 'Zahir'],
    ['Deepak', 'Dipak'],
    ['Pooja', 'Puja'],
    ['Vishwanath', 'Viswanath', 'Wishwanath'],
    ['Iyer', 'Aiyar', 'Ayyar', 'Aiyer'],
    ['Reddy', 'Reddi', 'Readdy'],
    ['Gurpreet', 'Gurprit'],
    ['Ganesh', 'Ganesha', 'Gannesh'],
    ['Yusuf', 'Yousuf', 'Yusuph'],
    ['Jayalakshmi', 'Jayalaxmi', 'Jaylaxmi'],
  ];

  it('SRC-01 a name is found under whichever spelling it has, where letters alone often miss it, and what is spelt alike comes first', async () => {
    const pairs = spellings.flatMap((names) =>
      names.flatMap((typed) => names.filter((other) => other !== typed).map((other) => [typed, other])),
    );
    const values = pairs.map(([typed, other]) => `('${typed!.toLowerCase()}', '${other!.toLowerCase()}')`).join(', ');
    const [recall] = await world.rows<{ pairs: number; letters: number; sound: number; either: number }>(`
      select count(*)::int as pairs, (count(*) filter (where typed % other))::int as letters,
        (count(*) filter (where name_sound(typed) = name_sound(other)))::int as sound,
        (count(*) filter (where typed % other or name_sound(typed) = name_sound(other)))::int as either
      from (values ${values}) as pair (typed, other)`);
    assert.ok(recall!.either / recall!.pairs > 0.97, JSON.stringify(recall));
    assert.ok(recall!.letters < recall!.sound, JSON.stringify(recall));
    for (const [index, word] of ['Laxman', 'Lakshmi', 'Laxmi'].entries()) await add(`AS01LX000${index + 1}`, word, 'Barthakur');
    const found = plateOf(await search(`q=${encodeURIComponent('Laxmi Barthakur')}`));
    assert.deepEqual(found, ['AS01LX0003', 'AS01LX0002', 'AS01LX0001']);
    // Two letters of a name sound like nothing yet, and other scripts have no sound here.
    assert.deepEqual(await world.rows(`select name_sound('rao') as a, name_sound('लक्ष्मी') as b, name_sound('x') as c`), [
      { a: null, b: null, c: null },
    ]);
  });

  it('SRC-01 names in Indian scripts are found by their words', async () => {
    await add('TN09AA0001', 'தமிழ்ச்செல்வி', 'சுந்தரம்');
    await add('UP32AA0001', 'श्रीनिवास', 'विद्यार्थी');
    assert.deepEqual(plateOf(await search(`q=${encodeURIComponent('சுந்தரம்')}`)), ['TN09AA0001']);
    assert.deepEqual(plateOf(await search(`q=${encodeURIComponent('विद्यार्थी श्रीनिवास')}`)), ['UP32AA0001']);
  });

  it('SRC-01 of those alike the caller’s own come first, and of these the latest visited', async () => {
    await add('DL08CA0001', 'One', null, 'blr02');
    const older = await add('DL08CA0002', 'Two', null, 'blr01');
    await add('DL08CA0003', 'Three', null, 'blr01');
    await world.rows(`insert into service_history (id, vehicle_id, service_center_id, kind, source_id, service_date)
      values ('${world.cradle.ids.next()}', '${older.vehicleId}', '${world.basics.branches.blr01.id}', 'JOB', '${world.cradle.ids.next()}', now()) returning id`);
    assert.deepEqual(plateOf(await search('registration=DL08CA0009&partial=true')), ['DL08CA0002', 'DL08CA0003', 'DL08CA0001']);
    assert.deepEqual(plateOf(await search('registration=DL08CA0009&partial=true', 'advisor2'))[0], 'DL08CA0001');
  });

  it('SRC-03 refuses a term under three characters, and takes whatever else is typed', async () => {
    for (const query of ['q=ab', 'q=1-2', 'q=a+b+c', 'q=%20%20%20'])
      assert.deepEqual([query, (await answer(query)).problem.errors?.[0]?.pointer], [query, '/q']);
    for (const odd of [
      "'; drop table vehicles; --",
      '%%%%',
      '____',
      '1234567890123456789012345678901234567890',
      'ααα',
      '🚗🚗🚗🚗1',
      'a'.repeat(40),
    ]) {
      const { status, text: told } = await answer(`q=${encodeURIComponent(odd)}`);
      assert.ok([200, 400].includes(status), `${odd} ${told}`);
    }
  });

  it('SRC-05 masks what is found by resemblance outside the branches of the caller as well', async () => {
    const { phone } = await add('KL07BC4321', 'Ammini', 'Varghese', 'blr02');
    for (const query of ['q=Ammini', 'registration=KL07BC4312&partial=true', `q=${phone}`]) {
      const { text: told } = await answer(query, 'advisor');
      assert.ok(!told.includes(phone), told);
      assert.ok((await answer(query, 'advisor2')).text.includes(phone));
    }
  });

  it('SRC-05 finds outside the branches of the caller no phone that is not whole, so that what is masked cannot be put together', async () => {
    const { vehicleId, customerId } = await add('KL07BC4399', 'Kunjamma', 'Kurian', 'blr02');
    const inside = await add('KL07BC4398', 'Ouseph', 'Mathai', 'blr01');
    const [phone, alike] = ['7812364957', '7812364975'];
    for (const [number, id] of [
      [phone, customerId],
      [alike, inside.customerId],
    ] as const)
      await world.rows(`update customers set phone = '+91${number}' where id = '${id}' returning id`);
    const finds = async (who: Who, query: string, id = vehicleId) => (await search(query, who)).some(({ vehicle }) => vehicle.id === id);
    const mistyped = `${phone.slice(0, 4)}${phone[5]!}${phone[4]!}${phone.slice(6)}`;
    const other = `${phone.slice(0, -1)}${phone.endsWith('0') ? '1' : '0'}`;
    const parts = [...[5, 6, 7, 8, 9].map((length) => phone.slice(-length)), phone.slice(0, 9), mistyped, other];
    for (const part of parts)
      for (const query of [`q=${part}`, `phone=${part}&partial=true`]) {
        for (const who of ['advisor', 'manager', 'staff'] as const) assert.equal(await finds(who, query), false, `${who} ${query}`);
        for (const who of ['advisor2', 'callCenter', 'admin', 'superAdmin'] as const)
          assert.equal(await finds(who, query), true, `${who} ${query}`);
      }
    for (const query of [`q=${phone}`, `phone=${phone}`, `phone=${phone}&partial=true`, `q=0${phone}`])
      for (const who of ['advisor', 'advisor2', 'callCenter'] as const) assert.equal(await finds(who, query), true, `${who} ${query}`);
    // What is like it inside is found, and is not crowded out.
    assert.equal(await finds('advisor', `q=${phone}&limit=2`, inside.vehicleId), true);
    // Whoever is inside once is found there from then on.
    await world.rows(`insert into customer_service_centers values ('${customerId}', '${world.basics.branches.blr01.id}') returning 1`);
    for (const part of parts) assert.equal(await finds('advisor', `q=${part}`), true, part);
  });

  it('SRC-05 goes by where they are inside who stayed, of those who became one', async () => {
    const [stays, goes] = [await add('KL07BC4397', 'Thomas', 'Chacko', 'blr01'), await add('KL07BC4396', 'Thoma', 'Chacko', 'blr02')];
    const merged = await world.as('admin').post(`/customers/${stays.customerId}/merge`, { mergeId: goes.customerId });
    assert.ok(merged.status < 300, merged.text);
    for (const who of ['advisor', 'advisor2', 'admin'] as const) {
      const hits = await search(`phone=${goes.phone.slice(-7)}&partial=true`, who);
      assert.deepEqual([who, hits.map(({ vehicle }) => vehicle.id).includes(goes.vehicleId)], [who, true]);
    }
  });

  it('ACC-03 shows engineers by resemblance the vehicles of their own jobs alone', async () => {
    const { card } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const [{ registration } = { registration: '' }] = await world.rows<{ registration: string }>(
      `select registration from vehicles where id = '${card.vehicleId}'`,
    );
    const typo = `registration=${registration.slice(0, -1)}&partial=true`;
    assert.ok((await search(typo, 'engineer')).some(({ vehicle }) => vehicle.id === card.vehicleId));
    assert.deepEqual(await search(typo, 'engineer2'), []);
    assert.deepEqual(await search('q=Asha', 'engineer2'), []);
  });

  it('VEH-01 an earlier plate finds the vehicle with the days that it had it, typed right or wrong', async () => {
    const { vehicleId } = await add('GJ01ZZ0002', 'Somebody', null, 'blr01');
    await world.rows(`insert into former_plates (id, vehicle_id, registration, held_from, held_until, created_at)
      values ('${world.cradle.ids.next()}', '${vehicleId}', 'GJ 18 QQ 7788', '2021-04-01', '2026-03-31', now()) returning id`);
    for (const query of [
      'registration=gj18qq7788',
      'registration=gj18qq7788&partial=true',
      'q=GJ18QQ7788',
      'registration=GJ18QQ7789&partial=true',
    ]) {
      const [hit] = await search(query);
      assert.deepEqual(
        [query, hit?.vehicle.registration, hit?.formerPlate],
        [query, 'GJ01ZZ0002', { registration: 'GJ 18 QQ 7788', from: '2021-04-01', until: '2026-03-31' }],
      );
    }
    // It is somebody else's by now, who comes first.
    await add('GJ18QQ7788');
    for (const query of ['q=GJ18QQ7788', 'registration=gj18qq7788&partial=true']) {
      const [now, before] = await search(query);
      assert.deepEqual([query, now?.vehicle.registration, now?.formerPlate], [query, 'GJ18QQ7788', null]);
      assert.deepEqual([query, before?.vehicle.registration, before?.formerPlate?.until], [query, 'GJ01ZZ0002', '2026-03-31']);
    }
    // Too short to be mistyped, and too long to be a part of anything.
    for (const plate of ['TEMP1', 'TRADE0001KARNATAKA01']) {
      await world.rows(`insert into former_plates (id, vehicle_id, registration, held_from, held_until, created_at)
        values ('${world.cradle.ids.next()}', '${vehicleId}', '${plate}', '2020-04-01', '2021-03-31', now()) returning id`);
      for (const query of [`q=${plate}`, `registration=${plate}&partial=true`])
        assert.deepEqual([query, (await search(query))[0]?.formerPlate?.registration], [query, plate]);
    }
    await assert.rejects(world.rows(`update former_plates set registration = 'X' where vehicle_id = '${vehicleId}'`), /written once/);
  });

  it('SRC-04 keeps the last ten distinct searches of each user, newest first, and of nobody else', async () => {
    const recent = async (who: Who) => (await world.as(who).get<{ data: RecentBody[] }>('/search/recent')).body.data;
    for (let n = 0; n < 12; n += 1) await search(`registration=KA05ZZ00${String(n).padStart(2, '0')}`, 'manager2');
    await search('registration=ka-05-zz-0005', 'manager2');
    await search('q=Asha%20Rao', 'manager2');
    const mine = await until(async () => {
      const found = await recent('manager2');
      return found[0]?.q === undefined ? undefined : found;
    });
    assert.equal(mine.length, 10);
    assert.deepEqual([mine[0]!.q, mine[1]!.registration], ['Asha Rao', 'ka-05-zz-0005']);
    assert.equal(new Set(mine.map(({ registration }) => registration?.toUpperCase().replaceAll('-', ''))).size, 10);
    assert.ok((await recent('staff2')).every(({ q }) => q !== 'Asha Rao'));
  });

  it('SRC-04 drops an answer that is held when a row in it changes', async () => {
    const { customerId, vehicleId } = await add('PB10CD5555', 'Gurpreet', 'Singh');
    // That it is new is over by now.
    await world.cradle.redis.del(`dms:hits-changed:${vehicleId}`);
    const nameFound = async () => (await search('registration=PB10CD5556&partial=true'))[0]?.customer.firstName;
    assert.equal(await nameFound(), 'Gurpreet');
    await world.rows(`update customers set first_name = 'Gurpret' where id = '${customerId}' returning id`);
    assert.equal(await nameFound(), 'Gurpret', 'what is asked once is not held');
    // Behind the back of the application nothing is dropped: so the answer was held.
    await world.rows(`update customers set first_name = 'Harpreet' where id = '${customerId}' returning id`);
    assert.equal(await nameFound(), 'Gurpret');
    // What has come since is found all the same.
    await add('PB10CD5556', 'Jaspreet');
    assert.equal(await nameFound(), 'Jaspreet');
    await world.rows(`update vehicles set registration = 'PB10XX0001' where registration = 'PB10CD5556' returning id`);
    assert.equal(await nameFound(), 'Gurpret');
    const { transact } = world.cradle;
    await transact(systemActor('test'), async ({ vehicles, record }) => {
      (await vehicles.getForChange(vehicleId, { kind: 'all' })).read(10);
      record({ name: 'VehicleCreated', entityId: vehicleId, serviceCenterId: null, data: {} });
    });
    assert.equal(await nameFound(), 'Harpreet');
  });
});
