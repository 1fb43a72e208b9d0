import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isGstin } from '@dms/domain/shared/identifiers/gstin';
import { systemActor } from '@dms/domain/shared/actor';
import { businessDay } from '@dms/domain/shared/calendar';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { seedDemo } from '../../db/seeds/demo.ts';
import { seedReference } from '../../db/seeds/reference.ts';
import { type Ending, freshDatabase } from '../support/database.ts';
import { query } from '../support/embedded.ts';
import { variablesOf } from '../support/server.ts';

const NO_REDIS = 'redis://127.0.0.1:1'; // nothing that the seeds put in is published

/** An empty migrated database, with the container that commands seed by. */
const emptyCompany = async (ending: Ending) => {
  const { url, adminUrl } = await freshDatabase(ending);
  const config = loadConfig(await variablesOf({ databaseUrl: url, redisUrl: NO_REDIS }));
  const container = await buildContainer(config);
  ending.after(() => container.dispose());
  const rows = <Row extends object = Record<string, unknown>>(statement: string): Promise<Row[]> =>
    query(adminUrl, statement) as Promise<never[]>;
  const count = async (what: string): Promise<number> => (await rows<{ n: number }>(`select count(*)::int as n from ${what}`))[0]!.n;
  return { container, config, rows, count };
};

type Reference = { readonly code: string; readonly rateBefore: string; readonly rateFrom22Sep2025: string };
const reference = (
  JSON.parse(readFileSync(new URL('../vectors/gst-vectors.json', import.meta.url), 'utf8')) as { reference: { rates: Reference[] } }
).reference.rates;

const CODES = /^\d+(?:\/\d+)*$/;
const RATE = /^\d+$/;

describe('the reference seed', () => {
  it('SED-01 gives the same rows however often it runs, also twice at once', async (t) => {
    const { container, rows, count } = await emptyCompany(t);
    await Promise.all([seedReference(container), seedReference(container)]);
    const first = await rows(`select * from tax_rates order by id`);
    assert.ok(first.length > 50);
    await seedReference(container);
    assert.deepEqual(await rows(`select * from tax_rates order by id`), first);
    assert.equal(await count(`audit_logs where event = 'TaxRateAdded'`), first.length, 'each row has left its trace, once');
  });

  it('SED-01 leaves alone what the accountant has set, and adds what is missing', async (t) => {
    const { container, rows, count } = await emptyCompany(t);
    const { transact, ids } = container.cradle;
    await transact(systemActor('accountant'), async ({ taxRates, record }) => {
      const id = ids.next();
      taxRates.add({
        id,
        hsn: '5703',
        description: 'Mats, as the accountant sees them',
        rate: '18',
        treatment: 'TAXABLE',
        validFrom: '2025-09-22',
      });
      record({ name: 'TaxRateAdded', entityId: id, serviceCenterId: null, data: {} });
    });
    await seedReference(container);
    assert.deepEqual(await rows(`select rate::text from tax_rates where hsn = '5703' order by valid_from`), [
      { rate: '12' },
      { rate: '18' },
    ]);
    assert.ok((await count('tax_rates')) > 50);
  });

  it('TAX-07 refuses a second rate of one code from one day on', async (t) => {
    const { container } = await emptyCompany(t);
    await seedReference(container);
    const { transact, ids } = container.cradle;
    const again = transact(systemActor('accountant'), async ({ taxRates, record }) => {
      const id = ids.next();
      taxRates.add({ id, hsn: '8708', description: 'again', rate: '12', treatment: 'TAXABLE', validFrom: '2025-09-22' });
      record({ name: 'TaxRateAdded', entityId: id, serviceCenterId: null, data: {} });
    });
    await assert.rejects(again, (error: unknown) => error instanceof DomainError && error.code === 'record.duplicate');
  });

  it('TAX-07 has both rates of each heading whose code tells what is sold, before and from 22 September 2025', async (t) => {
    const { container } = await emptyCompany(t);
    await seedReference(container);
    const told = reference.filter(({ code, rateFrom22Sep2025 }) => CODES.test(code) && RATE.test(rateFrom22Sep2025));
    assert.ok(told.length > 30, 'the vectors were read');
    const expected = told.flatMap(({ code, ...rest }) => code.split('/').map((hsn) => ({ hsn, ...rest })));
    const codes = expected.map(({ hsn }) => hsn);
    const { transact } = container.cradle;
    const [before, since] = await transact(systemActor('test'), async ({ taxRates }) => [
      await taxRates.on('2025-09-21', codes),
      await taxRates.on('2025-09-22', codes),
    ]);
    for (const { hsn, rateBefore, rateFrom22Sep2025 } of expected) {
      assert.deepEqual([before.get(hsn)?.rate, since.get(hsn)?.rate], [rateBefore, rateFrom22Sep2025], hsn);
    }
  });

  it('TAX-07 knows the codes of the main job by their headings', async (t) => {
    const { container } = await emptyCompany(t);
    await seedReference(container);
    const codes = ['998714', '27101980', '84212300', '87083000', '85076000', '85071000', '10063020'];
    const found = await container.cradle.transact(systemActor('test'), ({ taxRates }) => taxRates.on('2025-09-21', codes));
    assert.deepEqual(
      codes.map((code) => found.get(code)?.rate),
      ['18', '18', '18', '28', '18', '28', undefined],
    );
  });
});

