import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { queues } from '@dms/domain/notifications/queues';
import { startDms } from '../support/api-process.ts';
import type { ListOf } from '../support/bodies.ts';
import { clientAt, freshKey } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { lettersIn, quoted, rawLettersIn } from '../support/letters.ts';
import { hold } from '../support/locks.ts';
import { startMailServer } from '../support/mail-server.ts';
import { until } from '../support/until.ts';
import { walkTo } from '../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../support/world.ts';

type Message = {
  id: string;
  type: string;
  channel: string;
  status: string;
  reason: string | null;
  failures: number;
  recipient_id: string | null;
  template_version: number | null;
  language: string | null;
  deferred_until: Date | null;
};
type InInbox = { id: string; type: string; title: string; body: string; readAt: string | null };

const HOUR_MS = 3_600_000;

const at = (day: string, time: string): string => new Date(`${day}T${time}:00+05:30`).toISOString();

const messagesIn = (world: World) => (where: string) =>
  world.rows<Message>(`select * from notifications where ${where} order by created_at, id`);

/** A customer with a bill that is due today, and the reminder of it told. */
const remind = async (world: World, address: string, language = 'en') => {
  const invoice = await world.make.invoice();
  await world.rows(`update customers set email = '${address}', language = '${language}' where id = '${invoice.customerId}'`);
  return invoice;
};
/** Of the letters that failed, what is tried next. */
const nextTryOf = async (world: World): Promise<{ id: string; at: Date; starts: number } | undefined> => {
  const [next] = await world.rows<{ id: string; at: Date; starts: number }>(
    `select id, next_attempt_at as at, starts from job_runs where queue = 'email' and state = 'waiting' and starts > 0 order by next_attempt_at limit 1`,
  );
  return next && { ...next, at: new Date(next.at) };
};
const triedAgain = async (world: World, { id, starts }: { id: string; starts: number }) => {
  await world.rows('notify outbox'); // the relay need not wait for its next turn
  const tried = `select from job_runs where id = '${id}' and starts > ${starts} and state in ('waiting', 'dead')`;
  await until(async () => (await world.rows(tried)).length, { what: `attempt ${starts + 1} at ${id}` });
};
const scan = (world: World) => world.cradle.remindOfPayments({ dueAt: world.clock.now() }, systemActor('scan'));

