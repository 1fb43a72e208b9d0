import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { isRunning } from '../../adapters/embedded/running.ts';
import { roleFaults } from '../../db/role-check.ts';
import { freshDatabase } from '../support/database.ts';
import { query, startOwnPostgres, startOwnRedis } from '../support/embedded.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';

test('every fresh database is migrated, its own, and usable by the application', async (t) => {
  const [one, other] = await Promise.all([freshDatabase(t), freshDatabase(t)]);
  assert.notEqual(one.name, other.name);
  for (const { url, ownerUrl } of [one, other]) {
    assert.deepEqual(await roleFaults(url), []);
    const tables = await query<{ n: number }>(ownerUrl, `select count(*)::int n from pg_tables where schemaname = 'public'`);
    assert.ok(tables[0]!.n > 10);
  }
  await query(one.ownerUrl, 'create table mine ()');
  assert.deepEqual(await query(other.ownerUrl, `select 1 from pg_tables where tablename = 'mine'`), []);
});

test('an unmigrated one is empty, and a database is gone when its test has ended', async (t) => {
  let name = '';
  let adminUrl = '';
  await t.test('inner', async (t) => {
    const database = await freshDatabase(t, { migrated: false });
    ({ name } = database);
    adminUrl = database.adminUrl.replace(name, 'postgres');
    assert.deepEqual(await query(database.ownerUrl, `select 1 from pg_tables where schemaname = 'public'`), []);
  });
  assert.deepEqual(await query(adminUrl, `select 1 from pg_database where datname = '${name}'`), []);
});

test('a database that a pool still uses at the end of its test is left for the end of the run', async (t) => {
  const pools: pg.Pool[] = [];
  await t.test('inner', async (t) => {
    const { url } = await freshDatabase(t);
    const pool = new pg.Pool({ connectionString: url });
    pools.push(pool);
    await pool.query('select 1');
  });
  assert.equal((await pools[0]!.query('select 1')).rowCount, 1);
  await pools[0]!.end();
});

test('own servers come back on their port after a stop and after a kill', async () => {
  const [postgres, redis] = await Promise.all([startOwnPostgres({ migrated: false }), startOwnRedis()]);
  for (const own of [postgres, redis])
    for (const end of [own.stop, own.kill]) {
      const { port, pid } = own.server;
      await end();
      await own.start();
      assert.equal(own.server.port, port);
      assert.notEqual(own.server.pid, pid);
    }
});

test('a file that is run alone leaves neither process nor folder behind, also when it fails', async () => {
  const file = join(await workFolder(), 'alone.test.ts');
  const support = (name: string): string => JSON.stringify(join(import.meta.dirname, '../support', name));
  writeFileSync(
    file,
    `import { test } from 'node:test';
     import { freshDatabase } from ${support('database.ts')}; import { freshRedis } from ${support('redis.ts')};
     import { sharedPostgres, startOwnRedis } from ${support('embedded.ts')}; import { testHome } from ${support('test-home.ts')};
     test('x', async (t) => { await freshDatabase(t, { migrated: false }); await freshRedis();
       console.log(JSON.stringify({ home: await testHome(), pids: [(await sharedPostgres()).pid, (await startOwnRedis()).server.pid] })); throw new Error('no'); });`,
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  assert.equal(status, 1, stderr);
  const { home, pids } = JSON.parse(/\{"home.*\}/.exec(stdout)![0]) as { home: string; pids: number[] };
  assert.ok(!existsSync(home));
  for (const pid of pids) assert.ok(!isRunning(pid, ''));
});

test('until says what it waited for, and why it was not so', async () => {
  const failing = until(() => Promise.reject(new Error('still closed')), { timeoutMs: 30, what: 'the door to open' });
  await assert.rejects(failing, (error: Error) => {
    assert.match(error.message, /^Not within 30 ms: the door to open$/);
    assert.match(String(error.cause), /still closed/);
    return true;
  });
});
