import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { attribute } from '@dms/domain/workshop/attribution';
import { dueDay, hoursOn, hoursUntil } from '@dms/domain/workshop/engineer';
import { freezeGatePass } from '@dms/domain/workshop/gate-pass';
import { nextServiceAfter } from '@dms/domain/workshop/next-service';
import { punctualityOf, staysOf, timeByStatus, waitingOf } from '@dms/domain/workshop/progress';
import { composeServiceReminder } from '@dms/domain/workshop/use-cases/compose-service-reminder';
import { byBusinessDay, hoursOf, workedMs } from '@dms/domain/workshop/working-time';
import fc from 'fast-check';
import { paperDefinition } from '../../../adapters/pdf/draw-paper.ts';
import { desk } from '../../contracts/desk.ts';
import { fixtures, noted, somebody } from '../../contracts/fixtures.ts';
import { memoryHarness } from '../../contracts/memory-harness.ts';
import { draw, paperOf } from '../../support/papers.ts';
import { wordsOf } from '../../support/pdf-definition.ts';
import { by, engineer, estimate, finishEverything, inspector, labour, newCard, oil } from './cards.ts';

const HOUR_MS = 3_600_000;

void describe('time at work', () => {
  it('JOB-04 over midnight in India is part of both days', () => {
    // From 23:30 to 01:15 IST, and a span of the evening before.
    const spans = [
      { from: '2026-11-22T12:00:00.000Z', to: '2026-11-22T13:00:00.000Z' },
      { from: '2026-11-22T18:00:00.000Z', to: '2026-11-22T19:45:00.000Z' },
    ];
    assert.deepEqual(byBusinessDay(spans, new Date()), [
      { day: '2026-11-22', ms: 1.5 * HOUR_MS },
      { day: '2026-11-23', ms: 1.25 * HOUR_MS },
    ]);
  });

  it('JOB-04 split by day is all of it, however long it took and wherever it began', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 400 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 60 * 24 * 9 }), (start, length) => {
        const from = new Date(Date.UTC(2026, 0, 1) + start * 60_000);
        const to = new Date(from.getTime() + length * 60_000);
        const spans = [{ from: from.toISOString(), to: to.toISOString() }];
        const shares = byBusinessDay(spans, to);
        assert.equal(
          shares.reduce((sum, { ms }) => sum + ms, 0),
          workedMs(spans),
        );
        for (const { ms } of shares) assert.ok(ms > 0 && ms <= 24 * HOUR_MS);
        assert.deepEqual(byBusinessDay([{ from: spans[0]!.from, to: null }], to), shares, 'what runs counts up to now');
      }),
    );
  });

  it('is told in hours to three decimals', () => {
    assert.deepEqual(
      [1_800, 3_600, 5_399, HOUR_MS * 1.5].map((ms) => hoursOf(ms).toString()),
      ['0.001', '0.001', '0.001', '1.500'],
    );
  });

  it('JOB-04 of a clock that went back ends no earlier than it began', () => {
    const card = newCard();
    estimate(card, [labour]);
    card.move('submit', by());
    card.decide('ACCEPTED', 'PHONE', null, by());
    card.assign(engineer, by());
    const start = by(engineer.id);
    card.startTask(card.tasks[0]!.id, engineer.id, start);
    card.pauseTask(card.tasks[0]!.id, engineer.id, 'Tea', { ...start, now: new Date(start.now.getTime() - 40) });
    assert.deepEqual(card.timeLogs[0]!.spans, [{ from: start.now.toISOString(), to: start.now.toISOString(), reason: 'Tea' }]);
  });
});

