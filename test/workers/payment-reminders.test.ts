import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { composePaymentReminder } from '@dms/domain/billing/use-cases/compose-payment-reminder';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { freshKey } from '../support/client.ts';
import { readLetter } from '../support/letters.ts';
import { variablesOf } from '../support/server.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';
import { startSchedulerProcess } from './start-worker-process.ts';

const TOTAL = '1888.00';
/** IST. A world begins on 22 November; what is billed then is due on the 29th. */
const at = (day: string, time = '10:00'): string => new Date(`${day}T${time}:00+05:30`).toISOString();

type Job = { state: string; starts: number; result: string | null; next_attempt_at: string | Date };

const company = async (t: TestContext) => {
  const world = await freshBranches(t);
  const clock = world.clock as FixedClock;
  const letters = async () => {
    const folder = join(world.config.dataFolder, 'outbox');
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    return Promise.all(names.map(async (name) => readLetter(await readFile(join(folder, name), 'utf8'))));
  };
  const bill = async (language = 'en') => {
    const invoice = await world.make.invoice();
    await world.rows(
      `update customers set email = 'ravi.${invoice.id}@customers.example', language = '${language}' where id = '${invoice.customerId}'`,
    );
    return invoice;
  };
  const scan = () => world.cradle.remindOfPayments({ dueAt: clock.now() }, systemActor('scan'));
  const runs = () =>
    world.rows<{ state: string; due_at: Date; next_try_at: Date; steps: number }>(
      "select state, due_at, next_try_at, steps from scheduled_runs where name = 'payment-reminders' order by due_at",
    );
  const jobs = () =>
    world.rows<Job>(
      `select r.state, r.starts, r.result, r.next_attempt_at from job_runs r
       join notifications n on n.id::text = r.dedupe_key
       where r.consumer = 'notification-email' and n.type = 'payment-reminder' order by r.id`,
    );
  const doneJobs = async () => (await jobs()).filter(({ state }) => state === 'done').length;
  const scheduled = (cron: string) =>
    until(async () => (await world.rows(`select from schedules where name = 'payment-reminders' and cron = '${cron}'`)).length === 1);
  return { world, clock, letters, bill, scan, runs, jobs, doneJobs, scheduled };
};

const pay = (world: World, invoiceId: string, amount = TOTAL) =>
  world.as('advisor').post('/payments', { invoiceId, amount, method: 'UPI' }, { key: freshKey() });

