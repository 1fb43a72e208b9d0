import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import { originalOf } from '@dms/domain/files/ports';
import { paperWork } from '@dms/domain/notifications/ports';
import { retained, retainedNames } from '@dms/domain/shared/retained';
import { systemActor } from '@dms/domain/shared/actor';
import { beginning } from '../contracts/basics.ts';
import { answerOf, askDms, plainDms, startDms } from '../support/api-process.ts';
import { clientAt } from '../support/client.ts';
import { deadWork } from '../support/dead-work.ts';
import { query } from '../support/embedded.ts';
import { withSuite } from '../support/endings.ts';
import { logIn } from '../http/identity/logged-in.ts';
import { freshBranches, type World } from '../support/world.ts';

const actor = systemActor('a test');
const DAY_MS = 86_400_000;

describe('what operators do', () => {
  const suite = withSuite();
  const clock = fixedClock(beginning);
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  /** As a superuser who switches off what protects the rows. */
  const tamper = (...statements: string[]) => query(world.database.adminUrl, `set session_replication_role = 'replica'`, ...statements);

  const dead = () => deadWork(world);
  const stateOf = async (id: string) =>
    (await world.rows(`select state, attempt, starts, jsonb_array_length(failures) as failures from job_runs where id = '${id}'`))[0];
  const json = (t: Parameters<typeof askDms>[0], ...args: string[]) => askDms(t, world, ...args);

  it('NOT-04 what was given up is seen with its history by command and by API, and comes back when it is retried', async (t) => {
    const [one, two] = [await dead(), await dead()];
    const failed: { code: number | null; body: { jobId: string; failures: { error: string }[] }[] } = await json(
      t,
      'queue',
      'failed',
      'pdf',
    );
    assert.deepEqual(failed.body.map(({ jobId }) => jobId).sort(), [one, two].sort());
    assert.deepEqual(
      failed.body[0]!.failures.map(({ error }) => error),
      ['ENOENT 1', 'ENOENT 2'],
    );
    type Seen = { queues: { name: string; dead: number; lastErrors: { jobId: string; error: string }[] }[]; outbox: { waiting: number } };
    const seen = await world.as('admin').get<Seen>('/admin/queues');
    const pdf = seen.body.queues.find(({ name }) => name === 'pdf')!;
    assert.equal(pdf.dead, 2);
    assert.doesNotMatch(seen.text, /ENOENT/, 'nothing of the machine in any answer');
    assert.equal((await world.as('manager').get('/admin/queues')).status, 403);
    assert.equal((await world.as('manager').post(`/jobs/${one}/retry`)).status, 403);
    assert.equal((await world.as('admin').post(`/jobs/${one}/retry`)).status, 202);
    assert.deepEqual(await stateOf(one), { state: 'waiting', attempt: 1, starts: 0, failures: 2 });
    assert.equal((await world.as('admin').post(`/jobs/${one}/retry`)).status, 409);
    assert.equal((await world.as('admin').post(`/jobs/${world.cradle.ids.next()}/retry`)).status, 404);
    const retried: { body: { retried: number } } = await json(t, 'queue', 'retry', 'pdf');
    assert.equal(retried.body.retried, 1);
    assert.deepEqual(await stateOf(two), { state: 'waiting', attempt: 1, starts: 0, failures: 2 });
    const audited = await world.rows(`select from audit_logs where event = 'JobRetried'`);
    assert.equal(audited.length, 2);
  });

  it('NOT-04 many who retry the same work begin it once', async () => {
    const id = await dead();
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => world.cradle.retryJob({ jobId: id }, actor)));
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await stateOf(id))!.state, 'waiting');
  });

  it('OUT-01 OUT-02 events of a time are handed on again, and what was made of them is not made twice', async () => {
    const invoice = await world.make.invoice();
    const { relayLedger } = world.cradle;
    const made = (event: { entityId: string }) => [{ ...paperWork(originalOf('INVOICE', event.entityId)) }];
    const dispatched = async () => {
      while ((await relayLedger.dispatch((event) => (event.name === 'InvoiceIssued' ? made(event) : []), 500)) > 0);
    };
    const runs = async () => (await world.rows(`select from job_runs where payload ->> 'id' = '${invoice.id}'`)).length;
    await dispatched();
    assert.equal(await runs(), 1);
    const [from, until] = [new Date(0), new Date('2100-01-01T00:00:00Z')];
    assert.ok((await world.cradle.replayOutbox({ from, until, event: 'InvoiceIssued' }, actor)).replayed >= 1);
    assert.ok((await world.cradle.queueDesk.outbox()).waiting >= 1);
    await dispatched();
    assert.equal(await runs(), 1);
    await world.rows(`delete from job_runs where payload ->> 'id' = '${invoice.id}'`);
    await world.cradle.replayOutbox({ from, until }, actor);
    await dispatched();
    assert.equal(await runs(), 1, 'what was lost is made');
  });

  it('OUT-01 RET-01 who has events handed on again is told from when on they are still there', async (t) => {
    await world.make.invoice();
    const kept = async () => (await world.cradle.queueDesk.outbox()).oldestAt!;
    const before = await kept();
    await tamper(`delete from outbox where occurred_at = '${before.toISOString()}' and position = (select min(position) from outbox)`);
    const oldest = (await kept()).toISOString();
    const replay = async (from: string) => {
      const dms = await startDms(t, world, ['outbox', 'replay', '--from', from]);
      return answerOf(dms);
    };
    const early = await replay('2000-01-01T00:00:00Z');
    assert.deepEqual([early.code, (early.body as { keptFrom: string }).keptFrom], [0, oldest]);
    const plain = await plainDms(t, world, ['outbox', 'replay', '--from', '2000-01-01T00:00:00Z']);
    assert.ok(plain.includes(`Events are still there from ${oldest} on`), plain);
    const late = await plainDms(t, world, ['outbox', 'replay', '--from', '2090-01-01T00:00:00Z']);
    assert.match(late, /^0 events are handed on again\.$/m);
    assert.doesNotMatch(late, /still there/);
  });

  it('RET-01 each kind is kept for as long as it is configured, and then forgotten; what is statutory stays', async () => {
    const { forgetWhatIsOver, storage } = world.cradle;
    const invoice = await world.make.invoice();
    const { client } = await logIn(world, 'advisor.blr01@dms.example');
    assert.equal((await client.get('/auth/me')).status, 200);
    const [session] = await world.rows<{ id: string; user_id: string }>('select id, user_id from sessions where id <> user_id');
    const { tokenVersion } = world.people.advisor;
    const tokenNow = () => world.cradle.tokens.signAccess({ userId: session!.user_id, sessionId: session!.id, tokenVersion }).token;
    assert.equal((await clientAt(world.url, tokenNow()).get('/auth/me')).status, 200);
    const now = clock.now();
    const days = (n: number): string => new Date(now.getTime() + n * DAY_MS).toISOString();
    await storage.put('imports/old', new Uint8Array(3), { contentType: 'text/csv' });
    const at = (n: number): string => `'${days(n)}'`;
    await tamper(
      `update outbox set dispatched_at = ${at(0)}`,
      `insert into inbox select 'a', id, ${at(0)} from outbox limit 1`,
      `insert into inbox values ('a', gen_random_uuid(), ${at(0)})`,
      `insert into idempotency_keys (user_id, route, key, fingerprint, status, body, headers, created_at) values (gen_random_uuid(), 'r', 'k', 'f', 200, '', '{}', ${at(0)})`,
      `insert into imports (id, kind, file_name, file_key, size, dry_run, state, created_at, finished_at) values (gen_random_uuid(), 'parts', 'f', 'imports/old', 3, false, 'done', ${at(0)}, ${at(0)})`,
      `insert into files (id, key, name, content_type, size, sha256, entity_type, entity_id, version, created_at, updated_at)
       values (gen_random_uuid(), 'imports/old', 'f', 'text/csv', 3, repeat('0', 64), 'Import', gen_random_uuid(), 1, ${at(0)}, ${at(0)})`,
      `insert into import_refusals select id, 2, 'no' from imports where file_key = 'imports/old'`,
      `delete from job_runs`,
      `insert into job_runs (id, queue, consumer, dedupe_key, payload, max_attempts, next_attempt_at, request_id, created_at, state, finished_at)
       values (gen_random_uuid(), 'pdf', 'c', 'd', '{}', 5, ${at(0)}, 'r', ${at(0)}, 'done', ${at(0)})`,
      `insert into job_runs (id, queue, consumer, dedupe_key, payload, max_attempts, next_attempt_at, request_id, created_at, state, finished_at)
       select gen_random_uuid(), 'webhooks', 'webhook', state, '{}', 5, ${at(0)}, 'r', ${at(0)}, state, ${at(0)} from unnest(array['done', 'dead']) as state`,
      `insert into notifications (id, type, category, channel, status, recipient_type, recipient_id, urgent, entity_id, data, failures, title, body, sequence, created_at)
       select gen_random_uuid(), 'low-stock', 'STOCK', case status when 'delivered' then 'IN_APP' else 'EMAIL' end, status, 'USER', gen_random_uuid(), false,
         gen_random_uuid(), '{}', 0, 't', 'b', case status when 'delivered' then nextval('inbox_sequence') end, ${at(0)}
       from unnest(array['queued', 'deferred', 'sending', 'sent', 'delivered', 'failed', 'retried', 'dead', 'suppressed', 'merged']) as status`,
      `insert into job_runs (id, queue, consumer, dedupe_key, payload, max_attempts, next_attempt_at, request_id, created_at, state, finished_at)
       select gen_random_uuid(), 'email', 'notification-email', id::text, '{}', 5, ${at(0)}, 'r', ${at(0)}, 'dead', ${at(0)} from notifications where status = 'dead'`,
      `insert into dead_letters (id, job_run_id, queue, consumer, payload, failures, last_error, died_at)
       select gen_random_uuid(), id, queue, consumer, payload, '[]', 'no', ${at(0)} from job_runs where state = 'dead'`,
      `insert into schedules (name, cron, zone) values ('old', '0 1 * * *', 'Asia/Kolkata')`,
      `insert into scheduled_runs (id, name, due_at, state, next_try_at, finished_at) values (gen_random_uuid(), 'old', ${at(0)}, 'done', ${at(0)}, ${at(0)})`,
      `insert into one_time_tokens (id, user_id, kind, token_hash, expires_at, version, created_at, updated_at)
       select gen_random_uuid(), id, 'RESET', 'old', ${at(0)}, 1, ${at(0)}, ${at(0)} from users limit 1`,
      `update sessions set expires_at = ${at(0)} where id <> user_id`,
    );
    const counts = async () =>
      (
        await world.rows<
          Record<string, number>
        >(`select (select count(*)::int from idempotency_keys) as "idempotency-keys", (select count(*)::int from outbox) as outbox,
          (select count(*)::int from inbox) as inbox, (select count(*)::int from job_runs where state = 'done' and consumer <> 'webhook') as jobs,
          (select count(*)::int from notifications where status in ('sent', 'delivered', 'dead', 'suppressed', 'merged')) as deliveries,
          (select count(*)::int from job_runs where consumer = 'webhook') as "webhook-deliveries", (select count(*)::int from sessions where id <> user_id) as sessions,
          (select count(*)::int from one_time_tokens) as links, (select count(*)::int from scheduled_runs) as "scheduled-runs", (select count(*)::int from imports) as imports`)
      )[0]!;
    const forget = async () => {
      while ((await forgetWhatIsOver({ dueAt: clock.now() }, actor)).more);
    };
    const before = await counts();
    for (const name of retainedNames) assert.ok(before[name]! > 0, `there is nothing of ${name}`);
    const since = now.getTime();
    for (const each of [...new Set(retainedNames.map((name) => retained[name].days))].toSorted((a, b) => a - b)) {
      clock.set(new Date(since + each * DAY_MS).toISOString());
      await forget();
      for (const name of retainedNames.filter((one) => retained[one].days === each))
        assert.equal((await counts())[name], before[name], `${name} to the last instant`);
      clock.set(new Date(since + each * DAY_MS + 1).toISOString());
      await forget();
      for (const name of retainedNames.filter((one) => retained[one].days === each))
        assert.equal((await counts())[name], 0, `${name} is over`);
    }
    assert.equal(await storage.stat('imports/old'), undefined);
    const waiting = await world.rows<{ status: string }>('select status from notifications order by status');
    assert.deepEqual(
      waiting.map(({ status }) => status),
      ['deferred', 'failed', 'queued', 'retried', 'sending'],
      'what is still to be told',
    );
    assert.deepEqual(await world.rows(`select from job_runs where state = 'dead'`), [], 'nothing that tells of nothing is tried again');
    assert.equal((await world.rows(`select from invoices where id = '${invoice.id}'`)).length, 1);
    assert.ok((await world.rows('select from audit_logs')).length > 0);
    // AUT-05: a session that was forgotten is none, once nobody remembers it.
    await world.cradle.access.renew([session!.user_id]);
    assert.equal((await clientAt(world.url, tokenNow()).get('/auth/me')).status, 401);
  });
});