describe('messages, from the event to whom it is for', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  let messages: ReturnType<typeof messagesIn>;
  const inbox = async (who: Parameters<World['as']>[0], type: string) =>
    (await world.as(who).get<ListOf<InInbox>>('/notifications?limit=100')).body.data.filter((each) => each.type === type);

  before(async () => {
    world = await freshBranches(suite);
    clock = world.clock as FixedClock;
    messages = messagesIn(world);
    await world.startWorkers('relay', 'reminders', 'email', 'sms');
  });

  it('NOT-07 what happens at work stands in the inbox of whom it concerns, and of nobody else', async () => {
    const body = { upiId: 'inbox@oksbi' };
    const asked = await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, body);
    const [boss] = await until(async () => {
      const found = await inbox('superAdmin', 'approval-asked');
      return found.length === 1 ? found : undefined;
    });
    assert.equal(boss!.title, `${world.people.manager.name} asks for your decision`);
    assert.equal(boss!.body, 'It is about branch edit.');
    assert.deepEqual(await inbox('manager', 'approval-asked'), [], 'who asked is not asked');
    assert.deepEqual(await inbox('advisor', 'approval-asked'), []);

    assert.equal((await world.as('superAdmin').post(`${asked.headers.get('location')}/approve`)).status, 200);
    const [told] = await until(async () => {
      const found = await inbox('manager', 'approval-decided');
      return found.length === 1 ? found : undefined;
    });
    assert.equal(told!.title, 'Your request was approved and carried out');

    const { card } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const [job] = await until(async () => {
      const found = await inbox('engineer', 'job-assigned');
      return found.length > 0 ? found : undefined;
    });
    assert.equal(job!.title, `Job ${card.jobNumber} is yours`);
    assert.deepEqual(
      await messages(`entity_id = '${card.id}' and recipient_type = 'USER' and recipient_id <> '${world.people.engineer.id}'`),
      [],
    );
  });

  it('OUT-02 an event that is told a second time brings no second message', async () => {
    const [event] = await world.rows<{ id: string; name: string; entity_id: string; data: object }>(
      `select id, name, entity_id, data from outbox where name = 'JobCardAssigned' order by position limit 1`,
    );
    const again = { id: event!.id, name: 'JobCardAssigned', entityId: event!.entity_id, serviceCenterId: null, data: event!.data } as never;
    await assert.rejects(world.cradle.tellOfEvent(again, systemActor('again')), { code: 'record.duplicate' });
    assert.equal((await messages(`event_id = '${event!.id}'`)).length, 1);
  });

  it('NOT-01 a letter says what the template says now, in the language of whom it is for, and notes which version said it', async () => {
    const admin = world.as('admin');
    const words = {
      subject: 'बकाया {{number}}',
      body: 'नमस्ते {{customer}},\n\n₹{{amount}} शेष है।\n\n{{payBy}}',
      html: '<p>नमस्ते <b>{{customer}}</b>, ₹{{amount}}</p>',
      variables: ['number', 'customer', 'amount', 'payBy'],
    };
    const made = await admin.post<{ id: string }>('/templates', {
      ...{ type: 'payment-reminder', channel: 'EMAIL', language: 'hi', ...words },
      body: `${words.body}\n\n{{number}}`,
    });
    assert.equal(made.status, 201, made.text);
    const edited = await admin.patch(`/templates/${made.body.id}`, { body: `${words.body}\n\nइनवॉइस {{number}}` });
    assert.equal(edited.status, 200, edited.text);
    const invoice = await remind(world, 'template@customers.example', 'hi');
    await world.rows(`update customers set first_name = 'Asha <script>', legal_name = null where id = '${invoice.customerId}'`);
    clock.set(at('2026-11-29', '10:00'));
    await scan(world);
    const [letter] = await until(async () => {
      const found = await messages(`entity_id = '${invoice.id}' and channel = 'EMAIL' and type = 'payment-reminder' and status = 'sent'`);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual([letter!.template_version, letter!.language], [2, 'hi']);
    const raw = (await rawLettersIn(world)).find((text) => text.includes('To: template@customers.example'))!;
    assert.match(raw, /multipart\/alternative/);
    const parts = raw.split(/\r?\n--/).map((part) => {
      const [, encoding] = /Content-Transfer-Encoding: (\S+)/i.exec(part) ?? [];
      const body = part
        .split(/\r?\n\r?\n/)
        .slice(1)
        .join('\n\n');
      return encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : quoted(body).toString('utf8');
    });
    const html = parts.find((part) => part.includes('<b>'))!;
    assert.ok(html.includes('<b>Asha &lt;script&gt;</b>'), html);
    assert.ok(!html.includes('<script>'));
    assert.ok(
      parts.some((part) => part.includes('Asha <script>')),
      'the text is no HTML, and is not escaped',
    );
  });

  it('NOT-02 at night letters wait until nine and are not dropped, and what somebody waits for passes', async () => {
    const invoice = await remind(world, 'night@customers.example');
    clock.set(at('2026-12-06', '20:59'));
    await scan(world);
    const waiting = `entity_id = '${invoice.id}' and type = 'payment-reminder'`;
    clock.set(at('2026-12-06', '21:00'));
    // The SMS waits with it, or for the one before it.
    await until(async () => (await messages(`${waiting} and channel = 'EMAIL' and status = 'deferred'`)).length === 1);
    const [deferred] = await messages(`${waiting} and channel = 'EMAIL'`);
    assert.equal(new Date(deferred!.deferred_until!).toISOString(), at('2026-12-07', '09:00'));
    await world.anybody.post('/auth/request-password-reset', { username: 'staff.blr02@dms.example' });
    await until(async () => (await lettersIn(world)).some(({ to }) => to === 'staff.blr02@dms.example'), {
      what: 'the letter of the night',
    });
    assert.ok(!(await lettersIn(world)).some(({ to }) => to === 'night@customers.example'));
    clock.set(at('2026-12-07', '09:00'));
    await until(async () => (await messages(`${waiting} and status = 'sent'`)).length === 2, {
      what: 'the letter and the SMS of the morning',
    });
    assert.equal((await lettersIn(world)).filter(({ to }) => to === 'night@customers.example').length, 1);
  });

  it('NOT-02 what a customer does not want is kept with the reason, and other ways stay open', async () => {
    const invoice = await remind(world, 'quiet@customers.example');
    const preferences = [{ category: 'BILLING', channel: 'EMAIL', enabled: false }];
    // Those who logged in at the beginning are out by now.
    const advisor = clientAt(world.url, tokenFor(world.cradle, world.people.advisor));
    const set = await advisor.ask('PUT', '/notifications/preferences', { body: { customerId: invoice.customerId, preferences } });
    assert.equal(set.status, 200, set.text);
    clock.set(at('2026-12-14', '10:00'));
    await scan(world);
    const found = await until(async () => {
      const rows = await messages(`entity_id = '${invoice.id}' and type = 'payment-reminder' and status in ('sent', 'suppressed')`);
      return rows.length === 2 ? rows : undefined;
    });
    const byChannel = Object.fromEntries(found.map(({ channel, status, reason }) => [channel, [status, reason]]));
    assert.deepEqual(byChannel, { EMAIL: ['suppressed', 'They do not want letters of this kind.'], SMS: ['sent', null] });
    assert.ok(!(await lettersIn(world)).some(({ to }) => to === 'quiet@customers.example'));
  });

  it('NOT-02 an account is always told of, whatever its user prefers', async () => {
    const staff = clientAt(world.url, tokenFor(world.cradle, world.people.staff));
    const refused = await staff.ask('PUT', '/notifications/preferences', {
      body: { preferences: [{ category: 'SECURITY', channel: 'EMAIL', enabled: false }] },
    });
    assert.deepEqual([refused.status, refused.problem.code], [400, 'request.invalid']);
  });

  it('AUD-01 no message, job or trace keeps what a letter said or whom it went to', async () => {
    for (const table of ['notifications', 'job_runs', 'audit_logs', 'outbox'])
      assert.deepEqual(await world.rows(`select * from ${table} t where t::text like '%night@customers.example%'`), [], table);
  });
});