describe('letters that remind of payments', () => {
  it('REM-01 a letter comes at ten on each of the five days, once, and no other', async (t) => {
    const { world, clock, bill, letters, runs, doneJobs, scheduled } = await company(t);
    const invoice = await bill();
    await world.startWorkers('scheduler', 'relay', 'reminders', 'email');
    await scheduled('0 10 * * *');
    const expected = { '11-27': 0, '11-28': 1, '11-29': 2, '11-30': 2, '12-02': 3, '12-06': 4, '12-14': 5, '12-15': 5 };
    for (const [index, [day, count]] of Object.entries(expected).entries()) {
      clock.set(at(`2026-${day}`));
      await until(async () => (await runs()).filter(({ state }) => state === 'done').length === index + 1, { what: `the run of ${day}` });
      await until(async () => (await doneJobs()) === count, { what: `the letters of ${day}` });
      assert.equal((await letters()).length, count, day);
    }
    assert.equal(new Date((await runs())[0]!.due_at).toISOString(), at('2026-11-27'));
    assert.ok((await letters()).every(({ to }) => to === `ravi.${invoice.id}@customers.example`));
  });

  it('REM-01 says number, what is due, when, and how to pay, in English and in Hindi', async (t) => {
    const { world, clock, bill, letters, scan } = await company(t);
    const [english, hindi] = [await bill('en'), await bill('hi')];
    assert.equal((await pay(world, english.id, '888.00')).status, 201);
    clock.set(at('2026-11-29'));
    assert.equal((await scan()).done, 2);
    await world.startWorkers('relay', 'reminders', 'email');
    await until(async () => (await letters()).length === 2);
    const all = await letters();
    const to = (id: string) => all.find((letter) => letter.to.includes(id))!;
    const [en, hi] = [to(english.id), to(hindi.id)];
    assert.ok(en.subject.startsWith(`Reminder: invoice ${english.invoiceNumber} from `), en.subject);
    assert.ok(en.text.includes(`₹1,000.00 is to be paid on invoice ${english.invoiceNumber}.`), en.text);
    assert.ok(en.text.includes('It is due today, 2026-11-29.'));
    assert.ok(hi.subject.includes(`इनवॉइस ${hindi.invoiceNumber}`), hi.subject);
    assert.ok(hi.text.includes('₹1,888.00 का भुगतान शेष है'), hi.text);
    assert.ok(hi.text.includes('अंतिम तिथि आज, 2026-11-29, है'));
    const { upiId } = english.document!.seller;
    assert.ok(upiId, 'the branch takes UPI');
    const linkOf = ({ text }: { text: string }) => new URL(/upi:\S+/.exec(text)![0]).searchParams;
    assert.deepEqual([linkOf(en).get('pa'), linkOf(en).get('am')], [upiId, '1000.00']);
    assert.deepEqual([linkOf(hi).get('pa'), linkOf(hi).get('am')], [upiId, '1888.00']);
  });

  it('REM-01 nobody who pays waits for a letter that is being sent', async (t) => {
    const { world, bill } = await company(t);
    const invoice = await bill();
    const { transact, clock } = world.cradle;
    await transact(systemActor('letters'), async () => {
      const occasion = {
        ...{ entityId: invoice.id, serviceCenterId: invoice.serviceCenterId, eventName: 'PaymentReminderDue' as const },
        ...{ recipientId: invoice.customerId, recipientName: 'Ravi', language: 'en' as const },
        data: { dueDate: invoice.dueDate!, dayOffset: 0 },
      };
      await composePaymentReminder({ transact, clock })(occasion, systemActor('letters'));
      // The letter is on its way, and its transaction still open.
      const free = await world.rows(`select id from invoices where id = '${invoice.id}' for no key update nowait`);
      assert.equal(free.length, 1);
    });
  });

  it('REM-01 what is paid, written off or moved between the scan and the letter is not sent, and the reason is kept', async (t) => {
    const { world, clock, bill, letters, scan, jobs, doneJobs } = await company(t);
    const [paid, off, moved, due] = [await bill(), await bill(), await bill(), await bill()];
    clock.set(at('2026-11-29'));
    assert.equal((await scan()).done, 4);
    assert.equal((await pay(world, paid.id)).status, 201);
    assert.equal((await world.as('superAdmin').post(`/invoices/${off.id}/write-off`, { reason: 'moved away' })).status, 200);
    assert.equal((await world.as('manager').patch(`/invoices/${moved.id}/due-date`, { dueDate: '2026-12-10' })).status, 200);
    await world.startWorkers('relay', 'reminders', 'email');
    await until(async () => (await doneJobs()) === 4);
    assert.deepEqual(
      (await letters()).map(({ to }) => to),
      [`ravi.${due.id}@customers.example`],
    );
    const reasons = (await jobs()).map(({ result }) => result ?? 'sent').toSorted();
    const settled = 'Nothing is due on the invoice any more.';
    assert.deepEqual(reasons, [settled, settled, 'The invoice is due on another day by now.', 'sent']);
  });

  it('REM-01 letters that could not go out for days do not come all at once', async (t) => {
    const { world, clock, bill, letters, scan, doneJobs } = await company(t);
    await bill();
    for (const day of ['2026-11-28', '2026-11-29', '2026-12-02', '2026-12-06']) {
      clock.set(at(day));
      assert.equal((await scan()).done, 1);
    }
    await world.startWorkers('relay', 'reminders', 'email');
    await until(async () => (await doneJobs()) === 4);
    const [only, ...more] = await letters();
    assert.deepEqual(more, []);
    assert.ok(only!.text.includes('It was due on 2026-11-29.'));
  });

  it('REM-01 a run that falls into quiet hours waits until they end, and reminds then', async (t) => {
    const { world, clock, bill, letters, runs, scheduled } = await company(t);
    await bill();
    const set = await world.as('superAdmin').ask('PUT', '/system-config/schedules.payment-reminders', { body: { value: '0 22 * * *' } });
    assert.equal(set.status, 200, set.text);
    await world.startWorkers('scheduler', 'relay', 'reminders', 'email');
    await scheduled('0 22 * * *');
    clock.set(at('2026-11-28', '22:00'));
    await until(async () => (await runs())[0]?.steps === 1);
    const [waiting] = await runs();
    assert.deepEqual([waiting!.state, new Date(waiting!.next_try_at).toISOString()], ['open', at('2026-11-29', '09:00')]);
    assert.deepEqual(await letters(), []);
    clock.set(at('2026-11-29', '09:00'));
    await until(async () => (await letters()).length === 1, { what: 'the letter of the morning' });
    assert.deepEqual(
      (await runs()).map(({ state }) => state),
      ['done'],
    );
    assert.ok((await letters())[0]!.text.includes('It is due today, 2026-11-29.'));
  });

  it('REM-01 a letter that is made in quiet hours waits until they end, and that counts for no attempt', async (t) => {
    const { world, clock, bill, letters, scan, jobs } = await company(t);
    await bill();
    clock.set(at('2026-11-29', '20:59'));
    assert.equal((await scan()).done, 1);
    clock.set(at('2026-11-29', '21:00'));
    await world.startWorkers('relay', 'reminders', 'email');
    await until(async () => (await jobs()).some(({ state, next_attempt_at: next }) => state === 'waiting' && new Date(next) > clock.now()));
    const [waiting] = await jobs();
    assert.deepEqual([waiting!.starts, new Date(waiting!.next_attempt_at).toISOString()], [0, at('2026-11-30', '09:00')]);
    assert.deepEqual(await letters(), []);
    clock.set(at('2026-11-30', '09:00'));
    await until(async () => (await letters()).length === 1);
    assert.equal((await world.rows('select from dead_letters')).length, 0);
  });

  it('REM-01 two schedulers run, one is killed in the middle, and each is reminded once', async (t) => {
    const { world, bill, scheduled } = await company(t);
    for (let n = 0; n < 3; n += 1) await bill();
    const file = join(await workFolder('clock'), 'offset');
    const moveTo = (instant: string): void => writeFileSync(file, String(new Date(instant).getTime() - Date.now()));
    moveTo(at('2026-11-22', '12:00'));
    const env = { ...(await variablesOf({ databaseUrl: world.database.url, redisUrl: world.redisUrl })), CLOCK_OFFSET_FILE: file };
    const kept = async () => (await world.rows('select from payment_reminders')).length;
    const told = async () => (await world.rows("select from outbox where name = 'PaymentReminderDue'")).length;

    const doomed = await startSchedulerProcess(t, 'hangs in the middle', env, 'remindOfPayments');
    await doomed.says(/started/);
    await scheduled('0 10 * * *');
    moveTo(at('2026-11-28'));
    await doomed.says(/worked 3/);
    const heir = await startSchedulerProcess(t, 'steady', env, 'remindOfPayments');
    await heir.says(/started/);
    assert.deepEqual([await kept(), await told()], [0, 0]);
    doomed.signal('SIGKILL');
    await heir.says(/worked 3/);
    await until(async () => (await told()) === 3);
    assert.equal(await kept(), 3);
    heir.signal('SIGTERM');
    assert.deepEqual(await heir.exited, { code: 0, signal: null });
  });

  it('REM-01 the database itself refuses a second reminder of one day, and a change of what was reminded of', async (t) => {
    const { world, clock, bill, scan } = await company(t);
    await bill();
    clock.set(at('2026-11-29'));
    await scan();
    const again = 'insert into payment_reminders select gen_random_uuid(), invoice_id, due_date, day_offset, now() from payment_reminders';
    await assert.rejects(world.rows(again), /payment_reminders_once/);
    await assert.rejects(world.rows('update payment_reminders set day_offset = 1'), /payment_reminders/);
    await assert.rejects(world.rows('delete from payment_reminders'), /payment_reminders/);
  });
});
