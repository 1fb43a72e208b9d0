import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import pg from 'pg';
import { Migration20261129030100 } from '../../db/migrations/20261129030100-letters-as-messages.ts';
import type { JobCardBody } from '../support/bodies.ts';
import { clientAt } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { lettersIn } from '../support/letters.ts';
import { until } from '../support/until.ts';
import { walkTo } from '../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../support/world.ts';

type Message = { id: string; type: string; channel: string; status: string; reason: string | null; language: string | null };

const at = (day: string, time: string): string => new Date(`${day}T${time}:00+05:30`).toISOString();
const lettersTo = async (world: World, address: string) => (await lettersIn(world)).filter(({ to }) => to === address);
const messagesIn = (world: World) => (where: string) =>
  world.rows<Message>(`select id, type, channel, status, reason, language from notifications where ${where} order by channel`);
const outcomes = (messages: readonly Message[]) => messages.map(({ channel, status, reason }) => [channel, status, reason]);

/** Everything that has happened was told, and everything that was decided on is sent or waits for its time. */
const atRest = async (world: World): Promise<void> => {
  await until(async () => (await world.rows('select from outbox where dispatched_at is null')).length === 0);
  await until(
    async () =>
      (
        await world.rows(`select from job_runs where queue in ('reminders', 'email', 'sms') and state not in ('done', 'dead')
        and not (state = 'waiting' and next_attempt_at > '${world.clock.now().toISOString()}')`)
      ).length === 0,
    { what: 'all messages' },
  );
};
const write = (world: World, { customerId }: { customerId: string }, address: string, language = 'en') =>
  world.rows(`update customers set email = '${address}', language = '${language}' where id = '${customerId}' returning id`);

describe('the letter with an estimate', () => {
  const suite = withSuite();
  let world: World;
  let messages: ReturnType<typeof messagesIn>;
  before(async () => {
    world = await freshBranches(suite);
    messages = messagesIn(world);
    (world.clock as FixedClock).set(at('2026-11-24', '22:30'));
    await world.startWorkers('relay', 'reminders', 'email', 'sms');
  });
  const advisor = () => clientAt(world.url, tokenFor(world.cradle, world.people.advisor));
  /** A card whose estimate waits for the customer's word, once they have an address. */
  const asked = async (address: string, language?: string): Promise<JobCardBody> => {
    const { id } = await world.make.openCard();
    const card = (await advisor().get<JobCardBody>(`/job-cards/${id}`)).body;
    await write(world, card, address, language);
    const { status, text } = await advisor().patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
    assert.equal(status, 200, text);
    return card;
  };

  it('JOB-06 NOT-02 goes at night, as the vehicle waits for the answer: by mail and SMS, in their language, with a link that opens it', async () => {
    const { id } = await asked('night@estimates.example', 'hi');
    await atRest(world);
    const found = await messages(`entity_id = '${id}'`);
    assert.deepEqual(outcomes(found), [
      ['EMAIL', 'sent', null],
      ['SMS', 'sent', null],
    ]);
    assert.deepEqual(
      found.map(({ type, language }) => [type, language]),
      [
        ['estimate', 'hi'],
        ['estimate', 'hi'],
      ],
    );
    const [letter, ...more] = await lettersTo(world, 'night@estimates.example');
    assert.deepEqual(more, []);
    assert.match(letter!.text, /के काम का अनुमानित खर्च ₹/);
    const [, token] = /https:\/\/dms\.example\/estimates\/([\w-]+)/.exec(letter!.text)!;
    assert.equal((await world.anybody.get(`/public/estimates/${token}`)).status, 200);
    for (const table of ['notifications', 'job_runs', 'audit_logs', 'outbox'])
      assert.deepEqual(await world.rows(`select from ${table} t where t::text like '%${token}%'`), [], table);
  });

  it('NOT-02 goes by no way that the customer does not want', async () => {
    const { id } = await world.make.openCard();
    const { customerId } = (await advisor().get<JobCardBody>(`/job-cards/${id}`)).body;
    await write(world, { customerId }, 'unwanted@estimates.example');
    const preferences = [{ category: 'SERVICE', channel: 'EMAIL', enabled: false }];
    assert.equal((await advisor().ask('PUT', '/notifications/preferences', { body: { customerId, preferences } })).status, 200);
    await advisor().patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
    await atRest(world);
    assert.deepEqual(outcomes(await messages(`entity_id = '${id}'`)), [
      ['EMAIL', 'suppressed', 'They do not want letters of this kind.'],
      ['SMS', 'sent', null],
    ]);
    assert.deepEqual(await lettersTo(world, 'unwanted@estimates.example'), []);
    await world.rows(`delete from notification_preferences where owner_id = '${customerId}' returning owner_id`);
  });
});

