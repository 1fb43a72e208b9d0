import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { type Answer, clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { startServer } from '../../support/server.ts';
import { cardFor, estimateOf } from '../../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type SettingBody = {
  readonly key: string;
  readonly category: string;
  readonly form: string;
  readonly value: unknown;
  readonly validFrom: string | null;
  readonly initial: unknown;
  readonly entries: readonly {
    readonly value: unknown;
    readonly validFrom: string;
    readonly reason: string | null;
    readonly setBy: string | null;
  }[];
};

const DISCOUNT = 'limits.discount.give.SERVICE_ADVISOR';

describe('configuration', () => {
  const suite = withSuite();
  let world: World;

  before(async () => {
    world = await freshBranches(suite);
  });

  const advance = (ms: number) => (world.clock as FixedClock).advance(ms);
  const get = (key: string) => world.as('admin').get<SettingBody>(`/system-config/${key}`);
  const put = (key: string, body: object, who: 'superAdmin' | 'admin' | 'manager' = 'superAdmin') => {
    advance(1000);
    return world.as(who).ask<SettingBody>('PUT', `/system-config/${key}`, { body });
  };
  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code]);
  const discounted = async (value: string, client = world.as('advisor')) => {
    const [line] = estimateOf(world).lines;
    const estimate = { lines: [{ ...line, discount: { type: 'PERCENT', value } }] };
    return client.post('/job-cards', { ...cardFor(world, await world.make.vehicle()), estimate });
  };

  it('CFG-01 lists every threshold with what is in force, to administrators alone', async () => {
    const { status, body } = await world.as('admin').get<{ data: SettingBody[] }>('/system-config');
    assert.equal(status, 200);
    const keys = body.data.map(({ key }) => key);
    assert.deepEqual(keys, keys.toSorted());
    for (const key of [DISCOUNT, 'billing.payment-terms-days', 'sla.complaints', 'notifications.quiet-hours'])
      assert.ok(keys.includes(key), key);
    const limits = await world.as('admin').get<{ data: SettingBody[] }>('/system-config?category=limits');
    assert.ok(limits.body.data.length > 15 && limits.body.data.every(({ category }) => category === 'limits'));
    for (const who of ['callCenter', 'advisor', 'manager', 'staff', 'engineer'] as const)
      refused(await world.as(who).get('/system-config'), 403, 'access.denied');
  });

  it('ACC-07 a limit is the one of the matrix until it is set, and then holds at once, without a restart', async () => {
    assert.deepEqual((await get(DISCOUNT)).body.value, { amount: '500.00', percent: '5' });
    assert.equal((await discounted('8')).status, 202);
    const set = await put(DISCOUNT, { value: { amount: '2000.00', percent: '10' }, reason: 'festival season' });
    assert.equal(set.status, 200, set.text);
    assert.deepEqual(set.body.value, { amount: '2000.00', percent: '10' });
    assert.equal((await discounted('8')).status, 201);
    const above = await discounted('10.01');
    assert.equal(above.status, 202);
    const waiting = await world.as('advisor').get<{ reason: string }>(above.headers.get('location')!);
    assert.match(waiting.body.reason, /2,000\.00.*10 %/);
    const asked = await world.as('advisor').post<{ allowed: boolean }>('/authz/explain', { action: 'discount.give', amount: '1900.00' });
    assert.equal(asked.body.allowed, true);
    assert.equal((await put(DISCOUNT, { value: { amount: '500.00', percent: '5' } })).status, 200);
    assert.equal((await discounted('8')).status, 202);
  });

  it('ACC-07 another process follows within seconds', async () => {
    const other = await startServer(suite, { databaseUrl: world.database.url, redisUrl: world.redisUrl, clock: world.clock });
    const there = clientAt(other.url, tokenFor(world.cradle, world.people.advisor));
    assert.equal((await discounted('9', there)).status, 202);
    await put(DISCOUNT, { value: { amount: '2000.00', percent: '10' } });
    advance(2_001);
    assert.equal((await discounted('9', there)).status, 201);
    await put(DISCOUNT, { value: { amount: '500.00', percent: '5' } });
  });

  it('CFG-01 the prefix of the environment is the one of new branches until another is set', async () => {
    const key = 'series.default-prefix';
    const other = await startServer(suite, {
      databaseUrl: world.database.url,
      redisUrl: world.redisUrl,
      clock: world.clock,
      variables: { INVOICE_PREFIX_DEFAULT: 'DLR' },
    });
    const there = clientAt(other.url, tokenFor(world.cradle, world.people.superAdmin));
    let opened = 0;
    const prefixOfNew = async () => {
      const fields = { name: 'Hubballi', legalName: 'Sahyadri Motors', address: '1, Station Road', city: 'Hubballi', pincode: '580020' };
      const code = `HBL${(opened += 1)}`;
      const { status, text, body } = await there.post<{ invoicePrefix: string }>('/service-centers', {
        ...fields,
        code,
        gstNumber: '29AABCS1429B1ZQ',
      });
      assert.equal(status, 201, text);
      return body.invoicePrefix;
    };
    assert.deepEqual([(await there.get<SettingBody>(`/system-config/${key}`)).body.value, await prefixOfNew()], ['DLR', 'DLR']);
    assert.equal((await put(key, { value: 'HB' })).status, 200);
    assert.equal(await prefixOfNew(), 'HB');
    assert.deepEqual([(await get(key)).body.value, (await get(key)).body.initial], ['HB', 'SC']);
  });

  it('CFG-01 a value holds from its day on, and what has held stays to be told', async () => {
    const key = 'billing.payment-terms-days';
    const from = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    const set = await put(key, { value: 30, validFrom: from });
    assert.deepEqual([set.status, set.body.value, set.body.validFrom, set.body.entries.length], [200, 15, null, 1]);
    const replaced = await put(key, { value: 45, validFrom: from });
    assert.deepEqual(
      replaced.body.entries.map(({ value }) => value),
      [45],
      'what is yet to come can be replaced',
    );
    advance(3_600_000);
    const { body } = await get(key);
    assert.deepEqual([body.value, body.validFrom, body.entries[0]!.setBy], [45, from, world.people.superAdmin.id]);
    const draft = await world.make.draft();
    const issued = await world.as('advisor').post<{ dueDate: string }>(`/invoices/${draft.id}/issue`);
    assert.equal(issued.body.dueDate, '2027-01-06', 'the new terms count for what is issued from then on');
    refused(await put(key, { value: 1, validFrom: from }), 400, 'setting.invalid');
  });

  it('CFG-01 is validated on write: unknown keys, other forms and instants of the past are refused', async () => {
    refused(await put('no.such.key', { value: 1 }), 404, 'entity.absent');
    refused(await put('limits.audit.read.SC_STAFF', { value: { amount: '1.00' } }), 404, 'entity.absent');
    const wrong = await put(DISCOUNT, { value: { amount: 'a lot' } });
    refused(wrong, 400, 'setting.invalid');
    assert.match(wrong.problem.detail, /"amount" in rupees/);
    refused(await put('billing.payment-terms-days', { value: 1000 }), 400, 'setting.invalid');
    refused(await put('billing.payment-terms-days', { value: 10, validFrom: '2026-01-01T00:00:00.000Z' }), 400, 'setting.invalid');
    refused(await put('billing.payment-terms-days', {}), 400, 'request.invalid');
    refused(await put('billing.payment-terms-days', { value: 10, until: 'ever' }), 400, 'request.invalid');
  });

  it('ACC-04 an administrator may only ask for another threshold, a manager not even that', async () => {
    const asked = await put(DISCOUNT, { value: { amount: '100000.00', percent: '50' } }, 'admin');
    assert.equal(asked.status, 202);
    const waiting = await world.as('admin').get<{ deciderRoles: string[] }>(asked.headers.get('location')!);
    assert.deepEqual(waiting.body.deciderRoles, ['SUPER_ADMIN']);
    refused(await put(DISCOUNT, { value: { percent: '50' } }, 'manager'), 403, 'access.denied');

    assert.equal((await discounted('40')).status, 202);
    const approved = await world.as('superAdmin').post(`${asked.headers.get('location')}/approve`, {});
    assert.equal(approved.status, 200, approved.text);
    assert.equal((await discounted('40')).status, 201, 'what was approved counts with the answer, like what is set at once');
    assert.equal((await put(DISCOUNT, { value: { amount: '500.00', percent: '5' } })).status, 200);
  });

  it('ACC-07 each change leaves its row in the audit trail: who, from what, to what, from when', async () => {
    const before = await get(DISCOUNT);
    await put(DISCOUNT, { value: { percent: '7' }, reason: 'agreed' });
    const [row] = await world.rows<{ user_id: string; action: string; description: string; metadata: Record<string, unknown> }>(
      `select user_id, action, description, metadata from audit_logs where event = 'SettingChanged' order by id desc limit 1`,
    );
    assert.deepEqual([row!.user_id, row!.action, row!.description], [world.people.superAdmin.id, 'UPDATE', DISCOUNT]);
    const { from, to, reason } = row!.metadata;
    assert.deepEqual([from, to, reason], [before.body.value, { percent: '7' }, 'agreed']);
    assert.deepEqual((await get(DISCOUNT)).body.value, { percent: '7' });
  });

  it('CFG-01 two who set the same key at once both leave their entry, and one of them is in force', async () => {
    advance(1000);
    const from = new Date(world.clock.now().getTime() + 60_000).toISOString();
    const both = await Promise.all(
      [20, 25].map((value) =>
        world.as('superAdmin').ask<SettingBody>('PUT', '/system-config/billing.payment-terms-days', { body: { value, validFrom: from } }),
      ),
    );
    assert.deepEqual(
      both.map(({ status }) => status),
      [200, 200],
    );
    const { entries } = (await get('billing.payment-terms-days')).body;
    assert.equal(entries.filter(({ validFrom }) => validFrom === from).length, 1);
  });
});
