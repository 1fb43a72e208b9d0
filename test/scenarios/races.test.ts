import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemActor } from '@dms/domain/shared/actor';
import { Quantity } from '@dms/domain/shared/quantity';
import { somebody } from '../contracts/fixtures.ts';
import type { InvoiceBody, JobCardBody, PaymentBody } from '../support/bodies.ts';
import { type Answer, freshKey } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { assertConsecutive, byClients, doom, reprieve, tally, together } from '../support/races.ts';
import { advance, cardFor, remember, type StepName, stepNames, steps, walkTo } from '../support/visit.ts';
import { freshBranches, type World } from '../support/world.ts';

describe('many at once', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const paid = async (id: string) => {
    const { body } = await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`);
    const payments = await world.rows(`select from payment_allocations where invoice_id = '${id}'`);
    return [body.status, body.paidAmount, payments.length];
  };

  it('PAY-03 of 50 payments of the whole amount under different keys one is taken, and 49 hear that nothing is due', async () => {
    const { id } = await world.make.invoice();
    const answers = await together(50, () =>
      world.as('advisor').post('/payments', { invoiceId: id, amount: '1888.00', method: 'CARD' }, { key: freshKey() }),
    );
    assert.deepEqual(tally(answers), { '201': 1, '409 payment.exceeds_balance': 49 });
    assert.deepEqual(await paid(id), ['PAID', '1888.00', 1]);
  });

  it('PAY-02 of 20 sendings of one payment under one key one is taken, and no other answer tells anything else', async () => {
    const { id } = await world.make.invoice();
    const key = freshKey();
    const send = () => world.as('advisor').post<PaymentBody>('/payments', { invoiceId: id, amount: '100.00', method: 'CARD' }, { key });
    const answers = await together(20, send);
    const taken = answers.filter(({ status }) => status === 201);
    assert.ok(taken.length > 0);
    assert.equal(taken.filter(({ headers }) => headers.get('idempotency-replayed') === null).length, 1);
    assert.equal(new Set(taken.map(({ text }) => text)).size, 1);
    for (const { status, problem, headers } of answers.filter((each) => each.status !== 201)) {
      assert.deepEqual([status, problem.code], [409, 'idempotency.in_progress']);
      assert.match(headers.get('retry-after') ?? '', /^\d+$/);
    }
    assert.deepEqual(await paid(id), ['PARTIAL', '100.00', 1]);
    assert.equal((await send()).text, taken[0]!.text);
  });

  it('INV-01 numbers stay 1 to n when 64 are issued at once and a fifth of them is rolled back at the commit', async () => {
    const drafts = await byClients(8, Array.from({ length: 64 }), () => world.make.draft());
    const before = (await world.rows(`select from invoices where invoice_number like 'BLR01/%'`)).length;
    const doomed = drafts.filter((_, index) => index % 5 === 0).map(({ id }) => id);
    await doom(world, doomed);
    const issue = (id: string) => world.as('advisor').post<InvoiceBody>(`/invoices/${id}/issue`);
    const answers = await Promise.all(drafts.map(({ id }) => issue(id)));
    assert.deepEqual(tally(answers), { '200': 64 - doomed.length, '409 record.refused': doomed.length });
    await assertConsecutive(world, 'BLR01', before + 64 - doomed.length);
    await reprieve(world);
    const late = await Promise.all(doomed.map(issue));
    assert.deepEqual(tally(late), { '200': doomed.length });
    await assertConsecutive(world, 'BLR01', before + 64);
  });

  it('STK-03 of 30 demands for the last 10 units 10 are served, and the others hear what is left', async () => {
    const part = await world.make.partInStock('10');
    const cards = await byClients(8, Array.from({ length: 30 }), () => world.make.assignedCard());
    const answers = await Promise.all(
      cards.map(({ card }) =>
        world
          .as('staff')
          .post(`/job-cards/${card.id}/parts/issue`, { items: [{ partId: part.id, quantity: '1.000' }] }, { key: freshKey() }),
      ),
    );
    assert.deepEqual(tally(answers), { '200': 10, '409 stock.insufficient': 20 });
    for (const { problem } of answers.filter(({ status }) => status === 409))
      assert.deepEqual(problem.shortages, [{ partId: part.id, requested: '1.000', available: '0.000' }]);
    assert.equal(await world.make.onHand(part.id), '0.000');
    const [moved] = await world.rows<{ n: number; quantity: string }>(
      `select count(*)::int as n, sum(quantity) as quantity from stock_movements where part_id = '${part.id}' and to_type = 'JOB'`,
    );
    assert.deepEqual(moved, { n: 10, quantity: '10.000' });
  });

  it('STK-03 nobody is locked out when baskets name the same parts in opposite orders', async () => {
    const parts = [await world.make.partInStock('100'), await world.make.partInStock('100')];
    const cards = await byClients(8, Array.from({ length: 20 }), () => world.make.assignedCard());
    const answers = await Promise.all(
      cards.map(({ card }, index) => {
        const items = (index % 2 === 0 ? parts : parts.toReversed()).map(({ id: partId }) => ({ partId, quantity: '1.000' }));
        return world.as('staff').post(`/job-cards/${card.id}/parts/issue`, { items }, { key: freshKey() });
      }),
    );
    assert.deepEqual(tally(answers), { '200': 20 });
    for (const { id } of parts) assert.equal(await world.make.onHand(id), '80.000');
  });

  it('STK-03 transfers both ways at once, with their parts in opposite orders, beside issues of the same parts, hold nobody up', async () => {
    const { blr01, blr02 } = world.basics.branches;
    const parts = [await world.make.partInStock('100'), await world.make.partInStock('100')];
    const basket = (back: boolean) =>
      (back ? parts.toReversed() : parts).map(({ id: partId }) => ({ partId, quantity: Quantity.parse('1') }));
    const over = await world.make.transfer(parts.map(({ id: partId }) => ({ partId, quantity: Quantity.parse('40') })));
    const all = over.lines.map(({ partId, quantity }) => ({ partId, quantity }));
    await world.desk.transfer.receive({ transferId: over.id, items: all }, somebody);
    const { transfer } = world.desk;
    const ready = await byClients(8, Array.from({ length: 20 }), async (_, n) => {
      const [from, to] = n % 2 === 0 ? [blr01.id, blr02.id] : [blr02.id, blr01.id];
      const sides = { fromServiceCenterId: from, toServiceCenterId: to };
      const { id: transferId } = await transfer.create({ ...sides, items: basket(n % 4 < 2), reason: 'Both ways' }, somebody);
      await transfer.approve({ transferId }, somebody);
      return { transferId, sender: n % 2 === 0 ? 'staff' : 'staff2', receiver: n % 2 === 0 ? 'staff2' : 'staff' } as const;
    });
    const cards = await byClients(8, Array.from({ length: 10 }), () => world.make.assignedCard());
    const bodyOf = (n: number) => ({ items: basket(n % 2 === 0).map(({ partId }) => ({ partId, quantity: '1.000' })) });
    const [sent, issued] = await Promise.all([
      Promise.all(
        ready.map(({ transferId, sender }) => world.as(sender).post(`/stock-transfers/${transferId}/dispatch`, {}, { key: freshKey() })),
      ),
      Promise.all(cards.map(({ card }, n) => world.as('staff').post(`/job-cards/${card.id}/parts/issue`, bodyOf(n), { key: freshKey() }))),
    ]);
    assert.deepEqual([tally(sent), tally(issued)], [{ '200': 20 }, { '200': 10 }]);
    const received = await Promise.all(
      ready.map(({ transferId, receiver }, n) =>
        world.as(receiver).post(`/stock-transfers/${transferId}/receive`, bodyOf(n), { key: freshKey() }),
      ),
    );
    assert.deepEqual(tally(received), { '200': 20 });
    for (const { id } of parts) {
      assert.equal(await world.make.onHand(id), '50.000');
      assert.equal(await world.make.onHand(id, blr02.id), '40.000');
    }
    assert.deepEqual((await world.cradle.verifyStock(systemActor('test'))).faults, []);
    const [{ deadlocks } = { deadlocks: -1 }] = await world.rows<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    assert.equal(deadlocks, 0);
  });

  it('JOB-04 of twenty tasks that one engineer starts at once one is running', async () => {
    const { user, actor } = await world.make.engineer();
    const cards = await byClients(8, Array.from({ length: 20 }), () => world.make.assignedCard(undefined, actor));
    const answers = await Promise.all(
      cards.map(({ card }) => world.as(user).post<JobCardBody>(`/job-cards/${card.id}/tasks/${card.tasks[0]!.id}/start`)),
    );
    assert.deepEqual(tally(answers), { '200': 1, '409 timelog.running': 19 });
    assert.equal((await world.rows(`select from time_logs where engineer_id = '${user.id}' and status = 'running'`)).length, 1);
    const states = await world.rows<{ status: string; n: number }>(
      `select status, count(*)::int as n from job_cards where assigned_engineer_id = '${user.id}' group by status order by status`,
    );
    assert.deepEqual(states, [
      { status: 'assigned', n: 19 },
      { status: 'in_progress', n: 1 },
    ]);
  });

  it('JOB-07 of two who move the card they both saw the second hears that it changed, and nothing is lost', async () => {
    const { id } = await world.make.openCard();
    const seen = await world.as('advisor').get(`/job-cards/${id}`);
    const headers = { 'if-match': seen.headers.get('etag')! };
    const answers = await Promise.all(
      (['advisor', 'manager'] as const).map((who, index) =>
        world.as(who).patch<JobCardBody>(`/job-cards/${id}/status`, { to: index === 0 ? 'inspecting' : 'awaiting_approval' }, { headers }),
      ),
    );
    assert.deepEqual(tally(answers), { '200': 1, '412 version.stale': 1 });
    const winner = answers.find(({ status }) => status === 200)!;
    const now = await world.as('advisor').get<JobCardBody>(`/job-cards/${id}`);
    assert.deepEqual([now.body.status, now.headers.get('etag')], [winner.body.status, winner.headers.get('etag')]);
    assert.equal((await world.rows(`select from job_card_transitions where job_card_id = '${id}'`)).length, 1);
  });

  it('JOB-07 of twenty who assign without having looked, each is seen by the next, and the last one stands', async () => {
    const { card } = await world.make.assignedCard();
    const engineers = await byClients(4, Array.from({ length: 20 }), () => world.make.engineer());
    const answers = await Promise.all(
      engineers.map(({ user }) => world.as('advisor').post<JobCardBody>(`/job-cards/${card.id}/assign`, { engineerId: user.id })),
    );
    assert.deepEqual(tally(answers), { '200': 20 });
    const versions = answers.map(({ body }) => body.version).sort((a, b) => a - b);
    assert.deepEqual(
      versions,
      Array.from({ length: 20 }, (_, index) => versions[0]! + index),
    );
    const last = answers.find(({ body }) => body.version === versions.at(-1))!;
    const { body } = await world.as('advisor').get<JobCardBody>(`/job-cards/${card.id}`);
    assert.equal(body.assignedEngineerId, last.body.assignedEngineerId);
  });

  it('JOB-01 each step of the main job that ten ask for at once is made once, and leaves one trace', async () => {
    const repeatable: readonly StepName[] = ['assign', 'parts']; // somebody else takes over; more parts are handed out
    const visit = await walkTo(world, 'nothing');
    for (const name of stepNames) {
      if (repeatable.includes(name)) {
        await advance(world, visit, name);
        continue;
      }
      const answers = await together(10, () => steps[name](world, visit) as Promise<Answer>);
      const made = answers.filter(({ status }) => status < 300);
      assert.deepEqual([name, made.length, answers.filter(({ status }) => status === 409).length], [name, 1, 9]);
      remember(visit, name, made[0]!);
    }
    const moves = await world.rows<{ to_status: string }>(
      `select to_status from job_card_transitions where job_card_id = '${visit.card.id}' order by id`,
    );
    assert.deepEqual(
      moves.map(({ to_status }) => to_status),
      ['awaiting_approval', 'approved', 'assigned', 'in_progress', 'completed', 'qc', 'ready', 'invoiced', 'delivered'],
    );
    assert.deepEqual(await paid(visit.invoice!.id), ['PAID', '5068.00', 1]);
  });

  it('JOB-02 of ten desks that open a card for one vehicle one does', async () => {
    const vehicle = await world.make.vehicle();
    const answers = await together(10, () => world.as('advisor').post('/job-cards', cardFor(world, vehicle)));
    assert.deepEqual(tally(answers), { '201': 1, '409 job.already_open': 9 });
  });

  it('JOB-03 gives every card a number of its own', async () => {
    const vehicles = await byClients(4, Array.from({ length: 30 }), () => world.make.vehicle());
    const answers = await Promise.all(
      vehicles.map((vehicle) => world.as('advisor').post<JobCardBody>('/job-cards', cardFor(world, vehicle))),
    );
    assert.deepEqual(tally(answers), { '201': 30 });
    assert.equal(new Set(answers.map(({ body }) => body.jobNumber)).size, 30);
  });
});
