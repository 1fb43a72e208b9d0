import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkout, readAddresses } from '../../adapters/embedded/data-folder.ts';
import { isRunning } from '../../adapters/embedded/running.ts';
import { spawnDms } from '../support/processes.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';

/** The private servers of a data folder, by their own files. */
function serversOf(folder: string): { postgres: boolean; redis: boolean } {
  const pidFile = join(folder, 'postgres', 'cluster', 'data', 'postmaster.pid');
  const stateFile = join(folder, 'redis', 'state.json');
  const { pid, port } = JSON.parse(readFileSync(stateFile, 'utf8')) as { pid: number; port: number };
  return {
    postgres: existsSync(pidFile) && isRunning(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), folder),
    redis: isRunning(pid, `127.0.0.1:${port}`),
  };
}

const alive = async (url: string): Promise<boolean> => (await fetch(`${url}/health`)).ok;
const quiet = { DEMO_DATA: 'false', LOG_LEVEL: 'warn' };

test('dms start runs from nothing, says where, and SIGTERM ends it and its private servers with 0', async () => {
  const folder = await workFolder('data');
  const dms = await spawnDms(['start', '--json'], { env: { ...quiet, DATA_DIR: folder } });
  const ready = await dms.ready();
  assert.ok(await alive(ready.url));
  assert.deepEqual(readAddresses(folder), { url: ready.url, metricsUrl: ready.metricsUrl, pid: dms.pid });
  assert.deepEqual(serversOf(folder), { postgres: true, redis: true });
  assert.deepEqual(await dms.kill('SIGTERM'), { code: 0, signal: null }, dms.logs());
  assert.equal(readAddresses(folder), undefined);
  assert.deepEqual(serversOf(folder), { postgres: false, redis: false });
});

test('after a SIGKILL the next start attaches to what still runs', async () => {
  const folder = await workFolder('data');
  const env = { ...quiet, DATA_DIR: folder };
  const killed = await spawnDms(['start', '--json'], { env });
  await killed.ready();
  await killed.kill('SIGKILL');
  assert.deepEqual(serversOf(folder), { postgres: true, redis: true });
  const next = await spawnDms(['start'], { env });
  await next.line(/PostgreSQL on port \d+ \(it was running\)[^]*Redis on port \d+ \(it was running\)/);
  assert.ok(await alive(readAddresses(folder)!.url));
  assert.deepEqual(await next.kill('SIGINT'), { code: 0, signal: null }, next.logs());
  assert.deepEqual(serversOf(folder), { postgres: false, redis: false });
});

test('two at once in two data folders do not meet, two in one share its servers, and the last to go stops them', async () => {
  const [folder, other] = [await workFolder('data'), await workFolder('data')];
  const all = await Promise.all([folder, folder, other].map((DATA_DIR) => spawnDms(['start', '--json'], { env: { ...quiet, DATA_DIR } })));
  const urls = await Promise.all(all.map(async (dms) => (await dms.ready()).url));
  assert.equal(new Set(urls).size, 3);
  assert.deepEqual(await Promise.all(urls.map(alive)), [true, true, true]);
  await all[0]!.kill('SIGTERM');
  assert.deepEqual(serversOf(folder), { postgres: true, redis: true });
  assert.ok(await alive(urls[1]!));
  await Promise.all([all[1]!.kill('SIGTERM'), all[2]!.kill('SIGTERM')]);
  assert.deepEqual(
    [serversOf(folder), serversOf(other)],
    [
      { postgres: false, redis: false },
      { postgres: false, redis: false },
    ],
  );
});

test('under an older Node it stops with its launcher, by signal or SIGKILL', async () => {
  for (const [signal, exit] of [
    ['SIGTERM', [0, null]],
    ['SIGKILL', [null, 'SIGKILL']],
  ] as const) {
    const folder = await workFolder('data');
    const launcher = spawn(process.execPath, ['--no-experimental-strip-types', join(checkout, 'bin', 'dms.js'), 'start', '--json'], {
      cwd: folder,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...quiet, DATA_DIR: folder },
    });
    const exited = new Promise((resolve) => launcher.on('exit', (...exit) => resolve(exit)));
    const { pid } = await until(() => readAddresses(folder));
    assert.notEqual(pid, launcher.pid);
    launcher.kill(signal);
    assert.deepEqual(await exited, exit);
    await until(() => !isRunning(pid, 'dms.js') && !Object.values(serversOf(folder)).includes(true));
  }
});

test('in production neither the owner nor a superuser may serve', async () => {
  const folder = await workFolder('data');
  const dms = await spawnDms(['start', '--json'], { env: { ...quiet, DATA_DIR: folder } });
  await dms.ready();
  const { superuser, owner } = JSON.parse(readFileSync(join(folder, 'postgres', 'passwords.json'), 'utf8')) as Record<string, string>;
  const port = readFileSync(join(folder, 'postgres', 'cluster', 'data', 'postmaster.pid'), 'utf8').split('\n')[3];
  const env = {
    NODE_ENV: 'production',
    JWT_SECRET: 'kS8vQ2x7Lr0mYtWcZp4NfJ1hGdBa9uEo',
    AUDIT_HMAC_KEY: 'Zr5uHq1kVw8nXb3yTj6mLc0pGs9dFe2A',
    SMTP_HOST: 'mail.example',
    REDIS_URL: 'redis://127.0.0.1:1',
  };
  for (const [role, password, fault] of [
    ['dms_owner', owner, /DATABASE_URL names a role that owns tables/],
    ['postgres', superuser, /DATABASE_URL names a role that is a superuser/],
  ] as const) {
    const serving = await spawnDms(['api'], { env: { ...env, DATABASE_URL: `postgres://${role}:${password}@127.0.0.1:${port}/dms` } });
    assert.deepEqual(await serving.exited, { code: 3, signal: null }, serving.logs());
    assert.match(serving.logs(), fault);
  }
  await dms.kill('SIGTERM');
});
