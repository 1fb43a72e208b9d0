import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import { Redis } from 'ioredis';
import { SMTPServer } from 'smtp-server';
import { probeServer } from '../../adapters/mail/probe-mail.ts';
import type { SmtpServer } from '../../adapters/mail/smtp-mail.ts';
import { type CheckName, checks, lookAt } from '../../workers/doctor/checks.ts';
import { beginning } from '../contracts/basics.ts';
import { answerOf, askDms, startDms } from '../support/api-process.ts';
import { deadWork } from '../support/dead-work.ts';
import { query, startOwnRedis } from '../support/embedded.ts';
import { withSuite } from '../support/endings.ts';
import { startMailServer } from '../support/mail-server.ts';
import { freshBranches, type World } from '../support/world.ts';

describe('the doctor', () => {
  const suite = withSuite();
  const clock = fixedClock(beginning);
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  /** As a superuser who switches off what protects the rows. */
  const tamper = (...statements: string[]) => query(world.database.adminUrl, `set session_replication_role = 'replica'`, ...statements);
  const files = () => join(world.config.dataFolder, 'files');
  const letters = () => join(world.config.dataFolder, 'outbox');

  type Plant = { readonly plant: () => unknown; readonly mend: () => unknown; readonly says: RegExp };
  const part = () => world.basics.parts.oil.id;
  const plants: { readonly [Name in CheckName]?: () => Plant } = {
    migrations: () => ({
      plant: () =>
        tamper(
          `create table kept as select * from mikro_orm_migrations`,
          `delete from mikro_orm_migrations where id = (select max(id) from mikro_orm_migrations)`,
        ),
      mend: () => tamper(`delete from mikro_orm_migrations`, `insert into mikro_orm_migrations select * from kept`),
      says: /is pending/,
    }),
    extensions: () => ({
      plant: () => tamper(`alter extension fuzzystrmatch set schema public`, `drop extension fuzzystrmatch`),
      mend: () => tamper(`create extension fuzzystrmatch`),
      says: /fuzzystrmatch is missing/,
    }),
    storage: () => ({
      plant: async () => {
        await rename(files(), `${files()}.away`);
        await writeFile(files(), 'no folder');
      },
      mend: async () => {
        await rm(files());
        await rename(`${files()}.away`, files());
      },
      says: /cannot be reached.*(EEXIST|ENOTDIR)/,
    }),
    mail: () => ({
      plant: async () => {
        await rm(letters(), { recursive: true, force: true });
        await writeFile(letters(), 'no folder');
      },
      mend: () => rm(letters()),
      says: /EEXIST|ENOTDIR/,
    }),
    ledger: () => ({
      plant: () => tamper(`update inventory set on_hand = on_hand + 1 where part_id = '${part()}'`),
      mend: () => tamper(`update inventory set on_hand = on_hand - 1 where part_id = '${part()}'`),
      says: /./,
    }),
    series: () => ({
      plant: () => tamper(`update number_series set next = next + 1 where kind = 'INVOICE'`),
      mend: () => tamper(`update number_series set next = next - 1 where kind = 'INVOICE'`),
      says: /INVOICE/,
    }),
    audit: () => ({
      plant: () => tamper(`update audit_logs set action = 'DELETE' where event = 'InvoiceIssued'`),
      mend: () => tamper(`update audit_logs set action = 'UPDATE' where event = 'InvoiceIssued'`),
      says: /./,
    }),
    outbox: () => ({
      plant: () =>
        tamper(`update outbox set dispatched_at = null, occurred_at = occurred_at - interval '1 day' where name = 'InvoiceIssued'`),
      mend: () => tamper(`update outbox set dispatched_at = now()`),
      says: /events wait, the oldest for \d+ seconds/,
    }),
    queues: () => ({
      plant: () => deadWork(world),
      mend: () => tamper(`delete from dead_letters`, `delete from job_runs`),
      says: /1 jobs of the queue pdf were given up/,
    }),
    modules: () => ({
      plant: async () => {
        await deadWork(world);
        await tamper(`delete from dead_letters`, `update job_runs set state = 'resting', finished_at = null`);
      },
      mend: () => tamper(`delete from job_runs`),
      says: /1 jobs of the queue pdf rest, and their module is on: is a relay running/,
    }),
    cancellations: () => ({
      plant: () => tamper(`update invoices set cancellation_asked_at = now(), cancellation_stalled_at = now() where status = 'UNPAID'`),
      mend: () => tamper(`update invoices set cancellation_asked_at = null, cancellation_stalled_at = null`),
      says: /waits for the registration portal to cancel it, and nobody asks it any more/,
    }),
    schedules: () => ({
      plant: () =>
        tamper(
          `insert into schedules (name, cron, zone) values ('broken', '0 1 * * *', 'Asia/Kolkata')`,
          `insert into scheduled_runs (id, name, due_at, state, next_try_at, finished_at, last_error)
           values (gen_random_uuid(), 'broken', now(), 'failed', now(), now(), 'it broke')`,
        ),
      mend: () => tamper(`delete from scheduled_runs where name = 'broken'`, `delete from schedules where name = 'broken'`),
      says: /The last run of broken, due at .*, failed: it broke/,
    }),
  };

  const lost = {
    key: 'imports/lost',
    row: `'imports/lost', 'f', 'text/csv', 3, repeat('0', 64), 'Import', gen_random_uuid(), 1, now(), now()`,
  };
  const filePlants: readonly Plant[] = [
    {
      plant: async () => {
        await world.cradle.storage.put('imports/stray', new Uint8Array(3), { contentType: 'text/csv' });
        clock.set('2100-01-01T00:00:00.000Z'); // what is younger than a day may be on its way
      },
      mend: async () => {
        clock.set(beginning);
        await world.cradle.storage.remove('imports/stray');
      },
      says: /Nothing speaks of imports\/stray/,
    },
    {
      plant: () =>
        tamper(`insert into files (id, key, name, content_type, size, sha256, entity_type, entity_id, version, created_at, updated_at)
          values (gen_random_uuid(), ${lost.row})`),
      mend: () => tamper(`delete from files where key = '${lost.key}'`),
      says: /The content of imports\/lost is missing/,
    },
  ];

  const rolePlants: readonly Plant[] = [
    {
      plant: () => tamper('grant update on audit_logs to dms_app'),
      mend: () => tamper('revoke update on audit_logs from dms_app'),
      says: /^The role of DATABASE_URL has the privilege to update on audit_logs\.$/,
    },
    {
      plant: () => tamper('grant insert on audit_archives to dms_app'),
      mend: () => tamper('revoke insert on audit_archives from dms_app'),
      says: /^The role of DATABASE_URL has the privilege to insert on audit_archives\.$/,
    },
    {
      plant: () => tamper('grant delete on invoices to dms_app'),
      mend: () => tamper('revoke delete on invoices from dms_app'),
      says: /has the privilege to delete on invoices/,
    },
    {
      plant: () => tamper('revoke insert on parts from dms_app'),
      mend: () => tamper('grant insert on parts to dms_app'),
      says: /does not have the privilege to insert on parts/,
    },
    {
      plant: () => tamper('grant create on schema public to dms_app'),
      mend: () => tamper('revoke create on schema public from dms_app'),
      says: /may create tables in the schema public/,
    },
  ];
  const late = `timestamptz '${beginning}' - interval '6 minutes'`;
  const schedulePlants: readonly Plant[] = [
    {
      plant: () =>
        tamper(`insert into schedules (name, cron, zone, next_due_at) values ('unattended', '0 1 * * *', 'Asia/Kolkata', ${late})`),
      mend: () => tamper(`delete from schedules where name = 'unattended'`),
      says: /^unattended was due at .*, and nobody goes on with it: is a scheduler running/,
    },
    {
      plant: () =>
        tamper(
          `insert into schedules (name, cron, zone) values ('left', '0 1 * * *', 'Asia/Kolkata')`,
          `insert into scheduled_runs (id, name, due_at, next_try_at) values (gen_random_uuid(), 'left', ${late}, ${late})`,
        ),
      mend: () => tamper(`delete from scheduled_runs where name = 'left'`, `delete from schedules where name = 'left'`),
      says: /^left was due at/,
    },
  ];

  it('the doctor finds nothing wrong with what is whole, and each fault that is planted', async () => {
    await world.make.invoice();
    await tamper(`update outbox set dispatched_at = now()`, `delete from dead_letters`, `delete from job_runs`);
    const names = Object.keys(checks) as CheckName[];
    for (const name of names) assert.deepEqual((await lookAt(name, world.cradle)).faults, [], name);
    const planted = [
      ...(Object.keys(plants) as CheckName[]).map((name) => ({ name, ...plants[name]!() })),
      ...filePlants.map((each) => ({ name: 'files' as const, ...each })),
      ...rolePlants.map((each) => ({ name: 'roles' as const, ...each })),
      ...schedulePlants.map((each) => ({ name: 'schedules' as const, ...each })),
    ];
    for (const { name, plant, mend, says } of planted) {
      await plant();
      const { sound, faults } = await lookAt(name, world.cradle);
      assert.equal(sound, false, `${name} was not found`);
      assert.match(faults.join('\n'), says, name);
      await mend();
      assert.deepEqual((await lookAt(name, world.cradle)).faults, [], `${name} is mended`);
    }
    const unplanted = names.filter((name) => !planted.some((each) => each.name === name));
    assert.deepEqual(unplanted, ['database', 'redis', 'clocks'], 'the servers themselves are the next test’s');
  });

  it('the doctor finds servers that are away, deny it, or go by another time', async (t) => {
    const away = {
      ...{ config: world.config, clock: world.cradle.clock },
      probes: {
        ...world.cradle.probes,
        databaseTimeMs: async () => Date.now() - 9_000,
        redisTimeMs: async () => Date.now() + 4_000,
      },
    };
    assert.deepEqual((await lookAt('clocks', away as never)).faults, [
      'The clock of PostgreSQL and that of this machine are 9 seconds apart.',
      'The clock of Redis and that of this machine are 4 seconds apart.',
    ]);
    const taken = await startMailServer(t);
    const mailOf = async (server: SmtpServer) => (await lookAt('mail', { probeMail: probeServer(server) } as never)).faults;
    const server = { host: '127.0.0.1', port: taken.port };
    assert.deepEqual(await mailOf(server), []);
    const denying = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      onAuth: (_auth, _session, done) => done(new Error('no such name')),
    });
    await new Promise<void>((resolve) => denying.listen(0, '127.0.0.1', resolve));
    const denied = await mailOf({
      host: '127.0.0.1',
      port: (denying.server.address() as AddressInfo).port,
      user: 'dms',
      password: 'wrong',
    });
    await new Promise<void>((resolve) => denying.close(() => resolve()));
    assert.match(denied.join(), /no such name/);
    await taken.close();
    assert.match((await mailOf(server)).join(), /ECONNREFUSED/);
  });

  it('`dms doctor` tells of each server that does not answer, and looks at the rest all the same', async (t) => {
    type Found = { sound: boolean; findings: { check: CheckName; sound: boolean; faults: string[] }[] };
    const broken = async (more: Record<string, string>, ...wanted: CheckName[]) => {
      const answer: { code: number | null; body: Found } = await answerOf(await startDms(t, world, ['doctor', ...wanted], more));
      return { ...answer, ill: answer.body.findings.filter(({ sound }) => !sound).map(({ check }) => check) };
    };
    const noRedis = await broken({ REDIS_URL: 'redis://127.0.0.1:9' }, 'database', 'redis', 'migrations', 'clocks');
    assert.deepEqual([noRedis.code, noRedis.ill], [1, ['redis', 'clocks']]);
    const noDatabase = await broken({ DATABASE_URL: 'postgres://dms_app:x@127.0.0.1:9/dms' }, 'database', 'redis', 'storage', 'roles');
    assert.deepEqual([noDatabase.code, noDatabase.ill], [1, ['database', 'roles']]);
    assert.match(noDatabase.body.findings[0]!.faults.join(), /ECONNREFUSED/);
    const owner = await broken({ DATABASE_URL: world.database.ownerUrl }, 'roles');
    assert.match(owner.body.findings[0]!.faults.join(' '), /owns the database.*owns tables/);
  });

  it('`dms doctor redis` says that a password is missing, or another one', async (t) => {
    const own = await startOwnRedis({ appendonly: 'no' });
    const owner = new Redis(own.server.url);
    t.after(() => owner.disconnect());
    await owner.config('SET', 'requirepass', 'secret');
    const asks = async (password: string) => {
      const url = `redis://${password}127.0.0.1:${own.server.port}`;
      const answer: { code: number | null; body: { findings: { faults: string[] }[] } } = await answerOf(
        await startDms(t, world, ['doctor', 'redis'], { REDIS_URL: url }),
      );
      return [answer.code, answer.body.findings[0]!.faults.join()] as const;
    };
    const [missing, wrong, right] = [await asks(''), await asks(':guessed@'), await asks(':secret@')];
    assert.match(missing[1], /^Redis asks for a password, and REDIS_URL has none\. \(NOAUTH/);
    assert.match(wrong[1], /^Redis does not take the name and password of REDIS_URL\. \(WRONGPASS/);
    assert.doesNotMatch(wrong[1], /guessed/);
    assert.deepEqual([missing[0], wrong[0], right], [1, 1, [0, '']]);
  });

  it('`dms doctor` says it as JSON, and by its exit code', async (t) => {
    const well = await askDms(t, world, 'doctor', 'database', 'extensions');
    assert.deepEqual([well.code, (well.body as { sound: boolean }).sound], [0, true]);
    await tamper(`drop extension fuzzystrmatch`);
    const ill = await askDms(t, world, 'doctor', 'database', 'extensions');
    await tamper(`create extension fuzzystrmatch`);
    assert.deepEqual([ill.code, (ill.body as { sound: boolean }).sound], [1, false]);
  });
});
