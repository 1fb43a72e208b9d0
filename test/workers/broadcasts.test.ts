import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MOST_RECIPIENTS, RECIPIENTS_OF_STEP } from '@dms/domain/notifications/broadcast';
import { startDms } from '../support/api-process.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

const texts = [{ language: 'en', subject: 'Closed', body: 'Dear {{name}}, we are closed on Monday.' }];
const toCustomers = { category: 'SERVICE', to: 'CUSTOMERS', channels: ['EMAIL', 'SMS'], texts };

/** So many customers more, by the eyes of the superuser. */
const manyCustomers = ({ rows, basics }: World, count: number): Promise<unknown> =>
  rows(
    `set session_replication_role = replica;
     insert into customers select made.*
     from customers c, generate_series(1, ${count}) n, lateral jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'phone', '+916' || lpad(n::text, 9, '0'), 'email', null)) made where c.id = '${basics.car.customerId}'`,
  );

describe('a broadcast to many', () => {
  it('NOT-06 OUT-02 is told by steps: a worker killed between them leaves whole steps, and another tells the rest, each once', async (t) => {
    const world = await freshBranches(t);
    await manyCustomers(world, 7 * RECIPIENTS_OF_STEP);
    const boss = world.as('superAdmin');
    const shown = await boss.post<{ recipients: number }>('/notifications/broadcast', toCustomers);
    assert.equal(shown.status, 200, shown.text);
    const { recipients } = shown.body;
    const [counted] = await world.rows<{ n: number }>(
      'select count(*)::int as n from customers where alias_of is null and erased_at is null',
    );
    assert.equal(recipients, counted!.n);
    const sent = await boss.post<{ broadcastId: string }>('/notifications/broadcast', { ...toCustomers, recipients });
    assert.equal(sent.status, 201, sent.text);
    const messages = async () =>
      (await world.rows<{ n: number }>(`select count(*)::int as n from notifications where entity_id = '${sent.body.broadcastId}'`))[0]!.n;

    const killed = await startDms(t, world, ['worker', 'relay', 'reminders']);
    const ofStep = RECIPIENTS_OF_STEP * toCustomers.channels.length;
    await until(async () => (await messages()) >= 2 * ofStep, { timeoutMs: 60_000, what: 'two steps' });
    await killed.kill('SIGKILL');
    const left = await messages();
    t.diagnostic(`killed at ${left} of ${recipients * toCustomers.channels.length} messages`);
    assert.ok(left < recipients * toCustomers.channels.length, 'it was killed before the end');
    assert.equal(left % ofStep, 0, 'what is there is of whole steps');

    await startDms(t, world, ['worker', 'relay', 'reminders']);
    await until(async () => (await world.rows(`select from broadcast_progress where ended`)).length === 1, {
      timeoutMs: 90_000,
      what: 'the end of the broadcast',
    });
    const [told] = await world.rows<{ all: number; people: number; runs: number }>(
      `select count(*)::int as all, count(distinct recipient_id)::int as people,
         (select count(distinct dedupe_key)::int from job_runs where consumer in ('notification-email', 'notification-sms')) as runs
       from notifications where entity_id = '${sent.body.broadcastId}'`,
    );
    assert.deepEqual(told, { all: 2 * recipients, people: recipients, runs: 2 * recipients });
    const steps = await world.rows<{ made: number }>(
      `select (metadata ->> 'made')::int as made from audit_logs where event = 'NotificationsMade' `,
    );
    assert.equal(Math.max(...steps.map(({ made }) => made)), ofStep);
    assert.equal(steps.length, Math.ceil(recipients / RECIPIENTS_OF_STEP));
  });

  it('NOT-06 is refused where it goes to more than the most at once, already when it is looked at', async (t) => {
    const world = await freshBranches(t);
    const hire = (first: number, last: number) =>
      world.rows(
        `set session_replication_role = replica;
         insert into users select made.*
         from users u, generate_series(${first}, ${last}) n, lateral jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid(), 'email', 'many' || n || '@dms.example', 'phone', null)) made where u.id = '${world.people.staff.id}'`,
      );
    const [there] = await world.rows<{ n: number }>(`select count(*)::int as n from users where status = 'ACTIVE'`);
    const more = MOST_RECIPIENTS - there!.n;
    await hire(1, more);
    const look = (given: object = {}) =>
      world.as('superAdmin').post<{ recipients: number }>('/notifications/broadcast', { ...toCustomers, to: 'USERS', ...given });
    assert.equal((await look()).body.recipients, MOST_RECIPIENTS);
    await hire(more + 1, more + 1);
    for (const answer of [await look(), await look({ recipients: MOST_RECIPIENTS + 1 })]) {
      assert.deepEqual([answer.status, answer.problem.code], [409, 'broadcast.audience']);
      assert.match(answer.problem.detail, /more than 50000/);
    }
  });
});
