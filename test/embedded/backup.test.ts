import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import pg from 'pg';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { migrateUp } from '../../db/migrate.ts';
import { type CheckName, checks, lookAt } from '../../workers/doctor/checks.ts';
import { eventOf, somebody } from '../audit/trail.ts';
import { BackupRefused, backUp, restore } from '../../adapters/embedded/backup.ts';
import { startPrivatePostgres } from '../../adapters/embedded/postgres.ts';
import { FIRST_PORTS } from '../support/ports.ts';
import { freshRedis } from '../support/redis.ts';
import { spawnDms } from '../support/processes.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';

const NOW = new Date('2026-11-22T04:30:00.000Z');
const firstPort = FIRST_PORTS.testOfBackup;

const connected = async <Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const opened = async (folder: string, url: string) =>
  buildContainer(
    loadConfig({ NODE_ENV: 'test', DATABASE_URL: url, REDIS_URL: (await freshRedis()).url, DATA_DIR: folder, LOG_LEVEL: 'silent' }),
  );

describe('a backup', () => {
  it('BAK-01 of a database that is written to meanwhile is restored as of one instant, with files and keys', async (t) => {
    const [folder, copy, other] = [await workFolder('data'), join(await workFolder('backups'), 'one'), await workFolder('data')];
    const server = await startPrivatePostgres({ home: join(folder, 'postgres'), firstPort });
    t.after(() => server.stop());
    mkdirSync(join(folder, 'files', 'uploads'), { recursive: true });
    writeFileSync(join(folder, 'files', 'uploads', 'one'), 'content');
    mkdirSync(join(folder, 'files', '.unfinished'));
    writeFileSync(join(folder, 'files', '.unfinished', 'half'), 'of it');
    await connected(server.ownerUrl, (client) =>
      client.query('create table entries (id uuid primary key, amount int not null); grant select, insert on entries to dms_app'),
    );
    await migrateUp(server.ownerUrl, { appRole: 'dms_app' });
    const { cradle, ...source } = await opened(folder, server.appUrl);
    t.after(() => source.dispose());
    let [going, committed] = [true, 0];
    const auditing = (async () => {
      while (going) {
        await cradle.transact(somebody, async ({ record }) => record(eventOf()));
        await cradle.anchorAuditTrail();
      }
    })();
    // Two rows that add up to nothing, each time: half of a transaction would show.
    const writing = connected(server.appUrl, async (client) => {
      for (; going; committed += 1)
        await client.query('insert into entries select gen_random_uuid(), amount from (values ($1::int), (-$1::int)) as v (amount)', [
          committed,
        ]);
    });
    await until(() => committed > 20);
    const before = committed;
    const { files, madeAt } = await backUp(folder, copy, NOW);
    assert.ok(files > 500 && madeAt === NOW.toISOString());
    const during = committed;
    assert.ok(during > before, 'writing went on');
    await until(() => committed > during + 5);
    going = false;
    await Promise.all([writing, auditing]);
    assert.ok(!existsSync(`${copy}.draft`));

    await restore(copy, other);
    assert.ok(!existsSync(join(other, 'files', '.unfinished')) && !existsSync(join(other, 'restoring')));
    const restored = await startPrivatePostgres({ home: join(other, 'postgres'), firstPort: firstPort + 5 });
    t.after(() => restored.stop());
    const [found] = await connected(
      restored.appUrl,
      async (client) =>
        (await client.query<{ rows: number; sum: string }>('select count(*)::int as rows, sum(amount)::text as sum from entries')).rows,
    );
    assert.ok(found!.rows >= 2 * before && found!.rows <= 2 * (during + 1), `${found!.rows} rows, ${before} before and ${during} after it`);
    assert.equal(found!.sum, '0');
    assert.equal(readFileSync(join(other, 'files', 'uploads', 'one'), 'utf8'), 'content');
    const keysIn = (at: string) =>
      Object.fromEntries(
        readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
          entry.isFile() && entry.name !== 'lock' ? [[entry.name, readFileSync(join(at, entry.name), 'utf8')]] : [],
        ),
      );
    const keys = keysIn(folder);
    assert.ok('webhook-secret-key' in keys && 'jwt-secret' in keys, Object.keys(keys).join());
    assert.deepEqual(keysIn(other), keys, 'nothing is signed with another key than before');
    const { cradle: copied, ...target } = await opened(other, restored.appUrl);
    t.after(() => target.dispose());
    const { faults, rows, anchors } = await copied.verifyAuditTrail(somebody);
    assert.deepEqual([faults, rows > 0, anchors > 0], [[], true, true]);
    assert.equal((await copied.verifyStock(somebody)).sound, true);
    assert.deepEqual(await copied.findOrphans(), { withoutFile: [], withoutContent: [] });
    for (const name of Object.keys(checks) as CheckName[])
      assert.deepEqual([name, (await lookAt(name, copied)).faults], [name, []], 'the copy passes the doctor');
    await copied.transact(somebody, async ({ record }) => record(eventOf()));
    assert.ok(await copied.anchorAuditTrail());
    assert.deepEqual((await copied.verifyAuditTrail(somebody)).faults, []);
    await connected(restored.appUrl, (client) => client.query('insert into entries values ($1, 0)', [randomUUID()]));

    await assert.rejects(backUp(folder, copy, NOW), BackupRefused);
    await assert.rejects(backUp(folder, join(folder, 'files', 'backup'), NOW), /lies in what is backed up/);
    await assert.rejects(restore(copy, other), /has something in it/);
    appendFileSync(join(copy, 'files', 'uploads', 'one'), 'x');
    const third = await workFolder('data');
    await assert.rejects(restore(copy, third), /not whole: files\/uploads\/one/);
    assert.deepEqual(readdirSync(third), []);
  });

  it('BAK-01 is not made of nothing, nor restored from it, and the command says why', async () => {
    const [folder, empty] = [await workFolder('data'), await workFolder('empty')];
    await assert.rejects(backUp(folder, join(empty, 'one'), NOW), /There is no private PostgreSQL/);
    await assert.rejects(restore(empty, folder), /holds no backup/);
    const env = { NODE_ENV: 'test', DATA_DIR: folder };
    for (const [args, more, code, says] of [
      [['restore', empty], {}, 1, /holds no backup/],
      [['backup', join(empty, 'one')], { DATABASE_URL: 'postgres://a:b@127.0.0.1/dms' }, 3, /by its own means/],
    ] as const) {
      const dms = await spawnDms(args, { env: { ...env, ...more } });
      assert.deepEqual([(await dms.exited).code, says.test(dms.logs())], [code, true], dms.logs());
    }
    assert.deepEqual(readdirSync(empty), []);
  });
});
