import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, it } from 'node:test';
import { fixedClock, type FixedClock } from '@dms/domain/memory/clock';
import { Webhook as Verifier } from 'standardwebhooks';
import { webhookSender } from '../../adapters/webhooks/webhook-sender.ts';
import type { ListOf } from '../support/bodies.ts';
import type { Ending } from '../support/database.ts';
import { withSuite } from '../support/endings.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

type Told = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string; readonly event: Event };
type Event = { readonly type: string; readonly timestamp: string; readonly data: { readonly entityId: string } & Record<string, unknown> };
type Shown = { readonly id: string; readonly secret: string | null; readonly formerSecretUntil: string | null; readonly version: number };
type Delivery = {
  id: string;
  event: string;
  entityId: string;
  status: string;
  attempts: number;
  result: string | null;
  lastError: string | null;
};

/** Somebody else's server, which answers as it is told to. */
const startReceiver = async (ending: Ending) => {
  const told: Told[] = [];
  const answers = new Map<string, (told: Told, response: ServerResponse) => void>();
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const each = { path: request.url!, headers: request.headers, body, event: JSON.parse(body || '{}') as Event };
      told.push(each);
      const answer = answers.get(each.path);
      if (answer) answer(each, response);
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.after(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return { told, answers, port, url: `http://127.0.0.1:${port}`, at: (path: string) => told.filter((each) => each.path === path) };
};

describe('webhooks', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  before(async () => {
    receiver = await startReceiver(suite);
    // The library of Standard Webhooks asks the clock of the machine whether a message is of now.
    clock = fixedClock(new Date().toISOString());
    world = await freshBranches(suite, { clock, variables: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } });
    await world.startWorkers('relay', 'webhooks');
  });
  const listen = async (path: string, more: object = {}) => {
    const made = await world.as('admin').post<Shown>('/webhooks', { url: receiver.url + path, ...more });
    assert.equal(made.status, 201, made.text);
    return made.body;
  };
  const stop = (id: string) => world.as('admin').ask('DELETE', `/webhooks/${id}`);
  const deliveriesOf = async (id: string) =>
    (await world.as('admin').get<ListOf<Delivery>>(`/webhooks/${id}/deliveries?limit=100`)).body.data;

  it('WHK-01 is signed so that the library of Standard Webhooks verifies it, and says what happened to what', async () => {
    const webhook = await listen('/signed', { events: ['JobCardCreated'] });
    const card = await world.make.openCard();
    const [told] = await until(() => (receiver.at('/signed').length > 0 ? receiver.at('/signed') : undefined));
    const verified = new Verifier(webhook.secret!).verify(told!.body, told!.headers as Record<string, string>) as Event;
    const [event] = await world.rows<{ id: string }>(`select id from outbox where entity_id = '${card.id}' and name = 'JobCardCreated'`);
    assert.equal(told!.headers['webhook-id'], event!.id);
    assert.deepEqual([verified.type, verified.data.entityId, verified.data.entityType], ['JobCardCreated', card.id, 'JobCard']);
    assert.equal(verified.data.jobNumber, card.jobNumber);
    assert.throws(() => new Verifier(webhook.secret!).verify(`${told!.body} `, told!.headers as Record<string, string>));
    assert.equal(receiver.at('/signed').length, 1, 'of other events it is not told');
    await stop(webhook.id);
  });

  it('WHK-01 shows a secret once, keeps none, and lets two sign for a day while one is changed for the other', async () => {
    const webhook = await listen('/rotated', { events: ['JobCardCreated'] });
    const path = `/webhooks/${webhook.id}`;
    assert.equal((await world.as('admin').get<Shown>(path)).body.secret, null);
    assert.doesNotMatch((await world.as('admin').get('/webhooks')).text, /whsec_/);
    const rotated = await world.as('admin').patch<Shown>(path, { rotateSecret: true });
    const [former, present] = [webhook.secret!, rotated.body.secret!];
    assert.notEqual(former, present);
    const tables = await world.rows<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
    for (const { name } of tables)
      for (const secret of [former, present])
        assert.deepEqual(await world.rows(`select from ${name} t where t::text like '%${secret.slice(6)}%'`), [], name);
    await world.make.openCard();
    const [told] = await until(() => (receiver.at('/rotated').length > 0 ? receiver.at('/rotated') : undefined));
    for (const secret of [former, present]) new Verifier(secret).verify(told!.body, told!.headers as Record<string, string>);
    await stop(webhook.id);
  });

  it('WHK-01 what is not taken is told again, what comes after it of the same record waits, and other records do not', async () => {
    let broken = true;
    const [first, other] = [await world.make.openCard(), await world.make.openCard()];
    receiver.answers.set('/ordered', ({ event }, response) =>
      response.writeHead(broken && event.data.entityId === first.id ? 503 : 200).end(),
    );
    const webhook = await listen('/ordered', { events: ['JobCardMoved'] });
    const move = (id: string, to: string) => world.as('manager').patch(`/job-cards/${id}/status`, { to });
    for (const to of ['inspecting', 'awaiting_approval']) assert.equal((await move(first.id, to)).status, 200);
    assert.equal((await move(other.id, 'inspecting')).status, 200);
    await until(async () => (await deliveriesOf(webhook.id)).some(({ status }) => status === 'failed'));
    await until(() => receiver.at('/ordered').some(({ event }) => event.data.entityId === other.id));
    const of = async (id: string) => (await deliveriesOf(webhook.id)).filter(({ entityId }) => entityId === id).toReversed();
    assert.deepEqual(
      (await of(first.id)).map(({ status }) => status),
      ['failed', 'queued'],
    );
    assert.equal((await of(first.id))[0]!.lastError, 'It answered 503.');
    broken = false;
    clock.advance(3_600_000);
    await until(async () => (await of(first.id)).every(({ status }) => status === 'delivered'));
    const taken = receiver.at('/ordered').filter(({ event }) => event.data.entityId === first.id);
    const ids = taken.map(({ headers }) => headers['webhook-id']);
    assert.equal(ids[0], ids[1], 'told again under the same id');
    assert.notEqual(ids.at(-1), ids[0]);
    assert.equal(ids.filter((id) => id === ids.at(-1)).length, 1);
    await stop(webhook.id);
    assert.equal((await world.as('admin').get(`/webhooks/${webhook.id}`)).status, 404);
    assert.ok((await deliveriesOf(webhook.id)).length >= 3, 'what it was told stays to be seen');
  });

  it('WHK-01 a delivery is replayed under the same id, and not to one that is switched off', async () => {
    const webhook = await listen('/replayed', { events: ['JobCardCreated'] });
    await world.make.openCard();
    const [delivery] = await until(async () => {
      const found = await deliveriesOf(webhook.id);
      return found[0]?.status === 'delivered' ? found : undefined;
    });
    const replay = () => world.as('admin').post<{ jobId: string }>(`/webhooks/deliveries/${delivery!.id}/replay`);
    const asked = await replay();
    assert.equal(asked.status, 202, asked.text);
    await until(() => receiver.at('/replayed').length === 2);
    const [one, two] = receiver.at('/replayed');
    assert.deepEqual([two!.body, two!.headers['webhook-id']], [one!.body, one!.headers['webhook-id']]);
    assert.equal((await world.as('admin').patch(`/webhooks/${webhook.id}`, { active: false })).status, 200);
    assert.equal((await replay()).problem.code, 'webhook.refused');
    await stop(webhook.id);
    assert.equal((await world.as('admin').post(`/webhooks/deliveries/${world.cradle.ids.next()}/replay`)).status, 404);
  });

  it('WHK-01 follows no redirect, and takes 410 for the end', async () => {
    receiver.answers.set('/moved', (_, response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end());
    receiver.answers.set('/gone', (_, response) => response.writeHead(410).end());
    const [moved, gone] = [await listen('/moved', { events: ['JobCardCreated'] }), await listen('/gone', { events: ['JobCardCreated'] })];
    await world.make.openCard();
    await until(async () => (await deliveriesOf(moved.id))[0]?.lastError === 'It answered 302.');
    await until(async () => (await deliveriesOf(gone.id))[0]?.status === 'dead');
    assert.deepEqual(receiver.at('/elsewhere'), []);
    await Promise.all([stop(moved.id), stop(gone.id)]);
  });

  it('WHK-01 refuses addresses of private networks, other schemes, and names and passwords, when they are set up', async () => {
    for (const url of [
      'https://10.0.0.1/hook',
      'https://169.254.169.254/latest/meta-data',
      'https://[::1]/hook',
      'https://[::ffff:10.0.0.1]/hook',
      'https://[fd00::1]/hook',
      'https://0x0a000001/hook',
      'https://2130706433.example:99999/hook',
      'http://hooks.example/plain',
      'https://user:secret@hooks.example/hook',
    ]) {
      const { status } = await world.as('admin').post('/webhooks', { url });
      assert.ok([400, 409].includes(status), `${url}: ${status}`);
    }
    assert.equal((await world.as('admin').post('/webhooks', { url: 'ftp://hooks.example' })).status, 400);
    assert.equal((await world.as('admin').post('/webhooks', { url: 'https://hooks.example', events: ['NoSuchEvent'] })).status, 400);
  });

  it('OUT-03 of each event that is published a webhook may be told, and of no other', async () => {
    const internal = await world.as('admin').post('/webhooks', { url: 'https://hooks.example', events: ['LoggedIn'] });
    assert.equal(internal.status, 400);
  });
});

