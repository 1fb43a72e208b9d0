import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { scheduleNames } from '@dms/domain/configuration/schedules';
import type { ListOf } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { deadWork } from '../../support/dead-work.ts';
import { withSuite } from '../../support/endings.ts';
import { asha, keptLetter } from '../../support/kept-letters.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Dead = { id: string; jobId: string; queue: string; failures: { attempt: number; at: string; error: string }[] };
type Run = { state: string; dueAt: string; done: number; error: string | null };
type Schedule = { name: string; cron: string; nextDueAt: string | null; runs: Run[] };
type Letters = { kept: boolean; data: { id: string; to: string; subject: string; attachments: string[] }[] };

const attributesOf = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) => value!);

describe('what whoever looks after it is shown', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  it('serves the page whole from here, with nothing in it that runs, under a policy that allows nothing else', async () => {
    const page = await world.anybody.get('/admin');
    assert.equal((await world.anybody.get('/admin/')).text, page.text);
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy')!;
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
      assert.ok(policy.includes(directive), directive);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.doesNotMatch(page.text, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/, 'nothing inline');
    const assets = [...attributesOf(page.text, 'src'), ...attributesOf(page.text, 'href')].filter((url) => url.startsWith('/admin'));
    assert.deepEqual(assets.sort(), ['/admin/main.js', '/admin/page.css']);
    const seen = new Set<string>();
    const fetchAll = async (url: string): Promise<void> => {
      if (seen.has(url)) return;
      seen.add(url);
      const asset = await world.anybody.get(url);
      assert.equal(asset.status, 200, url);
      assert.doesNotMatch(
        asset.text,
        /innerHTML|insertAdjacentHTML|\beval\(|https?:\/\//,
        `${url} makes no markup of text, and reaches nobody else`,
      );
      for (const [, imported] of asset.text.matchAll(/from '\.(\/[\w-]+\.js)'/g)) await fetchAll(`/admin${imported!}`);
    };
    for (const url of assets) await fetchAll(url);
    assert.equal(seen.size, 5, [...seen].join(', '));
    const again = await world.anybody.get('/admin', { 'if-none-match': page.headers.get('etag')! });
    assert.equal(again.status, 304);
  });

  it('names every field for who cannot see it, and speaks of one heading first', async () => {
    const { text } = await world.anybody.get('/admin');
    assert.match(text, /<html lang="en">/);
    assert.match(text, /name="viewport" content="width=device-width, initial-scale=1"/);
    assert.equal(text.match(/<h1>/g)?.length, 1);
    const labelled = new Set(attributesOf(text, 'for'));
    for (const [field] of text.matchAll(/<input(?![^>]*type="checkbox")[^>]*>/g))
      assert.ok(labelled.has(/\sid="([^"]+)"/.exec(field)![1]!), field);
    for (const [, id] of text.matchAll(/aria-labelledby="([^"]+)"/g)) assert.ok(text.includes(`id="${id!}"`), id);
  });

  it('holds nothing itself: what it shows is asked of routes that turn everybody else away', async () => {
    for (const path of ['/admin/queues', '/admin/dead-letters', '/admin/schedules', '/admin/letters', '/admin/letters/letter-1']) {
      assert.equal((await world.anybody.get(path)).status, 401, path);
      assert.equal((await world.as('manager').get(path)).status, 403, path);
    }
    assert.equal((await world.as('manager').post('/admin/queues/pdf/retry')).status, 403);
  });

  it('NOT-04 lists what was given up, with its history and without what is of the machine, and begins a whole queue anew once', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, () => deadWork(world)));
    const listed = await world.as('admin').get<ListOf<Dead>>('/admin/dead-letters?queue=pdf&limit=2');
    assert.equal(listed.body.data.length, 2);
    const rest = await world.as('admin').get<ListOf<Dead>>(`/admin/dead-letters?queue=pdf&limit=2&cursor=${listed.body.page.next}`);
    const all = [...listed.body.data, ...rest.body.data];
    assert.deepEqual(all.map(({ jobId }) => jobId).sort(), ids.toSorted());
    assert.deepEqual(
      all[0]!.failures.map(({ attempt }) => attempt),
      [1, 2],
    );
    assert.doesNotMatch(listed.text + rest.text, /ENOENT|payload/);
    assert.deepEqual((await world.as('admin').get<ListOf<Dead>>('/admin/dead-letters?queue=email')).body.data, []);
    const key = freshKey();
    const retried = await world.as('admin').post('/admin/queues/pdf/retry', undefined, { key });
    assert.deepEqual([retried.status, retried.body], [200, { retried: 3 }]);
    const repeated = await world.as('admin').post('/admin/queues/pdf/retry', undefined, { key });
    assert.deepEqual([repeated.body, repeated.headers.get('idempotency-replayed')], [{ retried: 3 }, 'true']);
    assert.deepEqual((await world.as('admin').post('/admin/queues/pdf/retry')).body, { retried: 0 });
    assert.deepEqual((await world.as('admin').get<ListOf<Dead>>('/admin/dead-letters')).body.data, []);
    const states = await world.rows<{ state: string }>(`select distinct state from job_runs where id in ('${ids.join("','")}')`);
    assert.deepEqual(states, [{ state: 'waiting' }]);
    assert.equal((await world.as('admin').post('/admin/queues/none/retry')).status, 400);
  });

  it('NOT-05 tells of every schedule when it is due next and what became of its last five runs', async () => {
    await world.rows(
      `insert into schedules (name, cron, zone, next_due_at) values ('retention', '30 2 * * *', 'Asia/Kolkata', '2026-11-22T21:00:00Z')`,
    );
    await world.rows(`insert into scheduled_runs (id, name, due_at, state, done, tries, next_try_at, started_at, finished_at, last_error)
      select gen_random_uuid(), 'retention', timestamptz '2026-11-21T21:00:00Z' - n * interval '1 day', case n when 0 then 'failed' else 'done' end,
        n, 1, now(), now(), now(), case n when 0 then 'ENOENT: no such file' end from generate_series(0, 6) n returning id`);
    const { body, text } = await world.as('superAdmin').get<{ data: Schedule[] }>('/admin/schedules');
    assert.deepEqual(
      body.data.map(({ name }) => name),
      scheduleNames,
    );
    const { cron, nextDueAt, runs } = body.data.find(({ name }) => name === 'retention')!;
    assert.deepEqual([cron, nextDueAt, runs.map(({ done }) => done)], ['30 2 * * *', '2026-11-22T21:00:00.000Z', [0, 1, 2, 3, 4]]);
    assert.deepEqual([runs[0]!.state, runs[0]!.dueAt, runs[1]!.error], ['failed', '2026-11-21T21:00:00.000Z', null]);
    assert.match(runs[0]!.error!, /dms doctor schedules/);
    assert.doesNotMatch(text, /ENOENT/);
    const low = body.data.find(({ name }) => name === 'low-stock')!;
    assert.deepEqual([low.nextDueAt, low.runs], [null, []], 'no scheduler has looked at it');
  });

  it('shows the letters of the local folder to an administrator, the latest first, and reaches no other file', async () => {
    assert.deepEqual((await world.as('admin').get('/admin/letters')).body, { kept: true, data: [] });
    for (const id of ['letter-1', 'letter-2']) await keptLetter(world.config, id);
    const { body } = await world.as('admin').get<Letters>('/admin/letters');
    assert.deepEqual(
      body.data.map(({ id }) => id),
      ['letter-2', 'letter-1'],
    );
    assert.deepEqual([body.data[0]!.to, body.data[0]!.subject, body.data[0]!.attachments], [asha.to, asha.subject, ['invoice.pdf']]);
    const one = await world.as('admin').get<{ text: string }>('/admin/letters/letter-1');
    assert.equal(one.body.text, asha.text);
    assert.equal((await world.as('admin').get('/admin/letters/letter-3')).status, 404);
    for (const id of ['..%2F..%2Fports', 'a.json']) assert.equal((await world.as('admin').get(`/admin/letters/${id}`)).status, 400, id);
  });

  it('shows no letters where a mail server sends them', async (t) => {
    const sending = await freshBranches(t, { variables: { SMTP_HOST: '127.0.0.1', SMTP_PORT: '9' } });
    await keptLetter(sending.config);
    assert.deepEqual((await sending.as('admin').get('/admin/letters')).body, { kept: false, data: [] });
    assert.equal((await sending.as('admin').get('/admin/letters/letter-1')).status, 404);
  });
});
