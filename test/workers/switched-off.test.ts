import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { SwitchableModule } from '@dms/domain/configuration/switchable-modules';
import { RECIPIENTS_OF_STEP } from '@dms/domain/notifications/broadcast';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemClock } from '../../adapters/security/system.ts';
import { workOf } from '../../workers/consumers.ts';
import { lookAt } from '../../workers/doctor/checks.ts';
import { askDms, startDms } from '../support/api-process.ts';
import { clientAt, freshKey } from '../support/client.ts';
import { until } from '../support/until.ts';
import { freshBranches, tokenFor, type World } from '../support/world.ts';
import { effectful, freshWorld, movedClock } from './worker-world.ts';

type Queues = { queues: { name: string; waiting: number; due: number; resting: number; running: number; lagSeconds: number }[] };
type Run = { state: string; starts: number; failures: number; attempt: number };

const turn = async (world: World, name: SwitchableModule, on: boolean): Promise<void> => {
  // The clock may have moved beyond the token of before.
  const boss = clientAt(world.url, tokenFor(world.cradle, world.people.superAdmin));
  const set = await boss.ask('PUT', `/system-config/features.${name}`, { body: { value: on } });
  assert.equal(set.status, 200, set.text);
};
const runsOf = (world: Pick<World, 'rows'>, consumer: string): Promise<Run[]> =>
  world.rows<Run>(
    `select state, starts, attempt, jsonb_array_length(failures)::int as failures from job_runs where consumer = '${consumer}' order by position`,
  );

