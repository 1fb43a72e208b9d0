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

it('NOT-04 letters to everybody wait out an hour without a mail server, a worker killed in it, and each comes once, in order', async (t) => {
  const mail = await startMailServer(t);
  await mail.close();
  const file = join(await workFolder('clock'), 'offset');
  let nowMs = new Date(beginning).getTime(); // ten in the morning in India: nobody's quiet hours come before eleven hours from now
  const moveTo = (instantMs: number): void => {
    nowMs = instantMs;
    writeFileSync(file, String(instantMs - Date.now()));
  };
  moveTo(nowMs);
  const smtp = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) };
  const world = await freshBranches(t, { clock: offsetClock(file), variables: smtp });
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
  const failuresAbove = (least: number) =>
    until(async () => (await figures()).failures >= least, { timeoutMs: 60_000, what: `${least} failures` });
  await failuresAbove(people.length);
  for (let minutes = 0; minutes < 60; minutes += 10) {
    const { failures } = await figures();
    moveTo(nowMs + 10 * MINUTE_MS);
    await failuresAbove(failures + 1);
    if (minutes === 20) {
      await doomed.kill('SIGKILL');
      await workers();
    }
  }
  const down = await figures();
  assert.deepEqual([down.sent, down.dead], [0, 0]);
  assert.ok(down.tried <= people.length, 'who waits for a letter before is not tried');

  const back = await startMailServer(t, mail.port);
  const all = people.length * LETTERS;
  for (let sent = 0; sent < all;) {
    moveTo(nowMs + 10 * MINUTE_MS);
    const before = sent;
    await until(async () => (sent = (await figures()).sent) > before, { timeoutMs: 60_000, what: 'letters to go' });
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
