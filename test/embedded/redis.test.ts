import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import { isRoot } from '../../adapters/embedded/data-folder.ts';
import { startPrivateRedis, type PrivateRedis } from '../../adapters/embedded/redis.ts';
import { findRedis, NO_REDIS } from '../../adapters/embedded/redis-program.ts';
import { isRunning } from '../../adapters/embedded/running.ts';
import { FIRST_PORTS } from '../support/ports.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';

const firstPort = FIRST_PORTS.testOfRedis;
const start = (home: string, settings?: Readonly<Record<string, string>>): Promise<PrivateRedis> =>
  startPrivateRedis({ home, firstPort, ...(settings && { settings }) });
const runs = ({ pid, port }: PrivateRedis): boolean => isRunning(pid, `127.0.0.1:${port}`);

async function ask<T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, disconnectTimeout: 20 });
  client.on('error', () => {}); // the rejection tells
  try {
    await client.connect();
    return await question(client);
  } finally {
    client.disconnect();
  }
}

const say = async (port: number, command: string): Promise<string> => {
  const socket = createConnection({ port, host: '127.0.0.1' });
  socket.setEncoding('utf8').write(`${command}\r\n`);
  const [answer] = (await once(socket, 'data')) as [string];
  socket.destroy();
  return answer;
};

test('it is made, attached to, stopped and started again, on the same port and with what was written', async () => {
  const home = await workFolder('redis');
  const first = await start(home);
  assert.equal(first.reused, false);
  await ask(first.url, (client) => client.set('kept', 'yes'));
  const second = await start(home);
  assert.deepEqual([second.reused, second.pid, second.url], [true, first.pid, first.url]);
  await first.release();
  assert.ok(runs(first), 'the first to go leaves it running');
  await second.release();
  assert.ok(!runs(first), 'the last to go stops it');
  const third = await start(home);
  assert.deepEqual([third.reused, third.url], [false, first.url]);
  assert.equal(await ask(third.url, (client) => client.get('kept')), 'yes');
  await third.stop();
});

test('what was written a second before a SIGKILL is there after the next start', async () => {
  const home = await workFolder('redis');
  const first = await start(home, { appendfsync: 'always' });
  await ask(first.url, (client) => client.set('kept', 'yes'));
  process.kill(first.pid, 'SIGKILL');
  await until(() => !runs(first));
  const next = await start(home);
  assert.deepEqual([next.reused, next.port], [false, first.port]);
  assert.equal(await ask(next.url, (client) => client.get('kept')), 'yes');
  await next.stop();
});

test('it outlives a SIGKILL of the process that started it, and the next attaches', async () => {
  const home = await workFolder('redis');
  const module = JSON.stringify(join(import.meta.dirname, '../../adapters/embedded/redis.ts'));
  const script = `const { startPrivateRedis } = await import(${module});
    await startPrivateRedis({ home: ${JSON.stringify(home)}, firstPort: ${firstPort} }); process.kill(process.pid, 'SIGKILL');`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  assert.deepEqual(await new Promise((resolve) => starter.on('exit', (code, signal) => resolve([code, signal]))), [null, 'SIGKILL']);
  const next = await start(home);
  assert.equal(next.reused, true);
  await next.release();
  assert.ok(!runs(next), 'the killed one does not count as a user');
});

test('two that start the same home at once get one server, two homes get two', async () => {
  const homes = [await workFolder('redis'), await workFolder('redis')] as const;
  const [one, same, other] = await Promise.all([start(homes[0]), start(homes[0]), start(homes[1])]);
  assert.equal(one.pid, same.pid);
  assert.notEqual(one.port, other.port);
  assert.match(await say(other.port, `AUTH ${new URL(one.url).password}`), /^-WRONGPASS/);
  await Promise.all([one.stop(), other.stop()]);
});

test('a server of others on the port and under the process id of the last one is not taken for ours', async () => {
  const [home, others] = [await workFolder('redis'), await workFolder('redis')];
  const foreign = await start(others);
  const ours = await start(home);
  await ours.stop();
  writeFileSync(join(home, 'state.json'), JSON.stringify({ port: ours.port, pid: foreign.pid }));
  const next = await start(home);
  assert.equal(next.reused, false);
  assert.notEqual(next.pid, foreign.pid);
  await Promise.all([next.stop(), foreign.stop()]);
});

test('it listens on loopback, keeps what it is told, and its password is in no list of processes', async () => {
  const home = await workFolder('redis');
  const server = await start(home);
  const settings = await ask(
    server.url,
    async (client) =>
      Object.fromEntries(
        await Promise.all(['bind', 'appendonly', 'maxmemory-policy'].map(async (name) => [name, (await client.config('GET', name))[1]])),
      ) as Record<string, string>,
  );
  assert.deepEqual(settings, { bind: '127.0.0.1', appendonly: 'yes', 'maxmemory-policy': 'noeviction' });
  assert.match(await say(server.port, 'GET kept'), /^-NOAUTH/);
  assert.ok(server.port < 32768);
  assert.ok(!isRunning(server.pid, new URL(server.url).password));
  for (const file of ['password', 'redis.conf']) assert.equal(statSync(join(home, file)).mode & 0o777, 0o600, file);
  if (isRoot()) assert.equal(statSync(join(home, 'files', 'appendonlydir')).uid, 65534, 'root does not run it as root');
  await server.stop();
});

test('where neither the PATH nor Debian has a Redis, three ways to get one are named', async () => {
  await assert.rejects(findRedis(await workFolder()), { message: NO_REDIS });
  assert.equal(NO_REDIS.match(/^ {2}- /gm)?.length, 3);
});

test('a server that cannot start says why, with its own words', async () => {
  await assert.rejects(start(await workFolder('redis'), { 'maxmemory-policy': 'whatever' }), /Redis did not start[^]*maxmemory-policy/);
});