void describe('the hours of an engineer', () => {
  const usual = Quantity.parse('8');
  const branch = {
    hours: {
      monday: [
        { from: '09:00', to: '13:00' },
        { from: '14:00', to: '18:00' },
      ],
      tuesday: [{ from: '10:00', to: '12:30' }],
    },
    holidays: [{ day: '2026-11-30' }],
  };
  const free = { dailyHours: null, leave: [] };
  const on = (day: string, rota: Parameters<typeof hoursOn>[0] = free) => hoursOn(rota, branch, usual, day).toString();

  it('JOB-09 are as many as the branch is open, and none on leave, on a holiday and on a day off', () => {
    assert.deepEqual([on('2026-11-23'), on('2026-11-24'), on('2026-11-25'), on('2026-11-30')], ['8.000', '2.500', '0.000', '0.000']);
    assert.equal(on('2026-11-23', { ...free, dailyHours: Quantity.parse('5') }), '5.000');
    assert.equal(on('2026-11-23', { ...free, leave: [{ from: '2026-11-23', to: '2026-11-23' }] }), '0.000');
    assert.equal(hoursOn(free, { hours: {}, holidays: [] }, usual, '2026-11-22').toString(), '8.000');
  });

  it('JOB-09 add up until the job is promised; what is overdue is due today', () => {
    assert.equal(hoursUntil(free, branch, usual, '2026-11-22', '2026-11-24').toString(), '10.500');
    const now = new Date('2026-11-22T04:30:00.000Z');
    const promised = (text: string | null) => dueDay({ promisedAt: text === null ? null : new Date(text) }, now);
    assert.deepEqual(
      [promised(null), promised('2026-11-20T00:00:00Z'), promised('2026-11-22T19:00:00Z'), promised('2030-01-01T00:00:00Z')],
      ['2026-11-22', '2026-11-22', '2026-11-23', '2026-12-23'],
    );
  });
});

