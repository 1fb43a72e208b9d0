import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Cradle } from '../../../adapters/container.ts';
import { startHttp } from '../../../http/server.ts';
import { fakeContainer } from './fake-container.ts';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

type Parts = Parameters<typeof fakeContainer>[0];
const start = (parts: Parts = {}) => startHttp({ container: fakeContainer({ freePort, ...parts }) });
const ready = { postgres: true, migrationsPending: false, redis: true, storage: true };

test('the server serves the API on one port and its metrics on another', async () => {
  const email = { name: 'email' as const, waiting: 7, due: 3, resting: 5, running: 2, dead: 1, lagSeconds: 12.5, lastErrors: [] };
  const queueDesk = { figures: async () => [email] } as unknown as Cradle['queueDesk'];
  const server = await start({ outboxLag: async () => 1.5, queueDesk });
  assert.deepEqual(await (await fetch(`${server.url}/health`)).json(), { status: 'ok' });
  const metrics = await (await fetch(server.metricsUrl)).text();
  assert.match(metrics, /http_request_duration_seconds_count\{method="GET",route="\/health",status="200"\} 1/);
  assert.match(metrics, /outbox_lag_seconds 1\.5/);
  assert.match(metrics, /postgres_pool_connections\{state="idle"\} 8/);
  assert.match(metrics, /nodejs_eventloop_lag_seconds/);
  for (const [state, count] of Object.entries({ waiting: 7, due: 3, resting: 5, running: 2, dead: 1 }))
    assert.match(metrics, new RegExp(`queue_jobs\\{queue="email",state="${state}"\\} ${count}\n`));
  assert.match(metrics, /queue_lag_seconds\{queue="email"\} 12\.5/);
  assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
  await server.close();
  await assert.rejects(fetch(`${server.url}/health`));
});

test('metrics are told without PostgreSQL too', async () => {
  const refused = () => Promise.reject(new Error('connection refused'));
  const server = await start({ outboxLag: refused, queueDesk: { figures: refused } as unknown as Cradle['queueDesk'] });
  const answer = await fetch(server.metricsUrl);
  assert.equal(answer.status, 200);
  const metrics = await answer.text();
  assert.match(metrics, /outbox_lag_seconds NaN|outbox_lag_seconds Nan/);
  assert.doesNotMatch(metrics, /queue_jobs\{/, 'no figure at all is better than an old one');
  await server.close();
});

test('readiness is refused only for PostgreSQL and pending migrations, and degraded without Redis or storage', async () => {
  let state = ready;
  const server = await start({ readiness: async () => state });
  const ask = async (now: Partial<typeof ready>) => {
    state = { ...ready, ...now };
    const answer = await fetch(`${server.url}/ready`);
    const { status, degraded, missing } = (await answer.json()) as Record<string, unknown>;
    return [answer.status, status, degraded ?? missing];
  };
  assert.deepEqual(await ask({}), [200, 'ready', []]);
  assert.deepEqual(await ask({ redis: false }), [200, 'degraded', ['redis']]);
  assert.deepEqual(await ask({ redis: false, storage: false }), [200, 'degraded', ['redis', 'storage']]);
  assert.deepEqual(await ask({ postgres: false, redis: false }), [503, 503, ['postgres']]);
  assert.deepEqual(await ask({ migrationsPending: true }), [503, 503, ['migrations']]);
  await server.close();
});

test('what runs is finished before the server has closed', async () => {
  const running = Promise.withResolvers<void>();
  const done = Promise.withResolvers<typeof ready>();
  const server = await start({
    readiness: () => {
      running.resolve();
      return done.promise;
    },
  });
  const answer = fetch(`${server.url}/ready`);
  await running.promise;
  const closed = server.close();
  done.resolve(ready);
  assert.equal((await answer).status, 200);
  await closed;
});

test('a port that somebody takes at the last moment is passed over; a configured one that is taken is an error', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const first = await start({ freePort: async (from) => (from === 3000 ? port : freePort()) });
  assert.notEqual(new URL(first.url).port, String(port));
  await first.close();
  const config = { production: false, http: { host: '127.0.0.1', port, metricsPort: undefined, corsOrigins: [], trustedProxies: [] } };
  await assert.rejects(start({ config: config as never }), { code: 'EADDRINUSE' });
  taken.close();
});

const raw = async (url: string, text: string): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
};

test('what is not HTTP gets a problem too', async () => {
  const server = await start();
  const answer = await raw(server.url, 'NONSENSE\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.match(answer, /application\/problem\+json/);
  const long = await raw(server.url, `GET /health HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`);
  assert.match(long, /^HTTP\/1\.1 431 /);
  assert.match(long, /application\/problem\+json/);
  await server.close();
});