describe('the letter with an estimate that was decided on', () => {
  it('JOB-06 goes no more once the estimate was decided on', async (t) => {
    const slow = await freshBranches(t);
    const { id } = await slow.make.openCard();
    const { customerId } = (await slow.as('advisor').get<JobCardBody>(`/job-cards/${id}`)).body;
    await write(slow, { customerId }, 'late@estimates.example');
    await slow.as('advisor').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
    await slow.as('advisor').post(`/job-cards/${id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' });
    await slow.startWorkers('relay', 'reminders', 'email', 'sms');
    await atRest(slow);
    const reasons = (await messagesIn(slow)(`entity_id = '${id}' and type = 'estimate'`)).map(({ status, reason }) => [
      status,
      /accepted already/.test(reason ?? ''),
    ]);
    assert.deepEqual(reasons, [
      ['suppressed', true],
      ['suppressed', true],
    ]);
  });
});

describe('the letter that reminds of a service', () => {
  it('JOB-11 NOT-02 waits until the morning, goes once to the owner, and says why where they want none', async (t) => {
    const world = await freshBranches(t);
    const clock = world.clock as FixedClock;
    const messages = messagesIn(world);
    const { vehicle } = await walkTo(world, 'qc');
    await write(world, vehicle, 'owner@services.example', 'hi');
    assert.equal((await world.as('advisor').post(`/vehicles/${vehicle.id}/odometer`, { odometer: 29_700 })).status, 201);
    clock.set(at('2026-11-24', '20:59'));
    assert.equal((await world.cradle.remindOfServices({ dueAt: clock.now() }, systemActor('scheduler'))).done, 1);
    clock.set(at('2026-11-24', '21:00'));
    await world.startWorkers('relay', 'reminders', 'email', 'sms');
    const ofThisVehicle = `entity_id = '${vehicle.id}' and type = 'service-reminder'`;
    await until(async () => (await messages(`${ofThisVehicle} and status = 'deferred'`)).some(({ channel }) => channel === 'EMAIL'));
    assert.deepEqual(await lettersTo(world, 'owner@services.example'), []);
    clock.set(at('2026-11-25', '09:00'));
    await until(async () => (await messages(`${ofThisVehicle} and status = 'sent'`)).length === 2, { what: 'the letter of the morning' });
    const [letter, ...more] = await lettersTo(world, 'owner@services.example');
    assert.deepEqual(more, []);
    assert.match(letter!.subject, /^सर्विस अनुस्मारक: /);
    assert.match(letter!.text, /30150 कि\.मी\. पर/);
  });
});

describe('letters that were on their way by what wrote them before', () => {
  it('OUT-02 are written once: what waited or was dead by its kind of message, and what was written is not again', async (t) => {
    const world = await freshBranches(t);
    const ids: Record<string, string> = {};
    for (const state of ['waiting', 'handed', 'dead', 'done']) {
      const { id } = await world.make.openCard();
      ids[state] = id;
      await world.as('advisor').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
    }
    const { customerId } = (await world.as('advisor').get<JobCardBody>(`/job-cards/${ids.done}`)).body;
    await world.rows(`update customers set email = id || '@before.example' returning id`);
    assert.ok(customerId);
    // As the relay and the workers of before left them.
    const now = world.clock.now().toISOString();
    for (const [state, id] of Object.entries(ids)) {
      await world.rows(`
        insert into job_runs (id, queue, consumer, dedupe_key, event_id, payload, state, attempt, max_attempts, starts, next_attempt_at, handed_at, request_id, created_at)
        select gen_random_uuid(), 'email', 'estimate-mail', id::text, id, '{}', '${state}', 8, 8, 8, '${now}', case when '${state}' = 'handed' then '${now}'::timestamptz end,
          request_id, '${now}'
        from outbox where name = 'EstimateSent' and entity_id = '${id}' returning id`);
      await world.rows(`update outbox set dispatched_at = now() where entity_id = '${id}' returning id`);
    }
    await world.rows(`insert into dead_letters (id, job_run_id, queue, consumer, payload, failures, last_error, died_at)
      select gen_random_uuid(), id, queue, consumer, payload, '[]', 'ECONNREFUSED', now() from job_runs where state = 'dead' returning id`);
    await world.rows(`insert into inbox (consumer, message_id, handled_at)
      select consumer, event_id, now() from job_runs where state = 'done' returning message_id`);

    const migration = new Migration20261129030100(undefined as never, undefined as never);
    migration.up();
    const owner = new pg.Client({ connectionString: world.database.adminUrl });
    await owner.connect();
    for (const query of migration.getQueries()) await owner.query(query as string);
    await owner.end();

    await world.startWorkers('relay', 'reminders', 'email', 'sms');
    await atRest(world);
    const told = async () =>
      (
        await world.rows<{ entity_id: string }>(
          `select distinct entity_id from notifications where type = 'estimate' and channel = 'SMS' and status = 'sent'`,
        )
      ).map(({ entity_id: id }) => id);
    assert.deepEqual((await told()).sort(), [ids.waiting, ids.handed].sort());
    const [dead] = await world.rows<{ job_run_id: string; consumer: string }>('select job_run_id, consumer from dead_letters');
    assert.equal(dead!.consumer, 'notifications');
    assert.equal((await world.as('superAdmin').post(`/jobs/${dead!.job_run_id}/retry`)).status, 202);
    // Handed on again, as after a loss, what was written is not written again.
    await world.rows(`update outbox set dispatched_at = null where name = 'EstimateSent' returning id`);
    await until(async () => (await told()).length === 3);
    await atRest(world);
    assert.deepEqual((await told()).sort(), [ids.waiting, ids.handed, ids.dead].sort());
  });
});