describe('what a webhook is sent by', () => {
  const suite = withSuite();
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  before(async () => {
    receiver = await startReceiver(suite);
  });
  const message = (path: string, host = '127.0.0.1') => ({ url: `http://${host}:${receiver.port}${path}`, headers: {}, body: '{}' });
  const sender = (more: object = {}) => webhookSender({ allowedNetworks: ['127.0.0.0/8'], timeoutMs: 5_000, ...more });

  it('WHK-01 reaches the address that was checked, and asks for the name once', async () => {
    let asked = 0;
    const addresses = ['127.0.0.1', '10.0.0.1'];
    const resolve = async () => [{ address: addresses[(asked += 1) - 1]!, family: 4 }];
    assert.equal(await sender({ resolve }).post(message('/named', 'rebinding.example')), 204);
    assert.equal(asked, 1);
    assert.equal(receiver.at('/named')[0]!.headers.host, `rebinding.example:${receiver.port}`);
    await assert.rejects(sender({ resolve }).post(message('/named', 'rebinding.example')), /not reached/);
    assert.equal(receiver.at('/named').length, 1);
  });

  it('WHK-01 reaches nobody where one of several addresses is private, or where plain HTTP would leave the allowed networks', async () => {
    const both = async () => ['127.0.0.1', '192.168.1.1'].map((address) => ({ address, family: 4 }));
    await assert.rejects(sender({ resolve: both }).post(message('/both', 'two.example')), /not reached/);
    const open = async () => [{ address: '93.184.216.34', family: 4 }];
    await assert.rejects(sender({ resolve: open }).post(message('/plain', 'open.example')), /TLS/);
    await assert.rejects(webhookSender({ allowedNetworks: [] }).post(message('/local')), /not reached/);
    for (const address of ['::1', 'fe80::1', 'fc00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '100.64.0.1', '0.0.0.0'])
      await assert.rejects(
        webhookSender({ allowedNetworks: [], resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }] }).post(
          message('/', 'x.example'),
        ),
        /not reached/,
        address,
      );
    assert.deepEqual(
      receiver.told.filter(({ path }) => path !== '/named'),
      [],
    );
  });

  it('WHK-01 waits for no answer for ever, and takes in no more of one than is needed', async () => {
    receiver.answers.set('/silent', () => {});
    receiver.answers.set('/endless', (_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await assert.rejects(sender({ timeoutMs: 300 }).post(message('/silent')), /did not answer within/);
    const nobody = () => Promise.withResolvers<never>().promise;
    await assert.rejects(
      sender({ resolve: nobody, timeoutMs: 300 }).post(message('/', 'lost.example')),
      /did not answer within/,
      'nor for a name',
    );
    assert.equal(await sender().post(message('/endless')), 200);
  });
});
