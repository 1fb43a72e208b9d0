import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemActor } from '@dms/domain/shared/actor';
import type { ApprovalBody, CustomerBody, EstimateBody, JobCardBody, ListedEstimateBody } from '../../support/bodies.ts';
import type { Answer } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { formOf, paper, picture } from '../../support/forms.ts';
import { byClients, tally, together } from '../../support/races.ts';
import { estimateOf } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

/** Who is to be forgotten, and what they say: nobody else in these tests has any of these words. */
const WORDS = ['Zubeida', 'Khatoon', '98450 77777', 'Temple Lane', 'clutch smells'];

describe('what is left of a customer who was forgotten, over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let made = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const somebodyNew = () => ({
    ...{ type: 'PERSON', firstName: 'Zubeida', lastName: 'Khatoon', address: '7, Temple Lane' },
    phone: `+9196${String((made += 1)).padStart(8, '0')}`,
  });
  const newVehicle = () => ({ make: 'Tata', model: 'Nexon', registration: `KA09FG${String((made += 1)).padStart(4, '0')}` });
  const visit = (more: object) => ({
    ...{ serviceCenterId: world.basics.branches.blr01.id, type: 'PERIODIC_SERVICE', odometer: 1_000, estimate: estimateOf(world) },
    ...{ description: 'Zubeida says the clutch smells' },
    ...more,
  });
  const done = <Body>(answer: Answer<Body>, status = 200): Body => {
    assert.equal(answer.status, status, answer.text);
    return answer.body;
  };
  const refused = ({ status, problem, text }: Answer, code: string) => assert.deepEqual([status, problem.code], [409, code], text);
  const open = async (more: object = {}): Promise<JobCardBody> =>
    done(
      await world.as('advisor').post<JobCardBody>('/job-cards', visit({ newCustomer: somebodyNew(), newVehicle: newVehicle(), ...more })),
      201,
    );
  const erase = (id: string) => world.as('admin').post<CustomerBody>(`/customers/${id}/erase`);
  const cancel = async ({ id }: JobCardBody): Promise<void> =>
    void done(await world.as('advisor').patch(`/job-cards/${id}/status`, { to: 'cancelled', reason: 'Not now' }));
  const ask = async (more: object = {}): Promise<string> => {
    const answer = await world
      .as('callCenter')
      .post('/job-cards', visit({ newCustomer: somebodyNew(), newVehicle: newVehicle(), ...more }));
    assert.equal(answer.status, 202, answer.text);
    return answer.headers.get('location')!;
  };
  const approval = async (path: string): Promise<ApprovalBody> => done(await world.as('admin').get<ApprovalBody>(path));
  /** Whatever holds one of the words, by the table. */
  const tellsOfThem = async (): Promise<readonly string[]> => {
    const tables = await world.rows<{ name: string }>(`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
    const told: string[] = [];
    for (const { name } of tables)
      for (const { row } of await world.rows<{ row: string }>(
        `select t::text as row from ${name} t where ${WORDS.map((word) => `t::text ilike '%${word}%'`).join(' or ')}`,
      ))
        told.push(`${name}: ${row}`);
    return told;
  };

  it('CUS-02 what was asked for tells nothing of who it was about once it has ended, however it ended', async () => {
    const ends: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
      EXECUTED: (path) => world.as('manager').post(`${path}/approve`),
      REJECTED: (path) => world.as('manager').post(`${path}/reject`, { rejectionReason: 'Not here' }),
      CANCELLED: (path) => world.as('callCenter').post(`${path}/cancel`),
      EXPIRED: async (path) => {
        await world.rows(`update approvals set expires_at = requested_at where id = '${path.split('/').at(-1)}' returning id`);
        await world.cradle.expireApprovals({ dueAt: world.cradle.clock.now() }, systemActor('test'));
      },
    };
    for (const [status, end] of Object.entries(ends)) {
      const path = await ask();
      const asked = await approval(path);
      assert.match(JSON.stringify(asked.payload), /Zubeida/, 'who decides sees who it is about');
      await end(path);
      const ended = await approval(path);
      assert.equal(ended.status, status);
      assert.doesNotMatch(JSON.stringify(ended), /Zubeida|Khatoon|Temple|\+9196/);
      const { type, serviceCenterId } = asked.payload;
      assert.deepEqual([ended.payload.type, ended.payload.serviceCenterId], [type, serviceCenterId], 'the rest is there');
      const [row] = await world.rows<{ hash: string; payload: object }>(
        `select payload_hash as hash, payload from approvals where id = '${ended.id}'`,
      );
      assert.match(row!.hash, /^[0-9a-f]{64}$/);
      assert.doesNotMatch(JSON.stringify(row!.payload), /Zubeida|Khatoon|Temple|\+9196/);
    }
  });

  it('CUS-02 what is still asked for about somebody who is forgotten tells nothing of them, and cannot be approved', async () => {
    const { id, customerId, vehicleId } = await open();
    await cancel({ id } as JobCardBody);
    const path = await ask({ newCustomer: undefined, newVehicle: undefined, customerId, vehicleId });
    done(await erase(customerId));
    assert.doesNotMatch(JSON.stringify(await approval(path)), /Zubeida/);
    refused(await world.as('manager').post(`${path}/approve`), 'approval.stale');
    assert.equal((await approval(path)).status, 'STALE');
  });

  it('CUS-02 AUD-01 what a customer says along with their decision goes neither into the trail nor to anybody else', async () => {
    const card = await open();
    const path = `/job-cards/${card.id}`;
    done(await world.as('advisor').patch(`${path}/status`, { to: 'awaiting_approval' }));
    const [{ link }] = done(await world.as('advisor').get<{ data: ListedEstimateBody[] }>(`${path}/estimates`)).data as [
      ListedEstimateBody,
    ];
    const note = 'Zubeida Khatoon, call me on 98450 77777';
    done(await world.anybody.post(`${link!.path}/decision`, { decision: 'DECLINED', note }));
    const [estimate] = done(await world.as('advisor').get<{ data: EstimateBody[] }>(`${path}/estimates`)).data;
    assert.equal((estimate as unknown as { decisionNote: string }).decisionNote, note, 'the branch reads it on the estimate');
    for (const table of ['audit_logs', 'outbox', 'job_card_transitions'])
      assert.deepEqual(await world.rows(`select t::text from ${table} t where t::text ilike '%98450 77777%'`), [], table);
  });

  it('CUS-02 no table tells of somebody who was forgotten', async () => {
    const card = await open({ type: 'WASH', estimate: undefined });
    const { customerId, vehicleId } = card;
    const path = `/job-cards/${card.id}`;
    const attach = (kind: string, name: string, bytes: Buffer) =>
      world.as('advisor').ask('POST', `${path}/attachments`, { body: formOf({ kind, caption: 'Licence of Zubeida' }, { name, bytes }) });
    done(await attach('DOCUMENT', 'zubeida-licence.pdf', paper()), 201);
    done(
      await world
        .as('advisor')
        .ask('POST', `${path}/attachments`, { body: formOf({ kind: 'PHOTO_BEFORE' }, { name: 'door.png', bytes: picture() }) }),
      201,
    );
    await world.rows(
      `update job_cards set status = 'closed', completed_at = now(), delivered_at = now(), closed_at = now() where id = '${card.id}' returning id`,
    );
    await world.cradle.rebuildHistory();
    const buyer = done(
      await world.as('advisor').post<CustomerBody>('/customers', { ...somebodyNew(), firstName: 'Ganesh', lastName: null, address: null }),
      201,
    );
    done(
      await world.as('manager').post(`/vehicles/${vehicleId}/transfer`, { customerId: buyer.id, note: 'Zubeida sold it to her brother' }),
    );
    assert.ok((await tellsOfThem()).length > 5);
    for (const { id } of await world.rows<{ id: string }>(`select id from customers where first_name = 'Zubeida'`)) {
      for (const { id: cardId } of await world.rows<{ id: string }>(
        `select id from job_cards where customer_id = '${id}' and status not in ('cancelled', 'closed', 'delivered')`,
      ))
        await cancel({ id: cardId } as JobCardBody);
      done(await erase(id));
    }
    assert.deepEqual(await tellsOfThem(), []);
    const [after] = await world.rows(`select description from job_cards where id = '${card.id}'`);
    assert.deepEqual(after, { description: null });
    assert.deepEqual(
      await world.rows(`select kind from files where entity_id = '${card.id}'`),
      [{ kind: 'PHOTO_BEFORE' }],
      'a picture of the vehicle stays',
    );
    assert.deepEqual(await world.rows(`select description from job_tasks where job_card_id = '${card.id}'`), [{ description: 'WASH' }]);
    assert.equal((await world.rows(`select id from customers where id = '${customerId}' and erased_at is not null`)).length, 1);
  });

  it('CUS-02 words that others are called by are still known', async () => {
    const one = done(await world.as('advisor').post<CustomerBody>('/customers', { ...somebodyNew(), firstName: 'Farhana' }), 201);
    const other = done(
      await world.as('advisor').post<CustomerBody>('/customers', { ...somebodyNew(), firstName: 'Farhana', lastName: 'Bi' }),
      201,
    );
    const known = () => world.rows(`select word from name_dictionary where word = 'farhana'`);
    done(await erase(one.id));
    assert.equal((await known()).length, 1);
    done(await erase(other.id));
    assert.deepEqual(await known(), []);
  });

  it('CUS-02 nothing new begins with somebody who was forgotten: no job, vehicle, paper or advance', async () => {
    const card = await open();
    await cancel(card);
    const { customerId, vehicleId } = card;
    done(await erase(customerId));
    const { id: serviceCenterId } = world.basics.branches.blr01;
    refused(await world.as('advisor').post('/job-cards', visit({ customerId, vehicleId })), 'customer.refused');
    refused(await world.as('advisor').post('/vehicles', { ...newVehicle(), customerId, serviceCenterId }), 'customer.refused');
    const form = formOf({ entityType: 'Customer', entityId: customerId }, { name: 'a.pdf', bytes: paper() });
    refused(await world.as('advisor').ask('POST', '/files', { body: form }), 'customer.refused');
    const advance = { serviceCenterId, customerId, amount: '100.00', method: 'UPI' };
    refused(await world.as('advisor').post('/advances', advance, { key: `advance-${customerId}` }), 'customer.refused');
    await assert.rejects(
      world.rows(`update vehicles set customer_id = '${customerId}' where id <> '${vehicleId}' returning id`),
      /was erased/,
      'whoever writes it',
    );
  });

  it('CUS-02 of forgetting somebody and opening a job card for them at once one is done', async () => {
    for (let round = 0; round < 5; round += 1) {
      const card = await open();
      await cancel(card);
      const { customerId, vehicleId } = card;
      const answers = await together<Answer>(2, (n) =>
        n === 0 ? erase(customerId) : world.as('advisor').post('/job-cards', visit({ customerId, vehicleId })),
      );
      const counted = tally(answers);
      assert.equal(counted['409 customer.refused'], 1, JSON.stringify(counted));
      const [left] = await world.rows<{ erased: boolean; open: boolean }>(`
        select c.erased_at is not null as erased, exists (
          select from job_cards j where j.customer_id = c.id and j.status <> 'cancelled') as open
        from customers c where c.id = '${customerId}'`);
      assert.notEqual(left!.erased, left!.open);
    }
  });

  it('CUS-02 FIL-01 forgetting somebody while their files are dropped one by one does both, and leaves none', async () => {
    for (let round = 0; round < 5; round += 1) {
      const card = await open();
      await cancel(card);
      const added = await byClients(4, Array.from({ length: 4 }), async () => {
        const body = formOf({ entityType: 'Customer', entityId: card.customerId }, { name: 'a.pdf', bytes: paper() });
        return (await world.as('manager').ask('POST', '/files', { body })).headers.get('location')!;
      });
      const answers = await together<Answer>(added.length + 1, (n) =>
        n === 0 ? erase(card.customerId) : world.as('manager').ask('DELETE', added[n - 1]!),
      );
      done(answers[0]!);
      for (const { status } of answers.slice(1)) assert.ok([204, 404, 409].includes(status), String(status));
      assert.deepEqual(await world.rows(`select id from files where entity_id = '${card.customerId}'`), []);
    }
  });
});