/** Somebody else's server, which takes whatever it is told. */
const startReceiver = async (t: TestContext) => {
  const told: { id: string; entityId: string; type: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { type, data } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { type: string; data: { entityId: string } };
      told.push({ id: request.headers['webhook-id'] as string, entityId: data.entityId, type });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
};

describe('the work of a module that is switched off', () => {
  it('CFG-02 OUT-02 rests over a worker that is killed, is neither late nor failed, lets other work pass, and is done once in its order', async (t) => {
    const receiver = await startReceiver(t);
    const variables = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };
    const world = await freshBranches(t, { clock: systemClock, variables });
    const [boss, manager] = [world.as('superAdmin'), world.as('manager')];
    const workers = () => startDms(t, world, ['worker', 'relay', 'webhooks', 'pdf', 'reminders'], variables);
    const made = await boss.post<{ id: string }>('/webhooks', { url: receiver.url, events: ['JobCardCreated', 'JobCardMoved'] });
    assert.equal(made.status, 201, made.text);
    const killed = await workers();
    const stateOf = async (entityId: string) => {
      const [run] = await world.rows<{ state: string }>(
        `select state from job_runs where consumer = 'webhook' and payload -> 'event' ->> 'entityId' = '${entityId}'`,
      );
      return run && ['done', 'resting'].includes(run.state) ? run.state : undefined;
    };
    const first = await world.make.openCard();
    assert.equal(await until(() => stateOf(first.id)), 'done');

    await turn(world, 'webhooks', false);
    /** The other process follows within seconds. */
    const restingCard = () =>
      until(async () => {
        const card = await world.make.openCard();
        return (await until(() => stateOf(card.id))) === 'resting' ? card : undefined;
      });
    const cards = [await restingCard(), await restingCard()];
    const before = receiver.told.length;
    for (const { id } of cards)
      for (const to of ['inspecting', 'awaiting_approval'])
        assert.equal((await manager.patch(`/job-cards/${id}/status`, { to })).status, 200);
    const resting = async () => (await runsOf(world, 'webhook')).filter(({ state }) => state === 'resting').length;
    await until(async () => (await resting()) === 6);
    const { id: invoiceId } = await world.make.invoice();
    await until(
      async () =>
        (await world.rows(`select from job_runs where consumer = 'invoice-pdf' and dedupe_key like '${invoiceId}%' and state = 'done'`))
          .length > 0,
    );

    await killed.kill('SIGKILL');
    await workers();
    await restingCard();
    // What the invoice needed made cards of its own.
    const [rested] = await world.rows<{ n: number }>(
      `select count(*)::int as n from job_runs where consumer = 'webhook' and state <> 'done'`,
    );
    await until(async () => (await resting()) === rested!.n);
    assert.equal(receiver.told.length, before);
    const { body } = await world.as('admin').get<Queues>('/admin/queues');
    const { waiting, due, resting: shown, running, lagSeconds } = body.queues.find(({ name }) => name === 'webhooks')!;
    assert.deepEqual({ waiting, due, shown, running, lagSeconds }, { waiting: 0, due: 0, shown: rested!.n, running: 0, lagSeconds: 0 });
    assert.ok((await runsOf(world, 'webhook')).every(({ failures }) => failures === 0));
    assert.deepEqual((await lookAt('queues', world.cradle)).faults, []);
    const { sound, notes } = await lookAt('modules', world.cradle);
    assert.deepEqual(
      [sound, notes],
      [true, ['The module webhooks is switched off (features.webhooks).', `${rested!.n} jobs of the queue webhooks rest.`]],
    );
    const stats = (await askDms(t, world, 'queue', 'stats', 'webhooks')).body as unknown as { resting: number }[];
    assert.equal(stats[0]!.resting, rested!.n);
    const page = { limit: 100, sort: '-createdAt' };
    const queued = await world.cradle.webhookReads.deliveries(made.body.id, { status: 'queued' }, page);
    assert.deepEqual([queued.data.length, new Set(queued.data.map(({ status }) => status))], [rested!.n, new Set(['queued'])]);

    await turn(world, 'webhooks', true);
    await until(async () => (await runsOf(world, 'webhook')).every(({ state }) => state === 'done'));
    assert.equal(receiver.told.length, before + rested!.n);
    assert.equal(new Set(receiver.told.map(({ id }) => id)).size, receiver.told.length, 'each once');
    for (const card of cards)
      assert.deepEqual(
        receiver.told.filter(({ entityId }) => entityId === card.id).map(({ type }) => type),
        ['JobCardCreated', 'JobCardMoved', 'JobCardMoved'],
      );
    assert.deepEqual(
      (await runsOf(world, 'webhook')).filter(({ starts, failures }) => starts !== 1 || failures > 0),
      [],
    );
    assert.deepEqual((await lookAt('modules', world.cradle)).notes, []);
  });

  it('CFG-02 rests too where it was handed over before, as if it had not been begun', async (t) => {
    const world = await freshWorld(t);
    const handlers = effectful('webhook', 'webhooks');
    const [entityId] = await world.publish(1);
    await world.relayLedger.dispatch(workOf(handlers), 10);
    await world.jobQueues.hand(await world.relayLedger.handOver(10));
    const put = (value: boolean) =>
      world.rows(`insert into system_config (id, key, value, valid_from, created_at)
        values (gen_random_uuid(), 'features.webhooks', '${value}', now(), now()) returning id`);
    await put(false);
    world.start({ handlers });
    await until(async () => (await world.states()).resting === 1);
    const [run] = await runsOf(world, 'webhook');
    assert.deepEqual([run!.starts, run!.failures, await world.effects()], [0, 0, []]);
    await put(true);
    await until(async () => (await world.states()).done === 1);
    assert.deepEqual([(await runsOf(world, 'webhook'))[0]!.starts, await world.effects()], [1, [entityId]]);
  });

  it('CFG-02 OUT-01 whatever stands in line behind it rests as well, nothing else waits for it, and it wakes in the order in which it came', async (t) => {
    const clock = movedClock();
    const world = await freshWorld(t, { clock });
    const kinds = [{ consumer: 'webhook' }];
    const [off, on] = [
      { off: kinds, on: [] },
      { off: [], on: kinds },
    ];
    const work = (consumer: string, orderKey: (id: string) => string) => (event: { id: string; entityId: string }) => [
      { consumer, queue: 'webhooks' as const, dedupeKey: event.id, payload: {}, orderKey: orderKey(event.entityId) },
    ];
    await world.publish(30);
    await world.relayLedger.dispatch(
      work('webhook', () => 'one line'),
      100,
    );
    await world.publish(1);
    await world.relayLedger.dispatch(
      work('other', (id) => id),
      100,
    );
    clock.move(1_000);
    const [only, ...more] = await world.relayLedger.handOver(7, off);
    assert.equal(more.length, 0);
    const [other] = await world.rows<{ id: string }>(`select id from job_runs where consumer = 'other'`);
    assert.equal(only!.runId, other!.id, 'found behind more that rests than is handed over at once');
    assert.deepEqual(await world.states(), { resting: 30, handed: 1 });

    clock.move(3_600_000);
    await world.publish(1);
    await world.relayLedger.dispatch(
      work('webhook', () => 'one line'),
      100,
    );
    assert.deepEqual(await world.relayLedger.handOver(7), [], 'what came later waits for its turn behind those that still rest');
    const ids = (await world.rows<{ id: string }>(`select id from job_runs where consumer = 'webhook' order by position`)).map(
      ({ id }) => id,
    );
    const handed: string[] = [];
    for (let turns = 0; handed.length < ids.length && turns < 100; turns += 1)
      for (const { runId, attempt, queue } of await world.relayLedger.handOver(4, on)) {
        const [late] = await world.rows<{ ms: number }>(
          `select extract(epoch from handed_at - next_attempt_at)::float * 1000 as ms from job_runs where id = '${runId}'`,
        );
        assert.equal(late!.ms, 0, 'the time that it rested is no lag');
        handed.push(runId);
        const run = await world.attemptLedger.claim({ runId, attempt, queue }, false);
        assert.ok(run && run !== 'alone');
        await world.attemptLedger.perform(run, async () => null, new Promise(() => {}));
      }
    assert.deepEqual(handed, ids);
  });

  it('CFG-02 IMP-01 rests between two steps of a file, which goes on where it was, also with another worker', async (t) => {
    const world = await freshBranches(t, { clock: systemClock });
    const rows = 6_000;
    const text = [
      'firstName,phone',
      ...Array.from({ length: rows }, (_, n) => `Person ${n},98${String(10_000 + n).padStart(8, '0')}`),
    ].join('\n');
    const first = await world.startWorkers('relay', 'inventory');
    const admin = world.as('admin');
    const place = `serviceCenterId=${world.basics.branches.blr01.id}`;
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    const begun = await admin.post<{ jobId: string }>(`/imports/customers?${place}`, text, { key: freshKey(), headers });
    assert.equal(begun.status, 202, begun.text);
    const job = async () =>
      (await admin.get<{ status: string; progress: number; import: { rowsRead: number; created: number } }>(`/jobs/${begun.body.jobId}`))
        .body;
    await until(async () => (await job()).import.rowsRead > 0);
    await turn(world, 'imports', false);
    await until(async () => (await runsOf(world, 'import'))[0]!.state === 'resting');
    const halfway = await job();
    assert.equal(halfway.status, 'queued');
    assert.ok(halfway.import.rowsRead > 0 && halfway.import.rowsRead < rows, `${halfway.import.rowsRead} rows`);
    await first.close();
    await world.startWorkers('relay', 'inventory');
    await turn(world, 'imports', true);
    await until(async () => (await job()).status === 'succeeded');
    assert.equal((await job()).import.created, rows);
    const [kept] = await world.rows<{ n: number }>(`select count(*)::int as n from customers where phone like '+9198000%'`);
    assert.equal(kept!.n, rows);
  });

  it('CFG-02 NOT-06 rests between two steps of a broadcast, and what else is told of goes on', async (t) => {
    const world = await freshBranches(t, { clock: systemClock });
    await world.rows(
      `set session_replication_role = replica;
       insert into customers select made.*
       from customers c, generate_series(1, ${6 * RECIPIENTS_OF_STEP}) n, lateral jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'phone', '+916' || lpad(n::text, 9, '0'), 'email', null)) made where c.id = '${world.basics.car.customerId}'`,
    );
    const boss = world.as('superAdmin');
    const texts = [{ language: 'en', subject: 'Closed', body: 'Dear {{name}}, we are closed on Monday.' }];
    const draft = { category: 'SERVICE', to: 'CUSTOMERS', channels: ['SMS'], texts };
    const { recipients } = (await boss.post<{ recipients: number }>('/notifications/broadcast', draft)).body;
    await world.startWorkers('relay', 'reminders');
    const sent = await boss.post<{ broadcastId: string }>('/notifications/broadcast', { ...draft, recipients });
    assert.equal(sent.status, 201, sent.text);
    const ofBroadcast = `entity_id = '${sent.body.broadcastId}'`;
    const told = async () => (await world.rows<{ n: number }>(`select count(*)::int as n from notifications where ${ofBroadcast}`))[0]!.n;
    const state = async () =>
      (
        await world.rows<{ state: string }>(
          `select state from job_runs where consumer = 'notifications' and order_key = '${sent.body.broadcastId}'`,
        )
      )[0]?.state;
    await until(async () => (await told()) > 0);
    await turn(world, 'broadcasts', false);
    await until(async () => (await state()) === 'resting');
    const halfway = await told();
    assert.ok(halfway > 0 && halfway < recipients, `${halfway} of ${recipients}`);
    await world.make.invoice();
    await until(async () => (await runsOf(world, 'notifications')).every(({ state: each }) => ['done', 'resting'].includes(each)));
    assert.deepEqual([await told(), await state()], [halfway, 'resting']);
    await turn(world, 'broadcasts', true);
    await until(async () => (await state()) === 'done');
    const [all] = await world.rows<{ n: number; people: number }>(
      `select count(*)::int as n, count(distinct recipient_id)::int as people from notifications where ${ofBroadcast}`,
    );
    assert.deepEqual({ ...all }, { n: recipients, people: recipients });
  });

  it('CFG-02 NOT-05 what is due of it by the clock is skipped and told so, what was begun waits, and it is due again when it is on', async (t) => {
    const world = await freshBranches(t);
    const clock = world.clock as FixedClock;
    const runs = (name: string) =>
      world.rows<{ due_at: Date; state: string }>(`select due_at, state from scheduled_runs where name = '${name}' order by due_at`);
    const states = async (name: string) => (await runs(name)).map(({ state }) => state);
    await world.startWorkers('scheduler');
    await until(async () => (await world.rows("select from schedules where name = 'warranty-reminders'")).length > 0);
    await turn(world, 'warranty', false);
    await world.rows(`insert into scheduled_runs (id, name, due_at, next_try_at)
      values (gen_random_uuid(), 'warranty-reminders', '2026-11-21T04:00:00Z', '2026-11-21T04:00:00Z') returning id`);
    clock.set('2026-11-23T04:00:00.000Z');
    await until(async () => (await states('service-reminders')).includes('done'));
    await until(async () => (await states('warranty-reminders')).length === 2);
    assert.deepEqual(await states('warranty-reminders'), ['open', 'skipped']);
    const { body } = await world
      .as('admin')
      .get<{ data: { name: string; rests: boolean; runs: { state: string; done: number }[] }[] }>('/admin/schedules');
    const shown = (name: string) => body.data.find((each) => each.name === name)!;
    assert.deepEqual([shown('warranty-reminders').rests, shown('service-reminders').rests], [true, false]);
    assert.deepEqual(
      shown('warranty-reminders').runs.map(({ state }) => state),
      ['skipped', 'open'],
    );
    assert.deepEqual((await lookAt('schedules', world.cradle)).faults, [], 'what rests is not late');

    await turn(world, 'warranty', true);
    await until(async () => (await states('warranty-reminders'))[0] === 'done');
    assert.deepEqual(await states('warranty-reminders'), ['done', 'skipped'], 'what was skipped is over');
    clock.set('2026-11-24T04:00:00.000Z');
    await until(async () => (await states('warranty-reminders')).length === 3 && (await states('warranty-reminders'))[2] === 'done');
  });
});