describe('days that customers are told of', () => {
  it('NOT-05 at half past nine of warranties that end, at half past ten on their birthday, each once, and offers only who agreed', async (t) => {
    const world = await freshBranches(t);
    const clock = world.clock as FixedClock;
    const messages = messagesIn(world);
    await world.as('superAdmin').post('/warranty-terms', { partId: world.basics.parts.filter.id, months: 1 });
    const { invoice } = await walkTo(world, 'issue');
    await world.rows(`update customers set email = 'walked@customers.example'`);
    const { customerId } = world.basics.car;
    await world.rows(`update customers set consents = '{SMS,MARKETING}', date_of_birth = '1988-02-29' where id = '${customerId}'`);
    await world.startWorkers('scheduler', 'relay', 'reminders', 'email', 'sms');
    const known = async () =>
      Object.fromEntries(
        (await world.rows<{ name: string; cron: string }>('select name, cron from schedules')).map((each) => [each.name, each.cron]),
      );
    await until(async () => (await known()).birthdays === '30 10 * * *' && (await known())['warranty-reminders'] === '30 9 * * *');
    const runs = (name: string) => world.rows(`select from scheduled_runs where name = '${name}' and state = 'done'`);

    for (const [index, day] of ['2026-11-23', '2026-11-24'].entries()) {
      clock.set(at(day, '09:30'));
      await until(async () => (await runs('warranty-reminders')).length === index + 1, { what: `the run of ${day}` });
    }
    const ending = `type = 'warranty-ending' and entity_id = '${invoice!.id}' and status = 'sent'`;
    await until(async () => (await messages(ending)).length === 2);
    assert.ok((await lettersIn(world)).some(({ subject }) => subject === 'Your warranty ends on 2026-12-22'));
    assert.equal((await messages("type = 'warranty-ending'")).length, 2);

    clock.set(at('2027-02-28', '10:30'));
    await until(async () => (await runs('birthdays')).length > 0, { what: 'the birthdays' });
    const wishes = await until(async () => {
      const found = await messages(`type = 'birthday' and status in ('sent', 'suppressed')`);
      return found.length === 2 ? found : undefined;
    });
    assert.deepEqual(Object.fromEntries(wishes.map(({ channel, status, reason }) => [channel, [status, reason]])), {
      EMAIL: ['suppressed', 'They did not agree to letters.'],
      SMS: ['sent', null],
    });
    assert.equal((await world.cradle.wishBirthdays({ dueAt: clock.now() }, systemActor('again'))).done, 0);
  });
});

