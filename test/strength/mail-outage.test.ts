import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { systemActor } from '@dms/domain/shared/actor';
import { offsetClock } from '../../adapters/security/system.ts';
import { beginning } from '../contracts/basics.ts';
import { startDms } from '../support/api-process.ts';
import { readLetter } from '../support/letters.ts';
import { startMailServer } from '../support/mail-server.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { freshBranches } from '../support/world.ts';

const LETTERS = 20;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

it('NOT-04 letters to everybody wait out an hour without a mail server, a worker killed in it, and each comes once, in order', async (t) => {
  const mail = await startMailServer(t);
  await mail.close();
  const file = join(await workFolder('clock'), 'offset');
  const moveTo = (instantMs: number): void => writeFileSync(file, String(instantMs - Date.now()));
  const startMs = new Date(beginning).getTime(); // ten in the morning in India: nobody's quiet hours come before eleven hours from now
  moveTo(startMs);
  const smtp = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) };
  const clock = offsetClock(file);
  const world = await freshBranches(t, { clock, variables: smtp });
  const template = await world.as('admin').post<{ id: string }>('/templates', {
    ...{ type: 'payment-reminder', channel: 'EMAIL', language: 'en' },
    ...{ subject: 'Letter {{number}}', body: 'Dear {{customer}}, {{amount}} {{number}} {{payBy}}' },
    variables: ['number', 'customer', 'amount', 'payBy'],
  });
  assert.equal(template.status, 201, template.text);
  const people = Object.values(world.people);
  for (let number = 1; number <= LETTERS; number += 1)
    for (const { id } of people) {
      const vars = { number: String(number), customer: id, amount: '1.00', payBy: 'Pay soon.' };
      const asked = {
        type: 'test',
        channel: 'EMAIL',
        entityId: template.body.id,
        serviceCenterId: null,
        userId: id,
        data: { vars },
      } as const;
      await world.cradle.askForMessage(asked, systemActor('a test'));
    }
  const workers = () => startDms(t, world, ['worker', 'relay', 'email'], { ...smtp, CLOCK_OFFSET_FILE: file });
  const [doomed] = await Promise.all([workers(), workers()]);
  type Figures = { failures: number; sent: number; dead: number; tried: number };
  const figures = async (): Promise<Figures> =>
    (
      await world.rows<Figures>(`select coalesce(sum(failures), 0)::int as failures, count(*) filter (where status = 'sent')::int as sent,
        count(*) filter (where status = 'dead')::int as dead, count(*) filter (where failures > 0)::int as tried from notifications where type = 'test'`)
    )[0]!;
  type Try = { id: string; dueMs: number; starts: number };
  /** What failed and is tried next. */
  const nextTry = async (): Promise<Try | undefined> =>
    (
      await world.rows<Try>(`select id, round(extract(epoch from next_attempt_at) * 1000)::double precision as "dueMs", starts from job_runs
        where queue = 'email' and state = 'waiting' and starts > 0 order by next_attempt_at limit 1`)
    )[0];
  /** Goes to when it is tried, unless that is past, and wakes the relays. */
  const goTo = async ({ dueMs }: Try): Promise<void> => {
    if (dueMs > clock.now().getTime()) moveTo(dueMs);
    await world.rows('notify outbox');
  };
  await until(async () => (await figures()).failures >= people.length, { what: 'the first failures' });

  let alive = true;
  const overMs = startMs + HOUR_MS;
  for (let next = await nextTry(); next && next.dueMs <= overMs; next = await nextTry()) {
    const { id, starts, dueMs } = next;
    await goTo(next);
    await until(
      async () =>
        (await world.rows(`select from job_runs where id = '${id}' and starts > ${starts} and state in ('waiting', 'dead')`)).length,
      {
        what: `attempt ${starts + 1} at ${id}`,
      },
    );
    if (alive && dueMs > startMs + 20 * MINUTE_MS) {
      alive = false;
      await doomed.kill('SIGKILL');
      await workers();
    }
  }
  assert.equal(alive, false);
  const down = await figures();
  assert.deepEqual([down.sent, down.dead], [0, 0]);
  assert.ok(down.tried <= people.length, 'who waits for a letter before is not tried');

  const back = await startMailServer(t, mail.port);
  const all = people.length * LETTERS;
  for (let sent = 0; sent < all;) {
    const next = await nextTry();
    if (next) await goTo(next);
    const before = sent;
    await until(async () => (sent = (await figures()).sent) > before, { what: 'letters to go' });
  }
  assert.equal((await figures()).dead, 0);
  const letters = back.letters.map(({ raw }) => readLetter(raw)).filter(({ subject }) => subject.startsWith('Letter '));
  const inOrder = Array.from({ length: LETTERS }, (_, index) => `Letter ${index + 1}`);
  const byPerson = Map.groupBy(letters, ({ to }) => to);
  assert.equal(byPerson.size, people.length);
  for (const [to, theirs] of byPerson)
    assert.deepEqual(
      theirs.map(({ subject }) => subject),
      inOrder,
      to,
    );
  t.diagnostic(`${all} letters to ${people.length} people; ${down.failures} attempts failed while the server was down`);
});
