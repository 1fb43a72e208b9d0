import assert from 'node:assert/strict';
import { systemActor } from '@dms/domain/shared/actor';
import { describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import { startApi } from '../support/api-process.ts';
import type { InvoiceBody } from '../support/bodies.ts';
import { type Answer, type Client, freshKey } from '../support/client.ts';
import { assertOnlyOutages, loadCounters } from '../support/counter-load.ts';
import { onDatabase, startOwnPostgres, startOwnRedis } from '../support/embedded.ts';
import { startMailServer } from '../support/mail-server.ts';
import { neverQuiet } from '../support/never-quiet.ts';
import { assertConsecutive, byClients, doom, reprieve, tally } from '../support/races.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

/** Drafts like one that was made in earnest, each of a job of its own: two thousand made one by one would take minutes. */
const manyDrafts = async (world: World, count: number): Promise<string[]> => {
  const { id, sourceId } = await world.make.draft();
  const copied = (table: string, original: string, differing: string): Promise<unknown> =>
    world.rows(
      `insert into ${table} select made.* from ${table} t, copies c, lateral jsonb_populate_record(t, jsonb_build_object(${differing})) made where t.${original} returning id`,
    );
  await world.rows(
    `create table copies as select n, gen_random_uuid() as card, gen_random_uuid() as invoice from generate_series(1, ${count}) n`,
  );
  await copied(
    'job_cards',
    `id = '${sourceId}'`,
    `'id', c.card, 'job_number', 'JC-BLR01-2627-9' || lpad(n::text, 5, '0'), 'forced_reason', 'many'`,
  );
  await copied('invoices', `id = '${id}'`, `'id', c.invoice, 'source_id', c.card`);
  await copied('invoice_lines', `invoice_id = '${id}'`, `'id', gen_random_uuid(), 'invoice_id', c.invoice`);
  return (await world.rows<{ id: string }>('select invoice as id from copies order by n')).map((row) => row.id);
};

const COUNT = 2_000;

describe('the main job at full size', () => {
  it('INV-01 numbers are 1 to n of 2,000 issues by 64 clients at two processes, a fifth rolled back and one process killed', async (t) => {
    const world = await freshBranches(t, { clock: systemClock });
    const drafts = await manyDrafts(world, COUNT);
    const doomed = new Set(drafts.filter((_, index) => index % 5 === 0));
    await doom(world, [...doomed]);
    const [first, second] = [await startApi(t, world), await startApi(t, world)];
    let answered = 0;
    let vanished = 0;
    let killed = false;
    const issue = async (id: string, index: number): Promise<Answer<InvoiceBody>> => {
      const key = freshKey();
      for (;;) {
        const { url } = index % 2 === 0 && !killed ? first : second;
        const answer = await world
          .as('advisor')
          .at(url)
          .post<InvoiceBody>(`/invoices/${id}/issue`, undefined, { key })
          .catch(() => undefined);
        if (answer === undefined) vanished += 1;
        else if (answer.status !== 409 || answer.problem.code !== 'idempotency.in_progress') {
          answered += 1;
          if (answered === Math.floor(COUNT / 3)) {
            killed = true;
            void first.kill('SIGKILL');
          }
          return answer;
        }
      }
    };
    const answers = await byClients(64, drafts, issue);
    await first.kill('SIGKILL');
    assert.deepEqual(tally(answers), { '200': COUNT - doomed.size, '409 record.refused': doomed.size });
    await assertConsecutive(world, 'BLR01', COUNT - doomed.size);
    await reprieve(world);
    const late = await byClients(64, [...doomed], (id) => issue(id, 1));
    assert.deepEqual(tally(late), { '200': doomed.size });
    await assertConsecutive(world, 'BLR01', COUNT);
    const { sound, series } = await world.cradle.auditSeries(systemActor('test'));
    assert.deepEqual([sound, series.map(({ issued, next }) => [issued, next])], [true, [[COUNT, COUNT + 1]]]);
    t.diagnostic(`${vanished} requests vanished with the process`);
  });

  it('PAY-02 every payment is taken once while the API is killed again and again', async (t) => {
    const world = await freshBranches(t, { clock: systemClock });
    const { id } = await world.make.invoice(world.make.mainLines);
    let serving = startApi(t, world);
    const post: Client['post'] = async (...sent) =>
      world
        .as('advisor')
        .at((await serving).url)
        .post(...sent);
    const client = { ...world.as('advisor'), post };
    const { counts, taken, stop } = loadCounters({ invoiceId: id, payers: Array.from({ length: 16 }, () => client), mayVanish: true });
    for (let round = 1; round <= 5; round += 1) {
      const before = taken.length;
      await until(() => taken.length > before + 40);
      const killed = await serving;
      serving = killed.kill('SIGKILL').then(() => startApi(t, world));
    }
    await stop();
    assertOnlyOutages(counts);
    const kept = await world.rows<{ id: string }>(`select payment_id as id from payment_allocations where invoice_id = '${id}'`);
    assert.deepEqual(kept.map((row) => row.id).sort(), taken.toSorted());
    t.diagnostic(JSON.stringify(counts));
  });

  it('nothing that was answered is lost while PostgreSQL is stopped, killed and started under load', async (t) => {
    const own = await startOwnPostgres();
    const { appUrl: url, ownerUrl, adminUrl } = own.server;
    const database = { name: 'dms', url, ownerUrl, adminUrl: onDatabase(adminUrl, 'dms'), drop: async () => {} };
    const world = await freshBranches(t, { clock: systemClock, database });
    const { id } = await world.make.invoice(world.make.mainLines);
    const { counts, taken, stop } = loadCounters({
      invoiceId: id,
      payers: Array.from({ length: 24 }, () => world.as('advisor')),
      readers: ['/job-cards', '/invoices', `/invoices/${id}`, '/users', '/inventory'].map((path) => [world.as('manager'), path] as const),
    });
    for (let round = 1; round <= 6; round += 1) {
      const before = taken.length;
      await until(() => taken.length > before + 60);
      await (round % 2 === 0 ? own.stop() : own.kill());
      await own.start();
    }
    const before = taken.length;
    await until(() => taken.length > before + 60);
    await stop();
    assertOnlyOutages(counts);
    const kept = await world.rows<{ id: string }>(`select payment_id as id from payment_allocations where invoice_id = '${id}'`);
    assert.deepEqual(kept.map((row) => row.id).sort(), taken.toSorted());
    t.diagnostic(JSON.stringify(counts));
  });

  it('OUT-01 every invoice gets its PDF and its letter once while Redis is flushed and killed under load', async (t) => {
    const redis = await startOwnRedis({ appendonly: 'no' });
    const mail = await startMailServer(t);
    const world = await freshBranches(t, {
      clock: systemClock,
      redisUrl: redis.server.url,
      variables: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) },
    });
    await neverQuiet(world);
    await world.startWorkers('all');
    const drafts = await manyDrafts(world, 60);
    await world.rows(`update customers set email = 'ravi@customers.example'`);
    const papers = async (): Promise<number> => (await world.rows('select from files')).length;
    for (const [round, part] of [drafts.slice(0, 20), drafts.slice(20, 40), drafts.slice(40)].entries()) {
      const seen = await papers();
      const issued = await byClients(8, part, (id) => world.as('advisor').post(`/invoices/${id}/issue`));
      assert.deepEqual(tally(issued), { '200': 20 });
      await until(async () => (await papers()) > seen + 2);
      if (round === 1) await world.cradle.redis.flushall();
      else {
        await redis.kill();
        await redis.start();
      }
    }
    await until(async () => (await world.rows(`select from job_runs where state <> 'done'`)).length === 0, {
      timeoutMs: 180_000,
      everyMs: 250,
    });
    assert.equal(await papers(), 60);
    await until(() => mail.letters.length >= 60);
    const [made] = await world.rows<{ stored: number; runs: number }>(
      `select (select count(*)::int from audit_logs where event = 'InvoicePdfStored') as stored, (select count(*)::int from job_runs where queue in ('pdf', 'email')) as runs`,
    );
    assert.deepEqual([made, mail.letters.length], [{ stored: 60, runs: 120 }, 60]);
  });

  it('NOT-04 a letter that no mail server takes is tried again, and delivered once when there is one', async (t) => {
    const { port, close } = await startMailServer(t);
    await close();
    const variables = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port) };
    const world = await freshBranches(t, { clock: systemClock, variables });
    await neverQuiet(world);
    await world.startWorkers('all');
    const { id } = await world.make.invoice();
    await world.rows(`update customers set email = 'ravi@customers.example'`);
    const letters = `select state, starts from job_runs where consumer = 'notification-email'`;
    await until(async () => ((await world.rows<{ starts: number }>(letters))[0]?.starts ?? 0) > 1);
    assert.equal((await world.as('advisor').get(`/invoices/${id}/pdf`)).status, 200, 'the paper does not wait for the letter');
    const mail = await startMailServer(t, port);
    await until(() => mail.letters.length > 0, { timeoutMs: 120_000 });
    await until(async () => (await world.rows<{ state: string }>(letters))[0]?.state === 'done');
    assert.equal(mail.letters.length, 1);
  });

  it('STK-03 64 clients empty a shelf of 500 and not of one unit more, without a deadlock', async (t) => {
    const world = await freshBranches(t);
    const parts = [await world.make.partInStock('500'), await world.make.partInStock('500')];
    const cards = await byClients(8, Array.from({ length: 64 }), async () => (await world.make.assignedCard()).card.id);
    const demands = Array.from({ length: 800 }, (_, index) => index);
    const answers = await byClients(64, demands, (index) => {
      const items = (index % 2 === 0 ? parts : parts.toReversed()).map(({ id: partId }) => ({ partId, quantity: '1.000' }));
      return world.as('staff').post(`/job-cards/${cards[index % 64]}/parts/issue`, { items }, { key: freshKey() });
    });
    assert.deepEqual(tally(answers), { '200': 500, '409 stock.insufficient': 300 });
    for (const { id } of parts) assert.equal(await world.make.onHand(id), '0.000');
    const [database] = await world.rows<{ deadlocks: string }>('select deadlocks from pg_stat_database where datname = current_database()');
    assert.equal(Number(database!.deadlocks), 0);
  });
});