describe('the demo seed', () => {
  it('SED-01 is refused in production, and puts in nothing', async (t) => {
    const { container, config, count } = await emptyCompany(t);
    const { transact, clock, ids, passwords } = container.cradle;
    const inProduction = { cradle: { transact, clock, ids, passwords, config: { ...config, production: true } } };
    await assert.rejects(seedDemo(inProduction), /not for production/);
    assert.equal(await count('service_centers'), 0);
  });

  it('SED-01 makes one whole world, however often it runs and by how many', async (t) => {
    const { container, count } = await emptyCompany(t);
    await Promise.all([seedDemo(container), seedDemo(container)]);
    const tables = ['service_centers', 'users', 'customers', 'vehicles', 'parts', 'inventory', 'stock_movements', 'audit_logs'];
    const counts = () => Promise.all(tables.map(count));
    const first = await counts();
    await seedDemo(container);
    assert.deepEqual(await counts(), first);
    const [branches, users, customers, vehicles, parts, balances] = first as [number, number, number, number, number, number];
    assert.deepEqual([branches, users], [3, 18]);
    assert.ok(customers >= 200 && vehicles >= 250 && parts >= 60, `${customers} customers, ${vehicles} vehicles, ${parts} parts`);
    assert.equal(balances, parts * 3);
  });

  it('SED-01 puts in the world of the walkthrough', async (t) => {
    const { container, rows, count } = await emptyCompany(t);
    await seedReference(container);
    await seedDemo(container);

    const branches = await rows<{ code: string; gstin: string; pan: string; prefix: string; state: string }>(
      `select code, gst_number as gstin, pan_number as pan, invoice_prefix as prefix, state from service_centers order by code`,
    );
    assert.deepEqual(
      branches.map(({ code, prefix, state }) => [code, prefix, state]),
      [
        ['BLR01', 'BLR01', 'Karnataka'],
        ['BLR02', 'BLR02', 'Karnataka'],
        ['PUN01', 'PUN01', 'Maharashtra'],
      ],
    );
    const [one, two, pune] = branches.map(({ gstin }) => gstin);
    assert.ok(branches.every(({ gstin, pan }) => isGstin(gstin) && gstin.includes(pan)));
    assert.ok(one === two && one !== pune);

    const people = await rows<{ email: string; role: string; password: string; branches: string }>(`
      select u.email, u.role, u.password, coalesce(string_agg(c.code, ','), '') as branches from users u
      left join service_center_assignments a on a.user_id = u.id left join service_centers c on c.id = a.service_center_id group by u.id`);
    const posts = {
      advisor: 'SERVICE_ADVISOR',
      manager: 'SC_MANAGER',
      staff: 'SC_STAFF',
      engineer: 'SERVICE_ENGINEER',
      engineer2: 'SERVICE_ENGINEER',
    };
    const expected = [
      ['superadmin@dms.example', 'SUPER_ADMIN', ''],
      ['admin@dms.example', 'ADMIN', ''],
      ['callcenter@dms.example', 'CALL_CENTER', ''],
      ...branches.flatMap(({ code }) =>
        Object.entries(posts).map(([post, role]) => [`${post}.${code.toLowerCase()}@dms.example`, role, code]),
      ),
    ];
    assert.deepEqual(people.map(({ email, role, branches: at }) => [email, role, at]).sort(), expected.sort());
    assert.equal(new Set(people.map(({ password }) => password)).size, 1);
    assert.ok(await container.cradle.passwords.matches('Demo-Pass-2026!', people[0]!.password));

    assert.deepEqual(
      await rows(`
        select v.vin, c.first_name, c.last_name, c.phone, c.city, c.state_code, c.gstin, c.email is not null as mail,
          array(select s.code from vehicle_service_centers i join service_centers s on s.id = i.service_center_id where i.vehicle_id = v.id) as vehicle_at,
          array(select s.code from customer_service_centers i join service_centers s on s.id = i.service_center_id where i.customer_id = c.id) as customer_at
        from vehicles v join customers c on c.id = v.customer_id where v.registration = 'KA01AB1234'`),
      [
        {
          ...{ vin: 'MA1TA2AB3C4D56789', first_name: 'Asha', last_name: 'Rao', phone: '+919845012345', city: 'Bengaluru' },
          ...{ state_code: '29', gstin: null, mail: true, vehicle_at: ['BLR01'], customer_at: ['BLR01'] },
        },
      ],
    );
    assert.deepEqual(
      await rows(`select sku, hsn, unit, unit_price, mrp from parts where sku in ('OIL-5W30', 'FLT-OIL-01', 'BRK-PAD-01') order by sku`),
      [
        { sku: 'BRK-PAD-01', hsn: '87083000', unit: 'PCS', unit_price: '185000', mrp: null },
        { sku: 'FLT-OIL-01', hsn: '84212300', unit: 'PCS', unit_price: '42000', mrp: null },
        { sku: 'OIL-5W30', hsn: '27101980', unit: 'LTR', unit_price: '65000', mrp: '82000' },
      ],
    );
    assert.equal(await count(`vehicles v where not exists (select from vehicle_service_centers i where i.vehicle_id = v.id)`), 0);
    assert.equal(await count(`customers c where not exists (select from customer_service_centers i where i.customer_id = c.id)`), 0);
    assert.equal(await count(`parts p where not exists (select from inventory i where i.part_id = p.id and i.on_hand > 0)`), 0);
    const registered = await rows<{ gstin: string; home: string }>(
      `select c.gstin, s.state_code as home from customers c join customer_service_centers i on i.customer_id = c.id join service_centers s on s.id = i.service_center_id where c.gstin is not null`,
    );
    assert.ok(registered.length >= 10 && registered.every(({ gstin }) => isGstin(gstin)));
    assert.ok(
      registered.some(({ gstin, home }) => !gstin.startsWith(home)),
      'nobody is billed with IGST',
    );
    assert.ok((await count(`customers where first_name ~ '[\u0900-\u097f]'`)) > 0, 'nobody is written in Devanagari');
  });

  it('STK-01 STK-02 has every balance from movements, and every part at 18 % within its MRP', async (t) => {
    const { container, rows, count } = await emptyCompany(t);
    await seedReference(container);
    await seedDemo(container);
    assert.equal(
      await count(`inventory i where (on_hand || ' ' || stock_value) is distinct from (
        select sum(m.quantity) || ' ' || sum(m.value) from stock_movements m
        where m.part_id = i.part_id and m.to_type = 'STORE' and m.to_id = i.service_center_id)`),
      0,
    );
    const parts = await rows<{ sku: string; hsn: string; unit_price: string; mrp: string | null }>(
      `select sku, hsn, unit_price, mrp from parts`,
    );
    const { transact, clock } = container.cradle;
    const found = await transact(systemActor('test'), ({ taxRates }) =>
      taxRates.on(
        businessDay(clock.now()),
        parts.map(({ hsn }) => hsn),
      ),
    );
    for (const { sku, hsn, unit_price: price, mrp } of parts) {
      assert.equal(found.get(hsn)?.rate, '18', sku);
      const withTax = Quantity.parse('1.180').times(Money.ofPaise(BigInt(price)));
      assert.ok(mrp === null || withTax.compare(Money.ofPaise(BigInt(mrp))) <= 0, `${sku} is dearer than its MRP`);
    }
  });
});
