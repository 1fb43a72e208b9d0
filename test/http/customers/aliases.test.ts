import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { CustomerBody, JobCardBody, ListOf, VehicleBody } from '../../support/bodies.ts';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { estimateOf } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Hit = { readonly vehicle: { readonly id: string }; readonly customer: { readonly id: string; readonly phone: string | null } };

describe('the other names of a customer or a vehicle, at the counter', () => {
  const suite = withSuite();
  let world: World;
  let made = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const done = <Body>(answer: Answer<Body>, status = 200): Body => {
    assert.equal(answer.status, status, answer.text);
    return answer.body;
  };
  const refused = ({ status, problem, text }: Answer, code: string) => assert.deepEqual([status, problem.code], [409, code], text);
  const phone = (): string => `+9194${String((made += 1)).padStart(8, '0')}`;
  const customer = async (change: object = {}): Promise<CustomerBody> =>
    done(
      await world.as('advisor').post<CustomerBody>('/customers', { type: 'PERSON', firstName: 'Meera', phone: phone(), ...change }),
      201,
    );
  const vehicle = async (customerId: string, registration = `KA05AL${String((made += 1)).padStart(4, '0')}`): Promise<VehicleBody> =>
    done(await world.as('advisor').post<VehicleBody>('/vehicles', { make: 'Tata', model: 'Nexon', registration, customerId }), 201);
  const merge = (id: string, mergeId: string) => world.as('admin').post(`/customers/${id}/merge`, { mergeId });
  const find = async (query: Record<string, string>): Promise<readonly Hit[]> =>
    done(await world.as('advisor').get<{ data: readonly Hit[] }>(`/search/vehicles?${new URLSearchParams(query).toString()}`)).data;
  const found = async (query: Record<string, string>): Promise<readonly string[]> => (await find(query)).map((hit) => hit.vehicle.id);

  const paidInvoice = async () => {
    const { id: invoiceId, customerId } = await world.make.invoice();
    const payment = { invoiceId, amount: '1.00', method: 'CASH' };
    done(await world.as('manager').post('/payments', payment, { key: freshKey() }), 201);
    return { invoiceId, customerId: customerId! };
  };

  it('CUS-02 SRC-01 a phone and a name of who was merged find the vehicles of who is left', async () => {
    const survivor = await customer();
    const merged = await customer({ firstName: 'Yashodhara' });
    const { id } = await vehicle(merged.id);
    done(await merge(survivor.id, merged.id));
    const queries: readonly Record<string, string>[] = [
      { phone: merged.phone! },
      { q: merged.phone! },
      { phone: merged.phone!.slice(-6), partial: 'true' },
      { q: 'Yashodhara' },
      { phone: survivor.phone! },
    ];
    for (const query of queries) assert.deepEqual(await found(query), [id], JSON.stringify(query));
    const [hit] = await find({ phone: merged.phone! });
    assert.deepEqual([hit!.customer.id, hit!.customer.phone], [survivor.id, survivor.phone]);
  });

  it('CUS-02 a job card that is opened by the name of who was merged is theirs who is left', async () => {
    const [survivor, merged] = [await customer(), await customer()];
    const { id: vehicleId } = await vehicle(merged.id);
    done(await merge(survivor.id, merged.id));
    const body = { serviceCenterId: world.basics.branches.blr01.id, type: 'PERIODIC_SERVICE', estimate: estimateOf(world) };
    const card = done(await world.as('advisor').post<JobCardBody>('/job-cards', { ...body, customerId: merged.id, vehicleId }), 201);
    assert.equal(card.customerId, survivor.id);
  });

  it('CUS-02 what is asked for by the name of who was merged is theirs who is left: documents, money and the account', async () => {
    const survivor = await customer();
    const { invoiceId, customerId: merged } = await paidInvoice();
    done(await merge(survivor.id, merged));
    const ask = async (path: string) => done(await world.as('manager').get<{ data?: readonly { id: string }[] }>(path));
    for (const path of ['/invoices?customerId=', '/payments?customerId=', '/credit-notes?customerId=', '/debit-notes?customerId='])
      assert.deepEqual(await ask(path + merged), await ask(path + survivor.id), path);
    assert.deepEqual(
      (await ask(`/invoices?customerId=${merged}`)).data!.map(({ id }) => id),
      [invoiceId],
    );
    assert.equal((await ask(`/payments?customerId=${merged}`)).data!.length, 1);
    const account = (await ask(`/customers/${merged}/statement`)) as { customerId?: string; entries?: readonly object[] };
    assert.deepEqual([account.customerId, account.entries!.length], [survivor.id, 2]);
    assert.deepEqual(account, await ask(`/customers/${survivor.id}/statement`));
  });

  it('CUS-02 CUS-01 who is left takes the phone of who was merged, each phone finds them still, and nobody else can have it', async () => {
    const [survivor, merged, other] = [await customer(), await customer(), await customer()];
    const { id } = await vehicle(survivor.id);
    done(await merge(survivor.id, merged.id));
    const edit = (who: string, change: object) => world.as('advisor').patch<CustomerBody>(`/customers/${who}`, change);
    refused(await edit(other.id, { phone: merged.phone }), 'record.duplicate');
    const edited = done(await edit(survivor.id, { phone: merged.phone, city: 'Hassan' }));
    assert.deepEqual([edited.phone, edited.city], [merged.phone, 'Hassan']);
    for (const each of [survivor.phone!, merged.phone!]) {
      assert.deepEqual(await found({ phone: each }), [id]);
      const listed = done(await world.as('advisor').get<ListOf<CustomerBody>>(`/customers?phone=${encodeURIComponent(each)}`)).data;
      assert.deepEqual(listed.map((one) => one.id), [survivor.id]); // prettier-ignore
    }
    assert.equal(done(await edit(survivor.id, { phone: survivor.phone })).phone, survivor.phone, 'and back');
  });

  it('CUS-02 the vehicle of who was forgotten is found, with no phone', async () => {
    const owner = await customer();
    const { registration } = await vehicle(owner.id);
    done(await world.as('admin').post(`/customers/${owner.id}/erase`));
    assert.deepEqual(
      (await find({ registration })).map((hit) => hit.customer.phone),
      [null],
    );
  });

  it('VEH-01 SRC-02 a short plate is found as it is typed, and as it is kept', async () => {
    const { id, registration } = await vehicle((await customer()).id, 'GJ 5 AB 1');
    for (const typed of ['GJ 5 AB 1', 'GJ5AB1', 'gj-05-ab-0001', registration]) {
      assert.deepEqual(await found({ registration: typed }), [id], typed);
      assert.deepEqual(await found({ q: typed }), [id], typed);
      assert.deepEqual(await found({ registration: typed, partial: 'true' }), [id], typed);
      const listed = done(await world.as('advisor').get<ListOf<VehicleBody>>(`/vehicles?registration=${encodeURIComponent(typed)}`)).data;
      assert.deepEqual(listed.map((one) => one.id), [id], typed); // prettier-ignore
    }
    done(await world.as('advisor').patch(`/vehicles/${id}`, { registration: 'GJ05CD2345' }));
    assert.deepEqual(await found({ registration: 'GJ5AB1' }), [id], 'the plate that it had before');
  });

  it('VEH-01 SRC-02 a plate of no known shape is found by what it is, however like the beginning of another it reads', async () => {
    const odd = done(
      await world.as('advisor').post<VehicleBody>('/vehicles', {
        ...{ make: 'Tata', model: 'Nexon', registration: 'KA 77', registrationType: 'OTHER', customerId: (await customer()).id },
      }),
      201,
    );
    assert.deepEqual(await found({ registration: 'ka77' }), [odd.id]);
  });

  it('CUS-01 CUS-02 a company is not lost in a merge: it is the one that is left', async () => {
    const person = await customer();
    const company = await customer({ type: 'BUSINESS', legalName: 'Utkal Fleet' });
    const lost = await merge(person.id, company.id);
    refused(lost, 'customer.refused');
    assert.match(lost.problem.detail, /Utkal Fleet is a company: merge the other way round/);
    const registered = await customer({ type: 'BUSINESS', legalName: 'Sahyadri Cabs', gstin: '29AABCS1429B1ZQ' });
    refused(await merge(company.id, registered.id), 'customer.refused');
    done(await merge(registered.id, company.id));
    done(await merge(registered.id, person.id));
  });

  it('NOT-02 CUS-02 what one of two did not want to hear of, the one who is left does not', async () => {
    const [survivor, merged] = [await customer(), await customer()];
    const put = (id: string, preferences: object) =>
      world.as('advisor').ask('PUT', '/notifications/preferences', { body: { customerId: id, preferences } });
    const category = 'SERVICE';
    done(await put(survivor.id, [{ category, channel: 'SMS', enabled: true }]));
    done(await put(merged.id, [{ category, channel: 'SMS', enabled: false }, { category, channel: 'IN_APP', enabled: false }, { category, channel: 'EMAIL', enabled: true }])); // prettier-ignore
    done(await merge(survivor.id, merged.id));
    assert.deepEqual(
      await world.rows(`select channel, enabled from notification_preferences where owner_id = '${survivor.id}' order by channel`),
      [
        { channel: 'IN_APP', enabled: false },
        { channel: 'SMS', enabled: false },
      ],
    );
  });
});
