import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { everywhere } from '@dms/domain/shared/actor';
import type { Actor } from '@dms/domain/shared/actor';
import { Quantity } from '@dms/domain/shared/quantity';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const START = '2026-11-22T04:30:00.000Z';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The floor of the workshop: tasks, the time they take, who is given them, and what comes after. */
export const floor = contract('the floor of the workshop', (given) => {
  const later = (ms: number): void => given().clock.advance(ms);
  afterEach(() => given().clock.set(START));

  const load = (id: string): Promise<JobCard> => given().transact(somebody, ({ jobCards }) => jobCards.get(id, everywhere));
  const manager = (): Actor => given().basics.actors.manager;
  const instant = (ms: number): string => new Date(Date.parse(START) + ms).toISOString();

  /** A card that somebody worked on for so long. */
  const worked = async (
    ms: number,
    opened?: { readonly card: JobCard; readonly engineer: Actor },
  ): Promise<{ card: JobCard; engineer: Actor; taskId: string }> => {
    const { card, engineer } = opened ?? (await given().make.assignedCard());
    const taskId = card.tasks[0]!.id;
    await given().desk.start({ jobCardId: card.id, taskId }, engineer);
    later(ms);
    await given().desk.pause({ jobCardId: card.id, taskId, reason: 'Tea' }, engineer);
    return { card: await load(card.id), engineer, taskId };
  };
  const engineerWith = (change: object): Promise<Actor> =>
    given().transact(somebody, async (unit) => {
      const { user, actor } = await given().make.engineer();
      Object.assign(await unit.users.getForChange(user.id, everywhere), change);
      unit.record(noted('UserEdited', user.id));
      return actor;
    });
  const configure = (key: string, value: never): Promise<void> =>
    given().transact(somebody, async ({ settings, record }) => {
      const at = given().clock.now();
      await settings.put({ id: given().ids.next(), key, value, validFrom: at, setAt: at, reason: null, setBy: null });
      record(noted('SettingChanged', given().ids.next()));
    });

  it('JOB-04 time is corrected with a reason, and never so that an engineer was in two places at once', async () => {
    const { desk } = given();
    const first = await given().make.assignedCard();
    const second = await given().make.assignedCard(undefined, first.engineer);
    await worked(HOUR_MS, first);
    later(HOUR_MS);
    const two = await worked(HOUR_MS, second);
    const correct = (spans: readonly (readonly [number, number])[]) =>
      desk.time.correct(
        {
          jobCardId: two.card.id,
          timeLogId: two.card.timeLogs[0]!.id,
          spans: spans.map(([from, to]) => ({ from: instant(from), to: instant(to) })),
          reason: 'forgot to start the clock',
        },
        manager(),
      );
    await assert.rejects(correct([[HOUR_MS / 2, 3 * HOUR_MS]]), refusal('timelog.refused', /another task/));
    await assert.rejects(correct([[2 * HOUR_MS, 4 * HOUR_MS]]), refusal('timelog.refused', /future/));
    await assert.rejects(correct([[-HOUR_MS, 0]]), refusal('timelog.refused', /before the job card was opened/));
    await assert.rejects(correct([[2 * HOUR_MS, 2 * HOUR_MS]]), refusal('timelog.refused', /ends before it begins/));
    const { correction } = await correct([[HOUR_MS, 3 * HOUR_MS]]);
    assert.deepEqual([correction.correctedBy, correction.reason], [manager().userId, 'forgot to start the clock']);
    assert.deepEqual(
      [...correction.before, ...correction.after].map(({ from, to }) => [from, to]),
      [
        [instant(2 * HOUR_MS), instant(3 * HOUR_MS)],
        [instant(HOUR_MS), instant(3 * HOUR_MS)],
      ],
    );
    assert.equal((await load(two.card.id)).clockedHours(two.taskId).toString(), '2.000');
    assert.ok((await given().eventsOf(two.card.id)).includes('TimeCorrected'));
  });

  it('JOB-04 of two corrections that overlap one is kept', async () => {
    const { desk } = given();
    const opened = await given().make.assignedCard();
    const other = await given().make.assignedCard(undefined, opened.engineer);
    const [one, two] = [await worked(60_000, opened), await worked(60_000, other)];
    later(HOUR_MS);
    const MINUTE_MS = 60_000;
    const more = (card: JobCard, fromMinute: number) => ({
      jobCardId: card.id,
      timeLogId: card.timeLogs[0]!.id,
      spans: [card.timeLogs[0]!.spans[0]!, span(fromMinute)] as { from: string; to: string }[],
      reason: 'and some more',
    });
    const span = (minute: number) => ({ from: instant(minute * MINUTE_MS), to: instant((minute + 10) * MINUTE_MS) });
    const asked = [desk.time.correct(more(one.card, 10), manager()), desk.time.correct(more(two.card, 15), manager())];
    const refused = (await Promise.allSettled(asked)).filter((each) => each.status === 'rejected');
    assert.equal(refused.length, 1);
    assert.equal((refused[0]!.reason as { code: string }).code, 'timelog.refused');
  });

  it('JOB-04 who forgot the clock takes down the time of today themselves, and never time to come', async () => {
    const { desk } = given();
    const { card, engineer, taskId } = await worked(60_000);
    later(HOUR_MS);
    const about = { jobCardId: card.id, taskId, reason: 'forgot the clock' };
    const [from, to] = [instant(10 * 60_000), instant(40 * 60_000)];
    const log = await desk.time.record({ ...about, from, to }, engineer);
    assert.deepEqual([log.engineerId, log.status], [engineer.userId, 'stopped']);
    assert.equal((await load(card.id)).clockedHours(taskId).toString(), '0.517');
    await assert.rejects(desk.time.record({ ...about, from, to }, engineer), refusal('timelog.refused'));
    await assert.rejects(desk.time.record({ ...about, from, to: instant(DAY_MS) }, engineer), refusal('timelog.refused', /future/));
    const [none] = (await given().make.openCard()).tasks;
    await assert.rejects(desk.time.record({ ...about, taskId: none!.id, from, to }, engineer), refusal('entity.absent'));
  });

  it('JOB-05 work is billed by the hours sold or by those clocked, task by task, and by no more than was approved', async () => {
    const { desk, make, basics } = given();
    const lines = ['Wash', 'Polish', 'Wax'].map((description) => ({ ...make.labour, description }));
    const { card, engineer } = await make.assignedCard(lines);
    const jobCardId = card.id;
    for (const [index, hours] of [0.5, 0.5, 3].entries()) {
      const taskId = card.tasks[index]!.id;
      if (index > 0) await desk.task.edit({ jobCardId, taskId, billing: 'CLOCKED' }, basics.actors.advisor);
      await desk.start({ jobCardId, taskId }, engineer);
      later(hours * HOUR_MS);
      await desk.finish({ jobCardId, taskId }, engineer);
    }
    await desk.move({ jobCardId, to: 'completed' }, basics.actors.advisor);
    await desk.check({ jobCardId, result: 'PASS' }, manager());
    const bill = await desk.draft({ sourceType: 'job', sourceId: jobCardId }, basics.actors.advisor);
    assert.deepEqual(
      bill.lines.map(({ description, quantity }) => `${description} ${quantity}`),
      ['Wash 2.000', 'Polish 0.500', 'Wax 2.000'],
    );
    const done = await load(jobCardId);
    assert.deepEqual(
      done.tasks.map(({ id, soldHours }) => `${soldHours} ${done.clockedHours(id)}`),
      ['2.000 0.500', '2.000 0.500', '2.000 3.000'],
    );
    const correction = { jobCardId, timeLogId: done.timeLogs[1]!.id, spans: [], reason: 'never worked' };
    await assert.rejects(desk.time.correct(correction, manager()), refusal('timelog.refused', /until QC has passed/));
  });

  it('JOB-09 a job goes to an engineer of the branch with the skill and the time for it, and a refusal says what is missing', async () => {
    const { desk, basics, make } = given();
    const painter = await engineerWith({ skills: ['BODY_PAINT'] });
    const away = await engineerWith({ leave: [{ from: '2026-11-20', to: '2026-11-30' }] });
    const busy = await engineerWith({ dailyHours: Quantity.parse('3') });
    const elsewhere = await make.colleague('SERVICE_ENGINEER', basics.branches.pun01);
    const { card } = await make.assignedCard();
    const give = (engineerId: string) => desk.assign({ jobCardId: card.id, engineerId }, basics.actors.advisor);
    await assert.rejects(give(painter.userId!), refusal('job.engineer', /skills are BODY_PAINT, and this job is PERIODIC_SERVICE/));
    await assert.rejects(give(away.userId!), refusal('job.engineer', /on leave/));
    await assert.rejects(give(elsewhere.user.id), refusal('job.engineer', /does not work at the branch/));
    await assert.rejects(give(basics.people.staff.id), refusal('job.engineer', /this is none/));
    await give(busy.userId!);
    const second = (await make.assignedCard()).card;
    const warnings: string[] = [];
    const again = { jobCardId: second.id, engineerId: busy.userId!, warn: (sentence: string) => void warnings.push(sentence) };
    await desk.assign(again, basics.actors.advisor);
    assert.match(warnings.join(), /has 3\.000 hours, of which 2\.000 are booked, and this job needs 2\.000/);
    assert.ok((await given().eventsOf(second.id)).includes('JobCardAssigned'));
  });

  it('JOB-09 of two who give the last free hours of an engineer away at once, one does, where a full day refuses', async () => {
    const { desk, basics, make } = given();
    const cards = [(await make.assignedCard()).card, (await make.assignedCard()).card];
    const engineer = await engineerWith({ dailyHours: Quantity.parse('3') });
    await configure('workshop.engineer-capacity', 'REFUSE' as never);
    later(1000);
    const asked = cards.map(({ id }) => desk.assign({ jobCardId: id, engineerId: engineer.userId! }, basics.actors.advisor));
    const settled = await Promise.allSettled(asked);
    await configure('workshop.engineer-capacity', 'WARN' as never);
    assert.deepEqual(settled.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('JOB-09 a task takes time beside what its engineer has of the same card, and one without hours takes none, where a full day refuses', async () => {
    const { desk, basics, make } = given();
    const engineer = await engineerWith({ dailyHours: Quantity.parse('3') });
    const { card } = await make.assignedCard(undefined, engineer);
    const add = (more: { readonly soldHours?: Quantity; readonly engineerId?: string }) =>
      desk.task.add({ jobCardId: card.id, description: 'Look at the lamps', ...more }, basics.actors.advisor);
    const theirs = { engineerId: engineer.userId! };
    const loose = await add({ soldHours: Quantity.parse('1.5') });
    later(HOUR_MS);
    await configure('workshop.engineer-capacity', 'REFUSE' as never);
    later(1000);
    // Two hours of the estimate and an hour and a half that nobody was given are theirs, since they have the job.
    await assert.rejects(add({ ...theirs, soldHours: Quantity.parse('1') }), refusal('job.engineer', /3\.000 hours.* needs 4\.500/));
    await desk.task.drop({ jobCardId: card.id, taskId: loose.task.id, as: 'cancelled', reason: 'No need' }, basics.actors.advisor);
    const fits = await add({ ...theirs, soldHours: Quantity.parse('1') });
    assert.equal(fits.task.engineerId, engineer.userId);
    const longer = { jobCardId: card.id, taskId: fits.task.id, ...theirs, soldHours: Quantity.parse('1.25') };
    await assert.rejects(desk.task.edit(longer, basics.actors.advisor), refusal('job.engineer', /needs 3\.250/));
    const helper = await engineerWith({ dailyHours: Quantity.parse('1') });
    const handed = await add({ engineerId: helper.userId! });
    await configure('workshop.engineer-capacity', 'WARN' as never);
    assert.equal(handed.task.engineerId, helper.userId);
  });

  it('JOB-09 a task is given to somebody of their own, who works on it, and goes to whoever takes the job over', async () => {
    const { desk, basics, make } = given();
    const { card, engineer } = await make.assignedCard();
    const helper = (await make.engineer()).actor;
    const about = { jobCardId: card.id };
    const { task } = await desk.task.add({ ...about, description: 'Fit the roof rack', engineerId: helper.userId! }, basics.actors.advisor);
    await desk.start({ ...about, taskId: task.id }, helper);
    await assert.rejects(desk.start({ ...about, taskId: task.id }, (await make.engineer()).actor), refusal('entity.absent'));
    await desk.task.drop({ ...about, taskId: task.id, as: 'cancelled', reason: 'no rack in stock' }, basics.actors.advisor);
    const dropped = (await load(card.id)).task(task.id);
    assert.deepEqual([dropped.status, dropped.droppedReason], ['cancelled', 'no rack in stock']);
    assert.ok((await load(card.id)).timeLogs.every(({ status }) => status === 'stopped'));
    await desk.task.edit({ ...about, taskId: card.tasks[0]!.id, engineerId: engineer.userId! }, basics.actors.advisor);
    const next = (await make.engineer()).actor;
    await desk.assign({ ...about, engineerId: next.userId! }, basics.actors.advisor);
    assert.equal((await load(card.id)).tasks[0]!.engineerId, next.userId);
    const estimated = { ...about, taskId: card.tasks[0]!.id, soldHours: Quantity.parse('9') };
    await assert.rejects(desk.task.edit(estimated, basics.actors.advisor), refusal('job.task', /of the estimate/));
  });

  it('JOB-10 a vehicle comes back once more at no cost, and leaves on another bill of nothing', async () => {
    const { desk, basics, make } = given();
    const { advisor } = basics.actors;
    const bill = await make.invoice();
    const jobCardId = bill.sourceId;
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI' }, advisor);
    await desk.deliver({ jobCardId, odometerOut: 20_200 }, advisor);
    await desk.move({ jobCardId, to: 'closed' }, advisor);
    const { engineer, card } = {
      engineer: (await make.engineer()).actor,
      card: await desk.reopen({ jobCardId, reason: 'It squeaks' }, manager()),
    };
    assert.deepEqual(
      [card.status, card.comeback, card.closedAt, card.tasks.at(-1)!.description],
      ['reopened', true, null, 'Comeback: It squeaks'],
    );
    await desk.assign({ jobCardId, engineerId: engineer.userId! }, advisor);
    const taskId = card.tasks.at(-1)!.id;
    await desk.start({ jobCardId, taskId }, engineer);
    await desk.finish({ jobCardId, taskId }, engineer);
    await desk.move({ jobCardId, to: 'completed' }, advisor);
    await desk.check({ jobCardId, result: 'PASS' }, manager());
    const draft = await desk.draft({ sourceType: 'job', sourceId: jobCardId }, advisor);
    assert.deepEqual([draft.lines.length, draft.totalAmount.toString()], [0, '0.00']);
    await assert.rejects(desk.draft({ sourceType: 'job', sourceId: jobCardId }, advisor), refusal('invoice.nothing_to_bill'));
    await desk.issue({ invoiceId: draft.id }, advisor);
    assert.equal((await desk.deliver({ jobCardId, odometerOut: 20_210 }, advisor)).status, 'delivered');
  });

  it('JOB-10 nobody takes a vehicle back after thirty days, nor an advisor without being let', async () => {
    const { desk, basics, make } = given();
    const bill = await make.invoice();
    const jobCardId = bill.sourceId;
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI' }, basics.actors.advisor);
    await desk.deliver({ jobCardId, odometerOut: 20_200 }, basics.actors.advisor);
    await assert.rejects(
      desk.reopen({ jobCardId, reason: 'It squeaks' }, manager()),
      refusal('job.transition', /"reopen" is possible from "closed"/),
    );
    await desk.move({ jobCardId, to: 'closed' }, basics.actors.advisor);
    await assert.rejects(desk.reopen({ jobCardId, reason: 'It squeaks' }, basics.actors.advisor), /somebody else decides/);
    later(31 * DAY_MS);
    await assert.rejects(desk.reopen({ jobCardId, reason: 'It squeaks' }, manager()), refusal('job.transition', /30 days/));
  });

  it('JOB-01 a card is closed by itself seven days after the delivery, and not before', async () => {
    const { desk, basics, make } = given();
    const bill = await make.invoice();
    const jobCardId = bill.sourceId;
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI' }, basics.actors.advisor);
    await desk.deliver({ jobCardId, odometerOut: 20_200 }, basics.actors.advisor);
    const statusAfter = async (days: number): Promise<string> => {
      given().clock.set(instant(days * DAY_MS));
      await desk.closeDelivered({ dueAt: given().clock.now() }, somebody);
      return (await load(jobCardId)).status;
    };
    assert.deepEqual([await statusAfter(6), await statusAfter(7), await statusAfter(8)], ['delivered', 'closed', 'closed']);
  });

  it('JOB-11 a completed service sets the next one, of which its customer is reminded once, by the day or by the kilometres', async () => {
    const { desk, make } = given();
    const vehicleOf = (id: string) => given().transact(somebody, ({ vehicles }) => vehicles.get(id, everywhere));
    const [byDay, byDistance] = [await make.readyCard(), await make.readyCard()];
    const { nextServiceOn, nextServiceOdometer } = await vehicleOf(byDay.vehicleId);
    assert.deepEqual([nextServiceOn, nextServiceOdometer], ['2027-05-22', 30_150]);
    const remindedOn = async (at: string): Promise<number[]> => {
      given().clock.set(at);
      await desk.remindOfServices({ dueAt: given().clock.now() }, somebody);
      return Promise.all(
        [byDay, byDistance].map(
          async ({ vehicleId }) => (await given().eventsOf(vehicleId)).filter((name) => name === 'ServiceReminderDue').length,
        ),
      );
    };
    assert.deepEqual(await remindedOn('2027-01-10T04:00:00.000Z'), [0, 0]);
    await given().transact(somebody, async ({ vehicles, record }) => {
      (await vehicles.getForChange(byDistance.vehicleId, everywhere)).read(29_650);
      record(noted('OdometerRead', byDistance.vehicleId));
    });
    assert.deepEqual(await remindedOn('2027-01-11T04:00:00.000Z'), [0, 1]);
    assert.deepEqual(await remindedOn('2027-05-14T04:00:00.000Z'), [0, 1]);
    assert.deepEqual(await remindedOn('2027-05-15T01:00:00.000Z'), [0, 1], 'at half past six in the morning nobody is disturbed');
    assert.deepEqual(await remindedOn('2027-05-15T04:00:00.000Z'), [1, 1]);
    assert.deepEqual(await remindedOn('2027-05-23T04:00:00.000Z'), [1, 1]);
  });

  it('JOB-11 when a job is called off, what came last before it stands again, and nobody is reminded twice or of what was over before', async () => {
    const { transact, make, ids, clock } = given();
    const { vehicleId } = await make.openCard();
    const jobs = [await make.openCard(), await make.openCard(), await make.openCard()];
    const plan = (index: number, dueOn: string, dueOdometer: number) =>
      transact(somebody, async ({ serviceReminders, record }) => {
        const { id: jobCardId, serviceCenterId } = jobs[index]!;
        const plannedAt = new Date(clock.now().getTime() + index * HOUR_MS);
        serviceReminders.plan({ id: ids.next(), vehicleId, serviceCenterId, jobCardId, dueOn, dueOdometer, plannedAt });
        record(noted('JobCompleted', jobCardId));
      });
    const remind = () =>
      transact(somebody, async ({ serviceReminders, record }) => {
        const due = await serviceReminders.fallDue('2026-12-02', { days: 0, kilometres: 0 }, 100, clock.now());
        record(...due.map(({ id }) => noted('ServiceReminderDue', id)));
        return due.map(({ dueOn }) => dueOn);
      });
    const callOff = (index: number) =>
      transact(somebody, async ({ serviceReminders, record }) => {
        record(noted('JobCardMoved', jobs[index]!.id));
        return serviceReminders.withdraw(jobs[index]!.id);
      });
    await plan(0, '2026-11-24', 10_000);
    await plan(1, '2026-11-25', 20_000);
    assert.deepEqual(await remind(), ['2026-11-25']);
    await plan(2, '2026-11-26', 30_000);
    assert.deepEqual(await callOff(2), { before: { on: '2026-11-25', odometer: 20_000 } });
    assert.deepEqual(await remind(), []);
  });
});