void describe('how a card gets on', () => {
  const started = () => {
    const card = newCard({ promisedAt: new Date('2026-11-22T04:00:00.000Z') });
    estimate(card, [labour, oil]);
    card.move('submit', by());
    card.decide('ACCEPTED', 'PHONE', null, by());
    card.assign(engineer, by());
    return card;
  };
  const onward = (ms: number) => {
    const { now, ...rest } = by();
    return { ...rest, now: new Date(now.getTime() + ms) };
  };

  it('JOB-01 tells for what it waits, and since when', () => {
    const card = newCard();
    const told = () => waitingOf(card, undefined)?.for;
    assert.equal(told(), 'ESTIMATE');
    estimate(card, [labour]);
    card.move('submit', by());
    assert.deepEqual([told(), waitingOf(card, undefined)!.since], ['CUSTOMER_APPROVAL', card.transitions.at(-1)!.movedAt]);
    card.decide('ACCEPTED', 'PHONE', null, by());
    assert.equal(told(), 'ENGINEER');
    card.assign(engineer, by());
    assert.equal(told(), 'WORK_TO_START');
    finishEverything(card);
    assert.equal(told(), undefined);
    card.move('complete', by());
    assert.equal(told(), 'QC');
    card.inspect('PASS', by(inspector), null);
    assert.equal(told(), 'BILL');
    card.move('bill', by(), { outstanding: Money.parse('1.00') });
    assert.deepEqual([waitingOf(card, Money.parse('1.00'))!.for, waitingOf(card, Money.zero)!.for], ['PAYMENT', 'COLLECTION']);
    card.deliver(20_160, Money.zero, by());
    assert.equal(told(), undefined);
  });

  it('JOB-01 names the parts that it waits for, and since when', () => {
    const card = started();
    card.startTask(card.tasks[0]!.id, engineer.id, by(engineer.id));
    assert.equal(waitingOf(card, undefined), null);
    const askedAt = new Date('2026-11-22T04:31:00.000Z');
    card.parts[0]!.answered(true);
    card.lookAgain(['oil'], [{ partId: 'oil', reserved: Quantity.zero, backordered: Quantity.parse('3.5'), askedAt }]);
    const waiting = waitingOf(card, undefined)!;
    assert.deepEqual([waiting.for, waiting.since], ['PARTS', askedAt]);
    assert.deepEqual(
      waiting.parts.map(({ description, quantity, since }) => [description, String(quantity), since]),
      [['Oil', '3.500', askedAt]],
    );
  });

  it('JOB-01 tells how long it was where, and of a card that is late where the time went', () => {
    const card = newCard({ promisedAt: new Date('2026-11-22T08:00:00.000Z') });
    estimate(card, [labour]);
    card.move('submit', onward(0));
    card.decide('ACCEPTED', 'PHONE', null, onward(3 * HOUR_MS));
    card.assign(engineer, onward(4 * HOUR_MS));
    card.assign({ ...engineer, id: 'engineer 2' }, onward(4.5 * HOUR_MS));
    const now = onward(5 * HOUR_MS).now;
    const stays = staysOf(card);
    assert.deepEqual(
      stays.map(({ status }) => status),
      ['created', 'awaiting_approval', 'approved', 'assigned'],
    );
    assert.deepEqual(
      timeByStatus(stays, now).map(({ status }) => status),
      ['created', 'awaiting_approval', 'approved', 'assigned'],
    );
    const { late, lateHours, because } = punctualityOf(card, now);
    assert.ok(late && lateHours.isPositive());
    assert.match(because[0]!, /^3\.\d{3} hours waiting for the decision of the customer$/);
    assert.equal(punctualityOf(newCard(), now).late, false, 'what is not promised is not late');
  });

  it('JOB-01 a job that needs no estimate waits for none', () => {
    const card = newCard({ serviceType: 'WASH', promisedAt: new Date('2026-11-22T04:00:00.000Z') });
    assert.equal(waitingOf(card, undefined)!.for, 'ENGINEER');
    assert.match(punctualityOf(card, onward(2 * HOUR_MS).now).because.join(), /^2\.00\d hours waiting for an engineer$/);
    estimate(card, [labour]);
    assert.equal(waitingOf(card, undefined)!.for, 'ESTIMATE', 'where there is one all the same, it is to be sent');
  });

  it('JOB-10 a card that came back is as late as it was promised anew, and not by its first visit', () => {
    const visited = () => {
      const card = started();
      finishEverything(card);
      card.move('complete', by());
      card.inspect('PASS', by(inspector), null);
      card.move('bill', by(), { outstanding: Money.zero });
      card.deliver(20_160, Money.zero, by());
      card.move('close', by());
      return card;
    };
    const first = visited();
    assert.equal(first.promisedAt?.toISOString(), '2026-11-22T04:00:00.000Z');
    first.move('reopen', onward(48 * HOUR_MS));
    assert.deepEqual([first.promisedAt, punctualityOf(first, onward(50 * HOUR_MS).now).late], [null, false]);
    const again = visited();
    again.move('reopen', onward(48 * HOUR_MS));
    again.edit({ promisedAt: onward(49 * HOUR_MS).now });
    const { lateHours, because } = punctualityOf(again, onward(50 * HOUR_MS).now);
    assert.deepEqual([String(lateHours), because.length], ['1.000', 1]);
    assert.match(because[0]!, /^2\.00\d hours waiting for an engineer$/);
  });

  it('JOB-10 puts rework down to whoever was at work since the card was sent back last', () => {
    const card = newCard({ serviceType: 'WASH' });
    card.addTask('Wash', by().ids);
    card.move('approve', by());
    card.assign(engineer, by());
    finishEverything(card);
    card.move('complete', by());
    const fail = () => {
      const sent = by(inspector);
      card.inspect('FAIL', sent, 'streaks');
      return attribute(card, 'REWORK', 'streaks', sent).map(({ engineerId }) => engineerId);
    };
    assert.deepEqual(fail(), ['engineer']);
    card.assign({ ...engineer, id: 'engineer 2' }, by());
    const again = card.tasks.at(-1)!.id;
    card.startTask(again, 'engineer 2', by());
    card.finishTask(again, by());
    card.move('complete', by());
    assert.deepEqual(fail(), ['engineer 2']);
  });
});

test('JOB-11 the next service is due after months or kilometres, and work that came back sets none', () => {
  const intervals = [{ type: 'PERIODIC_SERVICE', months: 6, kilometres: 10_000 }];
  const now = new Date('2026-08-31T19:00:00.000Z');
  const card = { serviceType: 'PERIODIC_SERVICE', comeback: false, odometerIn: 20_150 };
  assert.deepEqual(nextServiceAfter(card, intervals, now), { on: '2027-03-01', odometer: 30_150 });
  assert.deepEqual(nextServiceAfter({ ...card, odometerIn: null }, intervals, now), { on: '2027-03-01', odometer: null });
  assert.equal(nextServiceAfter({ ...card, comeback: true }, intervals, now), undefined);
  assert.equal(nextServiceAfter({ ...card, serviceType: 'WASH' }, intervals, now), undefined);
});

