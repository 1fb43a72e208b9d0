import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ofCustomers, sharedByCustomers } from '../../../adapters/postgres/repoint-customer.ts';
import type { ContactBody, CustomerBody, ListOf } from '../../support/bodies.ts';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('customers that are merged and forgotten, over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let made = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const phone = (): string => `+9195${String((made += 1)).padStart(8, '0')}`;
  const customer = async (change: object = {}): Promise<CustomerBody> => {
    const answer = await world
      .as('advisor')
      .post<CustomerBody>('/customers', { type: 'PERSON', firstName: 'Meera', lastName: 'Iyer', phone: phone(), ...change });
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const merge = (id: string, mergeId: string, who: Parameters<World['as']>[0] = 'admin') =>
    world.as(who).post<CustomerBody & { approvalId: string }>(`/customers/${id}/merge`, { mergeId });
  const erase = (id: string, who: Parameters<World['as']>[0] = 'admin') =>
    world.as(who).post<CustomerBody & { approvalId: string }>(`/customers/${id}/erase`);
  const read = async (id: string): Promise<CustomerBody> => (await world.as('admin').get<CustomerBody>(`/customers/${id}`)).body;
  const refused = ({ status, problem, text }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code], text);

  it('CUS-02 every record that names a customer follows a merge: no foreign key is forgotten', async () => {
    const there = await world.rows<{ name: string }>(`
      select c.conrelid::regclass::text as name from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
      where c.contype = 'f' and c.confrelid = 'customers'::regclass and a.attname <> 'alias_of'`);
    assert.deepEqual(there.map(({ name }) => name).toSorted(), [...ofCustomers.map(({ table }) => table), ...sharedByCustomers].toSorted());
  });

  it('CUS-02 merging makes everything of the one the other’s, and leaves an alias that reading follows', async () => {
    const invoice = await world.make.invoice();
    const paid = await world
      .as('manager')
      .post('/payments', { invoiceId: invoice.id, amount: '1.00', method: 'CASH' }, { key: freshKey() });
    assert.equal(paid.status, 201, paid.text);
    const mergeId = invoice.customerId!;
    const survivor = await customer();
    const before = await world.rows<{ document: unknown; number: string }>(
      `select document, invoice_number as number from invoices where id = '${invoice.id}'`,
    );
    const merged = await merge(survivor.id, mergeId);
    assert.deepEqual([merged.status, merged.body.id], [200, survivor.id], merged.text);
    for (const { table } of ofCustomers)
      assert.deepEqual(await world.rows(`select id from ${table} where customer_id = '${mergeId}'`), [], table);
    for (const table of ['invoices', 'payments', 'job_cards', 'vehicles'])
      assert.equal((await world.rows(`select id from ${table} where customer_id = '${survivor.id}'`)).length, 1, table);
    assert.deepEqual(await world.rows(`select amount::text from cash_by_person where customer_id = '${survivor.id}'`), [{ amount: '100' }]);
    // The document is the one that was issued.
    assert.deepEqual(await world.rows(`select document, invoice_number as number from invoices where id = '${invoice.id}'`), before);
    assert.deepEqual(await read(mergeId), await read(survivor.id));
    const [{ phone: old } = { phone: '' }] = await world.rows<{ phone: string }>(`select phone from customers where id = '${mergeId}'`);
    const found = await world.as('admin').get<ListOf<CustomerBody>>(`/customers?phone=${encodeURIComponent(old)}`);
    assert.deepEqual(
      found.body.data.map(({ id }) => id),
      [survivor.id],
    );
    refused(await world.as('admin').patch(`/customers/${mergeId}`, { city: 'Hassan' }), 409, 'customer.refused');
    const late = {
      make: 'Tata',
      model: 'Nexon',
      registration: 'KA07MX0001',
      customerId: mergeId,
      serviceCenterId: world.basics.branches.blr01.id,
    };
    refused(await world.as('admin').post('/vehicles', late), 409, 'customer.refused');
  });

  it('CUS-02 what is issued goes with a merge alone: nobody else’s name can be put on it', async () => {
    const invoice = await world.make.invoice();
    const other = await customer();
    await assert.rejects(
      world.rows(`update invoices set customer_id = '${other.id}' where id = '${invoice.id}' returning id`),
      /this belongs to customer/,
    );
  });

  it('CUS-02 nothing new goes by the name of who was merged, whoever writes it', async () => {
    const [a, b] = [await customer(), await customer()];
    assert.equal((await merge(a.id, b.id)).status, 200);
    await assert.rejects(
      world.rows(
        `insert into vehicles (id, customer_id, make, model, registration, registration_type, version, created_at, updated_at)
         values (gen_random_uuid(), '${b.id}', 'x', 'y', 'KA07MX0002', 'STANDARD', 1, now(), now()) returning id`,
      ),
      /was merged/,
    );
  });

  it('CUS-02 an alias is one step from who is left, however many merges there were', async () => {
    const [a, b, c] = [await customer(), await customer(), await customer()];
    assert.equal((await merge(b.id, c.id)).status, 200);
    refused(await merge(c.id, a.id), 409, 'customer.refused');
    refused(await merge(a.id, c.id), 409, 'customer.refused');
    refused(await merge(a.id, a.id), 409, 'customer.refused');
    assert.equal((await merge(a.id, b.id)).status, 200);
    for (const { id } of [a, b, c]) assert.equal((await read(id)).id, a.id);
  });

  it('CUS-02 of two merges that cross one is made', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await customer(), await customer()];
      const answers = await together(2, (index) => (index === 0 ? merge(a.id, b.id) : merge(b.id, a.id)));
      assert.deepEqual(tally(answers), { '200': 1, '409 customer.refused': 1 });
      assert.equal((await read(a.id)).id, (await read(b.id)).id);
    }
  });

  it('CUS-02 vehicles that come while it is merged are of who is left, or of nobody', async () => {
    const [a, b] = [await customer(), await customer()];
    const answers = await together<Answer>(9, (index) =>
      index === 4
        ? merge(a.id, b.id)
        : world.as('advisor').post('/vehicles', { make: 'Tata', model: 'Nexon', registration: `KA07MY000${index + 1}`, customerId: b.id }),
    );
    assert.equal(answers[4]!.status, 200, answers[4]!.text);
    for (const { status, problem } of answers) assert.ok(status < 300 || problem.code === 'customer.refused', `${status} ${problem.code}`);
    assert.deepEqual(await world.rows(`select id from vehicles where customer_id = '${b.id}'`), []);
    assert.deepEqual(
      await world.rows(`select v.id from vehicles v join vehicle_ownerships o on o.vehicle_id = v.id where o.customer_id = '${b.id}'`),
      [],
    );
  });

  it('CUS-02 two with GSTINs of their own stay two; a manager asks', async () => {
    const one = await customer({ type: 'BUSINESS', gstin: '29AABCS1429B1ZQ' });
    const two = await customer({ type: 'BUSINESS', gstin: '29AAACB1234C1ZB' });
    refused(await merge(one.id, two.id), 409, 'customer.refused');
    const three = await customer();
    const asked = await merge(one.id, three.id, 'manager');
    assert.equal(asked.status, 202, asked.text);
    const approved = await world.as('admin').post(`/approvals/${asked.body.approvalId}/approve`, {});
    assert.equal(approved.status, 200, approved.text);
    assert.equal((await read(three.id)).id, one.id);
  });

  it('CUS-02 erasing replaces what says who it was, with contacts and aliases, and keeps documents of tax', async () => {
    const company = await customer({
      type: 'BUSINESS',
      firstName: 'Sahyadri',
      legalName: 'Sahyadri Cabs',
      email: 'x@sahyadri.example',
      address: '5, Temple Street',
    });
    const path = `/customers/${company.id}/contacts`;
    await world.as('advisor').post<ContactBody>(path, { name: 'Vikram Shah', phone: '9845098765', email: 'v@sahyadri.example' });
    const alias = await customer({ firstName: 'Sahyadree' });
    assert.equal((await merge(company.id, alias.id)).status, 200);
    const erased = await erase(company.id);
    assert.equal(erased.status, 200, erased.text);
    const { body } = erased;
    assert.deepEqual(
      [body.firstName, body.lastName, body.legalName, body.phone, body.email, body.address, body.gstin],
      ['Erased', null, null, null, null, null, null],
    );
    assert.notEqual(body.erasedAt, null);
    const kept = await world.rows(
      `select row_to_json(c)::text as row from customers c where id in ('${company.id}', '${alias.id}')
       union all select row_to_json(k)::text from customer_contacts k where customer_id = '${company.id}'`,
    );
    assert.equal(kept.length, 3);
    assert.doesNotMatch(JSON.stringify(kept), /Sahyadr|Iyer|Vikram|sahyadri|Temple|\+91/);
    const trail = await world.rows(`select * from audit_logs where entity_id = '${company.id}'`);
    assert.doesNotMatch(JSON.stringify(trail), /Sahyadri|Vikram|Temple|\+91/);
    // The phone is free for somebody else.
    assert.notEqual((await customer({ phone: company.phone! })).id, company.id);
    refused(await erase(company.id), 409, 'customer.refused');
    refused(await world.as('admin').patch(`/customers/${company.id}`, { firstName: 'Back' }), 409, 'customer.refused');
  });

  it('CUS-02 is not forgotten while there is business with them: a job, a bill, an advance', async () => {
    const card = await world.make.openCard();
    const open = await erase(card.customerId);
    refused(open, 409, 'customer.refused');
    assert.deepEqual(open.problem.missing, [`Job card ${card.jobNumber} is open.`]);
    const invoice = await world.make.invoice();
    assert.ok((await erase(invoice.customerId!)).problem.missing!.includes(`Invoice ${invoice.invoiceNumber} is not settled.`));
    const payer = await customer();
    const advance = { serviceCenterId: world.basics.branches.blr01.id, customerId: payer.id, amount: '100.00', method: 'UPI' };
    assert.equal((await world.as('advisor').post('/advances', advance, { key: freshKey() })).status, 201);
    assert.deepEqual((await erase(payer.id)).problem.missing, ['An advance is not used up.']);
    assert.equal((await erase((await customer()).id, 'manager')).status, 202);
    refused(await erase((await customer()).id, 'advisor'), 403, 'access.denied');
  });

  it('CUS-02 a paid bill keeps the name that it was issued to when its customer is forgotten', async () => {
    const invoice = await world.make.invoice();
    const pay = { invoiceId: invoice.id, amount: String(invoice.totalAmount), method: 'UPI' };
    assert.equal((await world.as('manager').post('/payments', pay, { key: freshKey() })).status, 201);
    const open = await erase(invoice.customerId!);
    assert.match(open.problem.missing!.join(), /^Job card .* is open\.$/);
    await world.rows(`update job_cards set status = 'delivered' where customer_id = '${invoice.customerId}' returning id`);
    const document = () => world.rows(`select document from invoices where id = '${invoice.id}'`);
    const before = await document();
    assert.equal((await erase(invoice.customerId!)).status, 200);
    assert.deepEqual(await document(), before);
    assert.match(JSON.stringify(before), /Ravi/);
  });
});
