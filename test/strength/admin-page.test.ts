import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { chromiumPath, openPage, type BrowserPage } from '../support/browser.ts';
import { deadWork } from '../support/dead-work.ts';
import { withSuite } from '../support/endings.ts';
import { asha, keptLetter } from '../support/kept-letters.ts';
import { FAINT, NAMELESS, OVERFLOW } from '../support/legibility.ts';
import { freshBranches, PASSWORD, type World } from '../support/world.ts';

const path = chromiumPath();
/** Where the pictures of the pages are put, for whoever wants to look at them. */
const pictures = process.env.DMS_PICTURES;

const sizes = [
  ['desktop', 1280, 800, false],
  ['phone', 360, 740, false],
  ['dark', 1280, 800, true],
] as const;

const text = (id: string): string => `document.getElementById('${id}').innerText`;
const focused = 'document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim()';

const look = async (page: BrowserPage, name: string): Promise<void> => {
  for (const [size, width, height, dark] of sizes) {
    await page.resize(width, height, dark);
    if (pictures !== undefined) await page.picture(join(pictures, `${name}-${size}.png`));
    assert.deepEqual(await page.evaluate(FAINT), [], `${name}, ${size}: faint`);
    assert.deepEqual(await page.evaluate(NAMELESS), [], `${name}, ${size}: nameless`);
    assert.deepEqual(await page.evaluate(`[innerWidth, ${OVERFLOW}]`), [width, 0], `${name} is as wide as a ${size}`);
  }
  await page.resize(1280, 800);
};