const passIn = (language: string) =>
  freezeGatePass({
    ...{ number: 'GP-BLR01-2627-00042', at: new Date('2026-11-23T12:10:00.000Z'), jobNumber: 'JC-BLR01-2627-00042', odometer: 20_153 },
    vehicle: { registration: 'KA01AB1234', make: 'Mahindra', model: 'XUV700', vin: null, color: 'white' },
    invoices: ['BLR01/2627/00123'],
    branch: {
      ...{
        legalName: 'Sahyadri Motors Private Limited',
        name: 'Sahyadri Motors, Indiranagar',
        code: 'BLR01',
        address: '12, 100 Feet Road',
      },
      ...{
        city: 'Bengaluru',
        state: 'Karnataka',
        stateCode: '29',
        pincode: '560038',
        gstNumber: '29AABCS1429B1ZQ',
        branding: { language },
      },
    },
  });

test('JOB-01 a gate pass says which vehicle may leave since when, in the language of the branch, and is the same each time', async () => {
  const [english, hindi] = ['en', 'hi'].map((language) => wordsOf(paperDefinition(paperOf('GATE_PASS', passIn(language)))));
  for (const said of [
    'GATE PASS',
    'GP-BLR01-2627-00042',
    '23 Nov 2026',
    '17:40',
    'KA01AB1234',
    '20,153 km',
    'BLR01/2627/00123',
    'may leave',
  ])
    assert.ok(english!.includes(said), `"${said}" is not in: ${english}`);
  for (const said of ['गेट पास / GATE PASS', '23 नवंबर 2026', 'कि.मी.', 'एक बार बाहर'])
    assert.ok(hindi!.includes(said), `"${said}" is not in: ${hindi}`);
  const [first, again] = [await draw(paperOf('GATE_PASS', passIn('hi'))), await draw(paperOf('GATE_PASS', passIn('hi')))];
  assert.deepEqual(first, again);
});

test('JOB-11 the reminder of a service says when, in the owner’s language, and nothing where the vehicle was in again or was sold', async () => {
  const harness = await memoryHarness();
  const basics = await harness.seedBasics();
  const make = fixtures(harness, basics, desk(harness));
  const { transact, clock, ids } = harness;
  const { vehicleId, customerId } = await make.readyCard();
  const serviceCenterId = basics.branches.blr01.id;
  const reminderId = await transact(somebody, async ({ serviceReminders }) => (await serviceReminders.lastOf(vehicleId))!);
  const occasion = {
    ...{ entityId: vehicleId, serviceCenterId, eventName: null, recipientId: customerId, recipientName: 'Ravi', language: 'hi' as const },
    data: { reminderId, dueOn: '2027-05-22', dueOdometer: 30_150 },
  };
  const compose = (more: object = {}) => composeServiceReminder({ transact })({ ...occasion, ...more }, somebody);
  const told = (await compose()) as { readonly vars: Record<string, string> };
  assert.equal(told.vars.due, '2027-05-22 को या 30150 कि.मी. पर, जो पहले हो,');
  assert.equal(told.vars.customer, 'Ravi');
  const english = (await compose({ language: 'en', data: { ...occasion.data, dueOdometer: null } })) as typeof told;
  assert.equal(english.vars.due, 'on 2027-05-22');
  assert.notEqual(basics.asha.id, customerId);
  assert.deepEqual(await compose({ recipientId: basics.asha.id }), { suppressed: 'The vehicle has another owner by now.' });
  await transact(somebody, async ({ serviceReminders, record }) => {
    const again = { vehicleId, serviceCenterId, jobCardId: ids.next(), dueOn: '2027-06-01', dueOdometer: null };
    serviceReminders.plan({ id: ids.next(), ...again, plannedAt: clock.now() });
    record(noted('JobCompleted', again.jobCardId));
  });
  assert.deepEqual(await compose(), { suppressed: 'The vehicle was serviced again meanwhile.' });
});