describe('messages that find nobody to take them', () => {
  it('NOT-04 SMTP is down for an hour, and each letter comes once afterwards, in the order they were made', async (t) => {
    const mail = await startMailServer(t);
    await mail.close();
    const world = await freshBranches(t, { variables: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) } });
    const clock = world.clock as FixedClock;
    const messages = messagesIn(world);
    const invoice = await remind(world, 'patient@customers.example');
    const ask = () => world.as('advisor').post<{ jobId: string }>(`/invoices/${invoice.id}/send`, {}, { key: freshKey() });
    await world.startWorkers('relay', 'pdf', 'reminders');
    await until(async () => (await world.rows(`select from files where entity_id = '${invoice.id}'`)).length === 1);
    const [first, second] = [(await ask()).body.jobId, (await ask()).body.jobId];
    await world.startWorkers('email');
    const copies = "type = 'invoice-copy'";
    const failures = async () => (await messages(copies))[0]?.failures ?? 0;
    await until(async () => (await failures()) === 1, { what: 'the first failure' });
    assert.deepEqual(
      (await messages(copies)).map(({ status }) => status),
      ['failed', 'queued'],
      'the second waits for the first',
    );
    const overMs = clock.now().getTime() + HOUR_MS;
    let next = await nextTryOf(world);
    for (; next && next.at.getTime() <= overMs; next = await nextTryOf(world)) {
      clock.set(next.at);
      await triedAgain(world, next);
    }
    t.diagnostic(`${await failures()} attempts at the first failed within the hour`);
    assert.deepEqual(
      (await messages(copies)).map(({ status }) => status),
      ['retried', 'queued'],
    );
    const back = await startMailServer(t, mail.port);
    clock.set(new Date(overMs + queues.email.longestBackoffMs)); // whatever failed in the hour is due by then
    await until(async () => (await messages(`${copies} and status = 'sent'`)).length === 2);
    const ids = back.letters.filter(({ raw }) => raw.includes('Invoice')).map(({ raw }) => /^Message-ID: <([^@]+)@/m.exec(raw)?.[1]);
    assert.deepEqual(
      ids.filter((id) => id === first || id === second),
      [first, second],
    );
  });

  it('NOT-04 after the last attempt a letter is dead, and lies among the dead letters', async (t) => {
    const mail = await startMailServer(t);
    await mail.close();
    const world = await freshBranches(t, { variables: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) } });
    const clock = world.clock as FixedClock;
    await world.startWorkers('relay', 'reminders', 'email');
    await world.anybody.post('/auth/request-password-reset', { username: world.people.staff.email });
    const messages = messagesIn(world);
    for (let attempt = 1; attempt <= queues.email.maxAttempts; attempt += 1) {
      await until(async () => (await messages('true'))[0]?.failures === attempt, { what: `failure ${attempt}` });
      clock.set((await nextTryOf(world))?.at ?? clock.now());
      await world.rows('notify outbox');
    }
    const [message] = await messages('true');
    assert.equal(message!.status, 'dead');
    assert.match(message!.reason!, /ECONNREFUSED|connect/);
    assert.equal((await world.rows('select from dead_letters')).length, 1);
    assert.equal((await world.rows('select from one_time_tokens')).length, 0, 'no letter, no token');
  });

  it('NOT-04 a mailbox that the server refuses for good is given up at the first try, and says why without the address', async (t) => {
    const mail = await startMailServer(t, 0, { refuses: (address) => address.startsWith('gone@') });
    const world = await freshBranches(t, { variables: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) } });
    const clock = world.clock as FixedClock;
    await remind(world, 'gone@customers.example');
    await remind(world, 'ravi@customers.example');
    clock.set(at('2026-11-29', '12:00'));
    await scan(world);
    await world.startWorkers('relay', 'reminders', 'email');
    const messages = messagesIn(world);
    const reminders = `type = 'payment-reminder' and channel = 'EMAIL'`;
    const found = await until(async () => {
      const ended = await messages(`${reminders} and status in ('sent', 'dead')`);
      return ended.length === 2 ? ended : undefined;
    });
    const dead = found.find(({ status }) => status === 'dead');
    assert.equal(found.filter(({ status }) => status === 'sent').length, 1);
    assert.match(dead!.reason!, /550/);
    assert.doesNotMatch(dead!.reason!, /gone@/);
    assert.equal(dead!.failures, 1);
    const letters = await world.rows<{ failures: unknown[] }>('select failures from dead_letters');
    assert.deepEqual(
      letters.map(({ failures }) => failures.length),
      [1],
    );
    assert.deepEqual(
      mail.letters.flatMap(({ to }) => to).filter((to) => to === 'ravi@customers.example'),
      ['ravi@customers.example'],
    );
  });

  it('OUT-02 a worker that is killed while it decides whom to tell leaves nothing, and another tells each once', async (t) => {
    const world = await freshBranches(t);
    const messages = messagesIn(world);
    await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { upiId: 'killed@oksbi' });
    const lock = await hold(world, 'lock table notifications in share row exclusive mode');
    t.after(() => lock.release());
    const killed = await startDms(t, world, ['worker', 'relay', 'reminders']);
    await killed.ready();
    await lock.waitedFor();
    await killed.kill('SIGKILL');
    await lock.release();
    assert.deepEqual(await messages('true'), []);
    await startDms(t, world, ['worker', 'relay', 'reminders']);
    const made = await until(async () => {
      const found = await messages('true');
      return found.length > 0 ? found : undefined;
    });
    assert.equal(new Set(made.map(({ recipient_id: id }) => id)).size, made.length);
    assert.ok(made.every(({ type, status }) => type === 'approval-asked' && status === 'delivered'));
  });
});