describe(
  'the page at /admin, in a browser',
  { skip: path === undefined && 'there is no Chromium: put it on the PATH or name it in CHROMIUM_PATH' },
  () => {
    const suite = withSuite();
    let world: World;
    before(async () => {
      world = await freshBranches(suite);
    });

    const logIn = async (page: BrowserPage, username: string): Promise<void> => {
      await page.goto(`${world.url}/admin`);
      await page.sees(`!document.getElementById('login').hidden`);
      for (const field of ['username', 'password']) {
        await page.evaluate(`document.getElementById('${field}').focus()`);
        await page.type(field === 'username' ? username : PASSWORD);
      }
      await page.press('Enter');
    };

    it('NOT-04 CFG-02 is logged into and worked by keyboard alone, shows what is the matter and what is switched off, and begins anew what was given up', async (t) => {
      const page = await openPage(t, path!);
      const ids = [await deadWork(world), await deadWork(world)];
      await keptLetter(world.config);
      const resting = await deadWork(world);
      await world.rows(`delete from dead_letters where job_run_id = '${resting}' returning id`);
      await world.rows(`update job_runs set state = 'resting', queue = 'webhooks' where id = '${resting}' returning id`);
      const off = await world.as('superAdmin').ask('PUT', '/system-config/features.warranty', { body: { value: false } });
      assert.equal(off.status, 200, off.text);
      await world.rows(
        `insert into schedules (name, cron, zone, next_due_at) values ('retention', '30 2 * * *', 'Asia/Kolkata', '2026-11-22T21:00:00Z')`,
      );
      await world.rows(`insert into scheduled_runs (id, name, due_at, state, done, tries, next_try_at, started_at, finished_at, last_error)
      select gen_random_uuid(), 'retention', timestamptz '2026-11-21T21:00:00Z' - n * interval '1 day', case n when 0 then 'failed' else 'done' end,
        n, 1, now(), now(), now(), case n when 0 then 'ENOENT' end from generate_series(0, 3) n returning id`);
      await page.resize(1280, 800);
      await page.goto(`${world.url}/admin`);
      await page.sees(`!document.getElementById('login').hidden`);
      await look(page, 'login');
      const order: string[] = [];
      for (let step = 0; step < 6; step += 1) {
        await page.press('Tab');
        const name = await page.evaluate<string>(focused);
        order.push(name);
        if (name === 'username') await page.type('admin@dms.example');
        if (name === 'password') await page.type(PASSWORD);
      }
      assert.deepEqual(order, ['Skip to the content', 'API documentation', 'username', 'password', 'remember', 'Log in']);
      assert.ok(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle !== 'none'`), 'where one is can be seen');
      await page.press('Enter');
      await page.sees(`!document.getElementById('board').hidden`);
      assert.match(await page.evaluate(text('queues')), /pdf\s+0\s+0\s+0\s+2/);
      assert.match(await page.evaluate(text('queues')), /webhooks\s+0\s*1 rest\s+0\s+0\s+0/);
      assert.match(await page.evaluate(text('outbox')), /Events that wait/);
      assert.match(await page.evaluate(text('outbox')), /Modules switched off\s+warranty/);
      assert.match(await page.evaluate(text('schedules')), /warranty-reminders[\s\S]*rests: its module is switched off/);
      assert.match(await page.evaluate(text('schedules')), /retention[\s\S]*failed/);
      await page.evaluate(`document.querySelector('#letters summary').click()`);
      await page.sees(`document.querySelector('#letters pre').textContent.includes('Asha')`);
      assert.equal(await page.evaluate(`document.querySelector('#letters pre').textContent`), asha.text, 'text stays text');
      assert.equal(await page.evaluate(`document.querySelectorAll('#letters script, #letters b').length`), 0);
      await look(page, 'board');

      await page.evaluate(`document.querySelector('#failures td button').focus()`);
      await page.press('Enter');
      await page.sees(`document.querySelectorAll('#failures tbody tr').length === 1`);
      await page.evaluate(`document.querySelector('#retry-pdf').focus()`);
      await page.press('Enter');
      await page.sees(`${text('failures')}.includes('Nothing was given up')`);
      const states = await world.rows(`select distinct state from job_runs where id in ('${ids.join("','")}')`);
      assert.deepEqual(states, [{ state: 'waiting' }]);

      await page.evaluate(`document.getElementById('logout').click()`);
      await page.sees(`!document.getElementById('login').hidden && document.getElementById('board').hidden`);
      assert.deepEqual(page.complaints, []);
      const elsewhere = page.requests.filter((url) => !url.startsWith(world.url) && !url.startsWith('data:') && url !== 'about:blank');
      assert.deepEqual(elsewhere, [], 'it asks nobody else');
    });

    it('AUT-09 goes on after a reload for who asked to stay, with nothing of the session within reach of scripts', async (t) => {
      const page = await openPage(t, path!);
      await page.goto(`${world.url}/admin`);
      await page.sees(`!document.getElementById('login').hidden`);
      await page.evaluate(`document.querySelector('[name=remember]').click()`);
      for (const [field, value] of [
        ['username', 'admin@dms.example'],
        ['password', PASSWORD],
      ] as const) {
        await page.evaluate(`document.getElementById('${field}').focus()`);
        await page.type(value);
      }
      await page.press('Enter');
      await page.sees(`!document.getElementById('board').hidden`);
      assert.deepEqual(await page.evaluate('[document.cookie, JSON.stringify(sessionStorage), Object.keys(localStorage)]'), [
        '',
        '{}',
        ['dms-stays-logged-in'],
      ]);
      await page.goto(`${world.url}/admin?again`);
      await page.sees(`!document.getElementById('board').hidden`);
      assert.deepEqual(page.complaints, []);
    });

    it('ACC-10 tells who may not see it why, and shows nothing', async (t) => {
      const page = await openPage(t, path!);
      await logIn(page, 'manager.blr01@dms.example');
      await page.sees(`!document.getElementById('notice').hidden`);
      assert.match(await page.evaluate(text('notice')), /queues/);
      assert.equal(await page.evaluate(`document.getElementById('board').hidden`), true);
      await logIn(page, 'nobody@dms.example');
      await page.sees(`${text('notice')}.length > 10`);
    });

    it('the documentation of the API can be read too, on a phone as well', async (t) => {
      const page = await openPage(t, path!);
      await page.resize(360, 740);
      const begun = performance.now();
      await page.goto(`${world.url}/docs`);
      await page.sees(`document.querySelectorAll('.opblock-tag').length > 5`, 120_000);
      t.diagnostic(`shown after ${Math.round(performance.now() - begun)} ms`);
      await page.evaluate(`document.querySelector('#operations-tag-operations').click()`);
      await page.sees(`document.querySelectorAll('.opblock').length > 5`, 60_000);
      for (const [size, width, height] of sizes.slice(0, 2)) {
        await page.resize(width, height);
        if (pictures !== undefined) await page.picture(join(pictures, `docs-${size}.png`));
        assert.deepEqual(await page.evaluate(`[innerWidth, ${OVERFLOW}]`), [width, 0], size);
      }
      await page.evaluate(`document.querySelector('.opblock-summary-control').click()`);
      await page.sees(`document.querySelectorAll('.opblock-body .response').length > 1`, 60_000);
      const links = await page.evaluate<string[]>(`[...document.querySelectorAll('.info a')].map(({ href }) => href)`);
      assert.ok(links.includes(`${world.url}/openapi.json`), links.join(' '));
      const documents = page.requests.filter((url) => url.endsWith('json'));
      assert.deepEqual(documents, [`${world.url}/openapi.json`], 'the one document there is');
      assert.deepEqual(page.complaints, [], 'its policy forbids nothing that it would like');
    });
  },
);
