import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { cacheFolder, isRoot } from '../../adapters/embedded/data-folder.ts';
import { installedBinaries, startPrivatePostgres, type PostgresOptions, type PrivatePostgres } from '../../adapters/embedded/postgres.ts';
import { isRunning } from '../../adapters/embedded/running.ts';
import { roleFaults } from '../../db/role-check.ts';
import { onDatabase, query } from '../support/embedded.ts';
import { FIRST_PORTS } from '../support/ports.ts';
import { end, workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';

const firstPort = FIRST_PORTS.testOfPostgres;
const start = (home: string, settings: PostgresOptions['settings'] = {}): Promise<PrivatePostgres> =>
  startPrivatePostgres({ home, firstPort, settings });
const dataOf = (home: string): string => join(home, 'cluster', 'data');
const count = async (url: string): Promise<number> => Number((await query<{ n: string }>(url, 'select count(*) n from kept'))[0]!.n);

test('it is made, attached to, stopped and started again, on the same port and with what was written', async () => {
  const home = await workFolder('postgres');
  const first = await start(home);
  assert.equal(first.reused, false);
  await query(first.ownerUrl, 'create table kept as select 1');
  const second = await start(home);
  assert.deepEqual([second.reused, second.pid, second.ownerUrl], [true, first.pid, first.ownerUrl]);
  await first.release();
  assert.equal(await count(second.ownerUrl), 1, 'the first to go leaves it running');
  await second.release();
  // The server says goodbye a moment before its process is gone.
  await until(() => !isRunning(first.pid, home), { what: 'the last to go to have stopped it' });
  const third = await start(home);
  assert.equal(third.reused, false);
  assert.equal(third.ownerUrl, first.ownerUrl);
  assert.equal(await count(third.ownerUrl), 1);
  third.stop();
});

test('what was committed before a SIGKILL of the server is there after the next start, three times over', async () => {
  const home = await workFolder('postgres');
  let server = await start(home);
  await query(server.ownerUrl, 'create table kept (n int)');
  for (let round = 1; round <= 3; round++) {
    await query(server.ownerUrl, 'insert into kept values (1)');
    process.kill(server.pid, 'SIGKILL'); // a child of nobody who reaps: it may stay behind as a zombie
    await until(() => !isRunning(server.pid, home));
    const next = await start(home);
    assert.equal(next.reused, false);
    assert.equal(next.port, server.port);
    assert.equal(await count(next.ownerUrl), round);
    server = next;
  }
  server.stop();
});

test('it outlives a SIGKILL of the process that started it, and the next attaches', async () => {
  const home = await workFolder('postgres');
  const module = JSON.stringify(join(import.meta.dirname, '../../adapters/embedded/postgres.ts'));
  const script = `const { startPrivatePostgres } = await import(${module});
    await startPrivatePostgres({ home: ${JSON.stringify(home)}, firstPort: ${firstPort} }); process.kill(process.pid, 'SIGKILL');`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  assert.deepEqual(await new Promise((resolve) => starter.on('exit', (code, signal) => resolve([code, signal]))), [null, 'SIGKILL']);
  const next = await start(home);
  assert.equal(next.reused, true);
  await next.release();
  assert.ok(!isRunning(next.pid, home), 'the killed one does not count as a user');
});

test('two that start the same home at once get one server', async () => {
  const home = await workFolder('postgres');
  const servers = await Promise.all([start(home), start(home), start(home)]);
  assert.deepEqual(servers.map((server) => server.reused).toSorted(), [false, true, true]);
  assert.equal(new Set(servers.map((server) => server.pid)).size, 1);
  servers[0].stop();
});

test('two homes at once have each their own server, port and passwords', async () => {
  const homes = [await workFolder('postgres'), await workFolder('postgres')];
  const [one, other] = (await Promise.all(homes.map((home) => start(home)))) as [PrivatePostgres, PrivatePostgres];
  assert.notEqual(one.port, other.port);
  assert.notEqual(new URL(one.appUrl).password, new URL(other.appUrl).password);
  await assert.rejects(query(Object.assign(new URL(one.appUrl), { port: other.port }).href, 'select 1'), /password authentication failed/);
  one.stop();
  assert.equal(await query(other.appUrl, 'select 1').then((rows) => rows.length), 1);
  other.stop();
});

test('the application is neither owner nor superuser, makes no tables, and the owner makes the extensions', async () => {
  const server = await start(await workFolder('postgres'));
  assert.deepEqual(await roleFaults(server.appUrl), []);
  assert.deepEqual(await roleFaults(server.ownerUrl), [
    'owns the database, or is a member of the role that does',
    'may create tables in the schema public',
  ]);
  assert.ok((await roleFaults(onDatabase(server.adminUrl, 'dms'))).includes('is a superuser'));
  await assert.rejects(query(server.appUrl, 'create table mine ()'), /permission denied/);
  await query(
    server.ownerUrl,
    ...['pg_trgm', 'fuzzystrmatch', 'btree_gist', 'pgcrypto'].map((extension) => `create extension ${extension}`),
  );
  const [found] = await query<{ n: number; folded: string }>(server.ownerUrl, `select cardinality(show_trgm('राजेश')) n, lower('É') folded`);
  assert.ok(found!.n > 0, 'the letters of Devanagari are letters to trigrams');
  assert.equal(found!.folded, 'é');
  server.stop();
});

test('nothing of it listens beyond loopback, and secrets are readable by their owner alone', async () => {
  const home = await workFolder('postgres');
  const server = await start(home);
  const settings = Object.fromEntries(
    (await query<{ name: string; setting: string }>(server.adminUrl, 'select name, setting from pg_settings')).map(({ name, setting }) => [
      name,
      setting,
    ]),
  );
  assert.deepEqual(
    [
      settings.listen_addresses,
      settings.unix_socket_directories,
      settings.fsync,
      settings.synchronous_commit,
      settings.password_encryption,
    ],
    ['127.0.0.1', '', 'on', 'on', 'scram-sha-256'],
  );
  assert.ok(server.port < 32768);
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of outside) await assert.rejects(connect(server.port, address), address);
  assert.equal(statSync(join(home, 'passwords.json')).mode & 0o777, 0o600);
  assert.equal(statSync(dataOf(home)).mode & 0o777, 0o700);
  if (isRoot()) assert.equal(statSync(dataOf(home)).uid, 65534);
  server.stop();
});

