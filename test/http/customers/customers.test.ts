import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Customer } from '@dms/domain/customers/customer';
import { systemActor } from '@dms/domain/shared/actor';
import type { ContactBody, CustomerBody, ListOf } from '../../support/bodies.ts';
import type { Answer, Client } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

const GSTIN = '29AABCS1429B1ZQ';
const OTHER_GSTIN = '27AABCS1429B1ZU';

describe('customers over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let made = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const phone = (): string => `+9198${String((made += 1)).padStart(8, '0')}`;
  const fields = (change: object = {}) => ({ type: 'PERSON', firstName: 'Meera', lastName: 'Iyer', phone: phone(), ...change });
  const create = (change: object = {}, by: Client = world.as('advisor')) => by.post<CustomerBody>('/customers', fields(change));
  const customer = async (change: object = {}, by?: Client): Promise<CustomerBody> => {
    const answer = await create(change, by);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const company = (change: object = {}) => customer({ type: 'BUSINESS', legalName: 'Sahyadri Cabs', gstin: GSTIN, ...change });
  const refused = ({ status, problem, text }: Answer, expected: number, code: string, pointer?: string) =>
    assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [expected, code, pointer], text);

  it('CUS-01 is taken down with everything that is known, and read under its version', async () => {
    const more = { email: 'Meera@Example.com', city: 'Mysuru', pincode: '570001', stateCode: '29', consents: ['SMS'], language: 'hi' };
    const answer = await create({ ...more, dateOfBirth: '1990-02-28' });
    assert.deepEqual(
      [answer.status, answer.headers.get('location'), answer.headers.get('etag')],
      [201, `/customers/${answer.body.id}`, '"1"'],
    );
    const { body, headers } = await world.as('advisor').get<CustomerBody>(`/customers/${answer.body.id}`);
    assert.deepEqual(body, answer.body);
    // Which branches know them is no part of the version: the tag tells of both.
    assert.match(headers.get('etag')!, /^"1\.[\w-]+"$/);
    assert.deepEqual(
      [body.email, body.city, body.consents, body.language, body.dateOfBirth, body.serviceCenterIds, body.creditLimit],
      ['meera@example.com', 'Mysuru', ['SMS'], 'hi', '1990-02-28', [world.basics.branches.blr01.id], null],
    );
    const [event] = await world.rows<{ metadata: unknown }>(`select * from audit_logs where entity_id = '${body.id}'`);
    assert.ok(event);
    assert.doesNotMatch(JSON.stringify(event), /Meera|Iyer|\+9198/);
  });

  it('CUS-01 has a phone of its own, in whatever way it is written, also when two counters take it down at once', async () => {
    const number = phone();
    const written = [number, `0${number.slice(3)}`, `${number.slice(3, 8)} ${number.slice(8)}`, number.slice(1)];
    const counters = [world.as('advisor'), world.as('advisor2')] as const;
    const answers = await together(8, (index) => create({ phone: written[index % 4] }, counters[index % 2]));
    assert.deepEqual(tally(answers), { '201': 1, '409 record.duplicate': 7 });
    assert.equal((await world.rows(`select id from customers where phone = '${number}'`)).length, 1);
  });

  it('CUS-01 has a GSTIN whose check character fits, of the state of the address unless somebody confirms', async () => {
    refused(await create({ gstin: '29AABCS1429B1ZR' }), 400, 'gstin.invalid');
    assert.deepEqual((await company()).stateCode, '29');
    refused(await create({ gstin: GSTIN, stateCode: '27' }), 409, 'customer.gstin_state');
    const confirmed = await company({ stateCode: '27', confirmed: true });
    assert.deepEqual([confirmed.gstin, confirmed.stateCode, confirmed.gstinConfirmed], [GSTIN, '27', true]);
    const path = `/customers/${confirmed.id}`;
    refused(await world.as('manager').patch(path, { stateCode: '33' }), 409, 'customer.gstin_state');
    const agreed = await world.as('manager').patch<CustomerBody>(path, { stateCode: '29' });
    assert.deepEqual([agreed.body.stateCode, agreed.body.gstinConfirmed], ['29', false]);
    await assert.rejects(
      world.rows(`update customers set state_code = '27' where id = '${confirmed.id}' returning id`),
      /customers_gstin_state/,
    );
  });

  it('CUS-01 what cannot be right is refused with its field, and nothing is kept', async () => {
    for (const [change, status, code, pointer] of [
      [{ phone: '12345' }, 400, 'request.invalid', '/phone'],
      [{ phone: '5845012345' }, 400, 'phone.invalid', undefined],
      [{ firstName: ' ' }, 400, 'request.invalid', '/firstName'],
      [{ pincode: '012345' }, 400, 'request.invalid', '/pincode'],
      [{ stateCode: '98' }, 400, 'request.invalid', '/stateCode'],
      [{ dateOfBirth: '2026-11-23' }, 400, 'request.invalid', '/dateOfBirth'],
      [{ dateOfBirth: '1990-02-30' }, 400, 'request.invalid', '/dateOfBirth'],
      [{ consents: ['FAX'] }, 400, 'request.invalid', '/consents/0'],
      [{ creditLimit: '1.00' }, 400, 'request.invalid', '/creditLimit'],
      [{ serviceCenterId: world.basics.branches.blr02.id }, 404, 'entity.absent', undefined],
    ] as const) {
      const number = phone();
      const answer = await create({ phone: number, ...change });
      assert.deepEqual(
        [answer.status, answer.problem.code, answer.problem.errors?.[0]?.pointer],
        [status, code, pointer],
        `${JSON.stringify(change)} ${answer.text}`,
      );
      assert.deepEqual(await world.rows(`select id from customers where phone = '${number}'`), []);
    }
    refused(await create({}, world.as('admin')), 400, 'request.invalid', '/serviceCenterId');
    const somewhere = await create({ serviceCenterId: world.basics.branches.pun01.id }, world.as('callCenter'));
    assert.deepEqual(somewhere.body.serviceCenterIds, [world.basics.branches.pun01.id]);
  });

  it('CUS-01 is changed under the version that was seen; GSTIN, credit and terms only by who may, and asked for by who may not', async () => {
    const { id } = await company({ gstin: undefined });
    const path = `/customers/${id}`;
    const patch = (body: object, by: Client = world.as('advisor'), version?: string) =>
      by.patch<CustomerBody & { approvalId: string }>(path, body, version === undefined ? {} : { headers: { 'if-match': version } });
    const changed = await patch({ lastName: null, city: 'Hassan' }, undefined, '"1"');
    assert.deepEqual([changed.status, changed.body.lastName, changed.body.city, changed.body.version], [200, null, 'Hassan', 2]);
    refused(await patch({ city: 'Mandya' }, undefined, '"1"'), 412, 'version.stale');
    refused(await patch({}), 400, 'request.invalid', '');

    refused(await patch({ creditLimit: '5000.00' }, world.as('callCenter')), 403, 'access.denied');
    refused(await patch({ creditLimit: '5000.00', city: 'Mandya' }), 400, 'request.invalid', '/creditLimit');
    const asked = await patch({ creditLimit: '5000.00', paymentTermsDays: 30 });
    assert.deepEqual([asked.status, asked.headers.get('location')], [202, `/approvals/${asked.body.approvalId}`]);
    assert.equal((await world.as('advisor').get<CustomerBody>(path)).body.creditLimit, null);
    const approved = await world.as('manager').post(`/approvals/${asked.body.approvalId}/approve`, {});
    assert.equal(approved.status, 200, approved.text);
    const { body } = await world.as('advisor').get<CustomerBody>(path);
    assert.deepEqual([body.creditLimit, body.paymentTermsDays], ['5000.00', 30]);
    assert.equal((await world.as('callCenter').get<CustomerBody>(path)).body.creditLimit, null);
    assert.equal((await patch({ gstin: GSTIN }, world.as('manager'))).body.gstin, GSTIN);
  });

  it('CUS-03 SRC-05 outside of its branches it is read masked, and there is nothing to write on', async () => {
    const { id, phone: number } = await customer({ email: 'meera@example.com', address: '5, Temple Street', dateOfBirth: '1990-02-28' });
    const path = `/customers/${id}`;
    for (const who of ['advisor2', 'staff2'] as const) {
      const { body } = await world.as(who).get<CustomerBody>(path);
      assert.deepEqual(
        [body.phone, body.email, body.address, body.dateOfBirth, body.firstName],
        [`${number!.slice(3, 5)}****${number!.slice(-4)}`, null, null, null, 'Meera'],
      );
      refused(await world.as(who).patch(path, { city: 'Hassan' }), 404, 'entity.absent');
      const listed = await world.as(who).get<ListOf<CustomerBody>>(`/customers?phone=${encodeURIComponent(number!)}`);
      assert.deepEqual(listed.body.data, [body]);
    }
    refused(await world.as('engineer').get(path), 404, 'entity.absent');
    const { vehicle, card } = await (async () => {
      const own = await world.make.vehicle();
      return { vehicle: own, card: await world.make.openCard(undefined, own) };
    })();
    assert.equal((await world.as('advisor').get<CustomerBody>(`/customers/${vehicle.customerId}`)).body.phone?.startsWith('+91'), true);
    assert.match((await world.as('advisor2').get<CustomerBody>(`/customers/${vehicle.customerId}`)).body.phone!, /\*{4}/);
    assert.equal(card.customerId, vehicle.customerId);
  });

  it('CUS-01 is listed the latest first, by phone, GSTIN, kind and branch, in stretches that do not overlap', async () => {
    const some = [await customer(), await customer(), await company({ gstin: OTHER_GSTIN, stateCode: '27' })];
    const list = async (query: string): Promise<ListOf<CustomerBody>> =>
      (await world.as('manager').get<ListOf<CustomerBody>>(`/customers?${query}`)).body;
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.page.next}`);
    assert.deepEqual(
      [...first.data, ...second.data].slice(0, 3).map(({ id }) => id),
      some.toReversed().map(({ id }) => id),
    );
    assert.deepEqual(
      (await list(`gstin=${OTHER_GSTIN}`)).data.map(({ id }) => id),
      [some[2]!.id],
    );
    assert.deepEqual(
      (await list('type=BUSINESS&limit=1')).data.map(({ id }) => id),
      [some[2]!.id],
    );
    const at = await list(`limit=100&serviceCenterId=${world.basics.branches.blr01.id}`);
    assert.deepEqual(
      at.data.slice(0, 3).map(({ id }) => id),
      some.toReversed().map(({ id }) => id),
    );
    assert.deepEqual((await list(`serviceCenterId=${world.cradle.ids.next()}`)).data, []);
    refused(await world.as('manager').get('/customers?name=Asha'), 400, 'request.invalid', '/name');
  });

  it('CUS-04 a company has contacts with phone, role and preferences of their own; a person has none', async () => {
    const { id } = await company({ gstin: undefined });
    const path = `/customers/${id}/contacts`;
    const add = (body: object, by: Client = world.as('advisor')) => by.post<ContactBody>(path, body);
    const manager = await add({ name: 'Vikram Shah', phone: '98450 98765', role: 'Fleet manager', consents: ['WHATSAPP'], language: 'hi' });
    assert.deepEqual(
      [manager.status, manager.body.phone, manager.headers.get('location')],
      [201, '+919845098765', `${path}/${manager.body.id}`],
    );
    refused(await add({ name: 'Again', phone: '+919845098765' }), 409, 'record.duplicate');
    const driver = await add({ name: 'Ravi', phone: phone() });
    const edit = (contactId: string, body: object, by: Client = world.as('advisor')) => by.patch<ContactBody>(`${path}/${contactId}`, body);
    assert.deepEqual((await edit(driver.body.id, { active: false, role: 'Driver' })).body, {
      ...driver.body,
      active: false,
      role: 'Driver',
      version: 2,
    });
    refused(
      await world.as('advisor').patch(`/customers/${world.basics.asha.id}/contacts/${driver.body.id}`, { name: 'X' }),
      404,
      'entity.absent',
    );
    refused(await edit(driver.body.id, { name: 'X' }, world.as('advisor2')), 404, 'entity.absent');
    const { body } = await world.as('advisor').get<ListOf<ContactBody>>(path);
    assert.deepEqual(
      body.data.map(({ name }) => name),
      ['Vikram Shah', 'Ravi'],
    );
    const masked = await world.as('advisor2').get<ListOf<ContactBody>>(path);
    assert.deepEqual(masked.body.data[0]!.phone, '98****8765');
    const person = await customer();
    refused(await world.as('advisor').post(`/customers/${person.id}/contacts`, { name: 'A', phone: phone() }), 409, 'customer.refused');
  });

  it('CUS-01 whoever keeps the data refuses what no use case lets through', async () => {
    const write = (change: Partial<Customer>) =>
      world.cradle.transact(systemActor('test'), async ({ customers, record }) => {
        const bad = new Customer({ id: world.cradle.ids.next(), firstName: 'X', phone: phone(), ...change });
        customers.add(bad);
        record({ name: 'CustomerCreated', entityId: bad.id, serviceCenterId: null, data: {} });
      });
    await assert.rejects(write({ gstin: GSTIN, stateCode: '27' }), { code: 'customer.gstin_state' });
    await assert.rejects(write({ phone: null }), { code: 'record.refused' });
  });
});