const connect = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ port, host, timeout: 1000 }, () => {
      socket.destroy();
      resolve();
    });
    socket.on('timeout', () => socket.destroy(new Error('timeout')));
    socket.on('error', reject);
  });

test('a postmaster.pid that names another program is not believed', async (t) => {
  const home = await workFolder('postgres');
  const first = await start(home);
  const pidFile = join(dataOf(home), 'postmaster.pid');
  const left = readFileSync(pidFile, 'utf8');
  first.stop();
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot() ? { uid: 65534, gid: 65534 } : {}) });
  t.after(() => stranger.kill());
  writeFileSync(pidFile, left.replace(/^\d+/, String(stranger.pid)));
  const next = await start(home);
  assert.equal(next.reused, false);
  assert.ok(isRunning(stranger.pid!, 'sleep'), 'and is left alone');
  next.stop();
});

test('a cluster that a killed initdb left half made is made anew', async () => {
  const home = await workFolder('postgres');
  const half = join(home, 'cluster', 'data.draft');
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'PG_VERSION'), '18\n');
  const server = await start(home);
  assert.ok(!existsSync(half));
  server.stop();
});

test('roles and database that a crash kept from being made are made at the next start', async () => {
  const home = await workFolder('postgres');
  const first = await start(home);
  await query(first.adminUrl, 'drop database dms', 'drop role dms_app');
  const next = await start(home);
  assert.deepEqual(await roleFaults(next.appUrl), []);
  next.stop();
});

test('a server that cannot start says why, with its own words', async () => {
  await assert.rejects(
    start(await workFolder('postgres'), { shared_buffers: 'plenty' }),
    /PostgreSQL did not start[^]*invalid value for parameter "shared_buffers"/,
  );
});

test('a postmaster that is stopped in its tracks is waited for', async (t) => {
  const home = await workFolder('postgres');
  const first = await start(home);
  process.kill(first.pid, 'SIGSTOP');
  t.after(() => end(first.pid, home, 'SIGQUIT'));
  const attaching = start(home);
  process.kill(first.pid, 'SIGCONT');
  assert.equal((await attaching).reused, true);
  first.stop();
});

test(
  'binaries below a folder that is closed to others are copied once to where nobody can come',
  { skip: !isRoot() && 'only root has to run it as another user' },
  async () => {
    const closed = await workFolder('closed');
    const native = dirname(dirname((await installedBinaries()).postgres));
    cpSync(join(native, '..'), closed, { recursive: true, verbatimSymlinks: true });
    chmodSync(closed, 0o700);
    const inClosed = (program: string): string => join(closed, 'native', 'bin', program);
    const binaries = { initdb: inClosed('initdb'), pg_ctl: inClosed('pg_ctl'), postgres: inClosed('postgres') };
    const home = await workFolder('postgres');
    const [server, same] = await Promise.all([1, 2].map(() => startPrivatePostgres({ home, firstPort, binaries })));
    assert.equal(server!.pid, same!.pid);
    assert.match(readFileSync(join(dataOf(home), 'postmaster.opts'), 'utf8'), new RegExp(`^${cacheFolder()}/postgres-`));
    server!.stop();
  },
);

test(
  'data below a folder that is closed to others is refused, with a way out',
  { skip: !isRoot() && 'only root has to run it as another user' },
  async () => {
    const closed = await workFolder('closed');
    chmodSync(closed, 0o700);
    await assert.rejects(start(join(closed, 'postgres')), /nobody, who cannot come to .*Set DATA_DIR/);
  },
);
