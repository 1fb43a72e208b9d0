import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { optionsFrom } from '@dms/domain/shared/state-machine';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { jobCardMachine, openStatuses, partsMoveIn } from '@dms/domain/workshop/job-card.states';
import { jobTypeNames, needsEstimate } from '@dms/domain/workshop/job-types';
import * as policies from '@dms/domain/workshop/policies';
import { refusal } from '../shared/refusals.ts';
import { branch, by, engineer, estimate, finishEverything, inspector, issue, labour, newCard, oil } from './cards.ts';

const now = new Date('2026-11-22T04:30:00.000Z');
const facts = (card: JobCard, brought: Omit<policies.JobFacts, 'card' | 'now'> = {}): policies.JobFacts => ({ card, now, ...brought });

const missingFor = (move: () => unknown): readonly string[] => {
  try {
    move();
  } catch (refused) {
    assert.ok(refused instanceof DomainError && refused.code === 'job.transition', String(refused));
    return refused.details.missing ?? [];
  }
  throw new Error('the move was made');
};

const inProgress = (): JobCard => {
  const card = newCard({ odometerIn: null });
  estimate(card, [labour, { ...labour, description: 'Wash' }, oil]);
  card.move('submit', by());
  card.decide('ACCEPTED', 'PHONE', null, by());
  card.assign(engineer, by());
  card.startTask(card.tasks[0]!.id, engineer.id, by(engineer.id));
  return card;
};

test('JOB-01 a refusal lists everything that is missing, not only the first', () => {
  assert.deepEqual(
    missingFor(() => inProgress().move('complete', by())),
    [
      'Tasks are not finished: "Service", "Wash".',
      'A time log is still running: pause or finish its task.',
      'Parts are not issued: 3.500 of "Oil".',
      'The odometer reading at arrival is missing.',
    ],
  );
  assert.deepEqual(
    missingFor(() => Object.assign(newCard(), { status: 'in_progress' }).move('complete', by())),
    ['The job card has no task.'],
  );
});

test('JOB-01 a refusal names the states from which the step is possible', () => {
  assert.deepEqual(
    missingFor(() => newCard().move('deliver', by())),
    ['"deliver" is possible from "invoiced", and this job card is "created".'],
  );
});

test('JOB-01 what is possible now, and why the rest is not, is told of every way out of a state', () => {
  const card = newCard();
  const options = optionsFrom(jobCardMachine, card.status, facts(card));
  assert.deepEqual(
    options.map(({ to, missing }) => [to, missing.length]),
    [
      ['inspecting', 0],
      ['awaiting_approval', 1],
      ['approved', 1],
      ['cancelled', 0],
    ],
  );
});

test('JOB-01 only types that need no estimate are approved without one', () => {
  for (const type of jobTypeNames) {
    const refused = policies.needsNoEstimate(facts(newCard({ serviceType: type })));
    assert.equal(refused === undefined, !needsEstimate(type), type);
  }
  assert.equal(needsEstimate('UNHEARD_OF'), true);
});

test('JOB-09 an engineer is active and of the branch of the card', () => {
  const card = newCard();
  assert.match(policies.engineerOfThisBranch(facts(card)) ?? '', /has to be named/);
  assert.equal(policies.engineerOfThisBranch(facts(card, { engineer })), undefined);
  for (const wrong of [{ active: false }, { serviceCenterIds: ['elsewhere'] }, { serviceCenterIds: [] }])
    assert.match(
      policies.engineerOfThisBranch(facts(card, { engineer: { ...engineer, ...wrong } })) ?? '',
      /active engineer of the branch/,
    );
});

test('JOB-09 a refused assignment leaves the engineer who was there', () => {
  const card = inProgress();
  const other = { id: 'other', active: true, serviceCenterIds: [branch] };
  assert.throws(() => card.assign(other, by()), refusal('job.transition', /time log is still running/));
  assert.equal(card.assignedEngineerId, engineer.id);
  card.pauseTask(card.tasks[0]!.id, engineer.id, 'Tea', by());
  card.assign(other, by());
  assert.deepEqual([card.assignedEngineerId, card.status], ['other', 'in_progress']);
});

test('JOB-10 QC needs somebody who did not do the work', () => {
  const card = inProgress();
  assert.equal(policies.inspectedByAnother(facts(card, { inspectorId: inspector })), undefined);
  assert.match(policies.inspectedByAnother(facts(card, { inspectorId: engineer.id })) ?? '', /did not do the work/);
});

test('JOB-04 pausing needs a reason, and somebody at work', () => {
  const card = inProgress();
  const [task] = card.tasks;
  assert.throws(() => card.pauseTask(task!.id, engineer.id, ' ', by()), refusal('job.task', /needs a reason/));
  assert.throws(() => card.pauseTask(task!.id, 'other', 'Tea', by()), refusal('job.task', /nothing to pause/));
  card.pauseTask(task!.id, engineer.id, 'Tea', by());
  assert.deepEqual([card.timeLogs[0]?.status, card.timeLogs[0]?.pauseReason], ['paused', 'Tea']);
});

test('JOB-04 an engineer takes a paused task up in the same log, and each span is kept', () => {
  const card = inProgress();
  const taskId = card.tasks[0]!.id;
  card.pauseTask(taskId, engineer.id, 'Tea', by());
  card.startTask(taskId, engineer.id, by());
  card.finishTask(taskId, by());
  assert.equal(card.timeLogs.length, 1);
  const [log] = card.timeLogs;
  assert.deepEqual([log!.status, log!.spans.length, log!.spans.every(({ from, to }) => to !== null && from < to)], ['stopped', 2, true]);
});

test('JOB-04 an engineer who is at work on the card starts nothing else, another does', () => {
  const card = inProgress();
  const [, wash] = card.tasks;
  assert.throws(() => card.startTask(wash!.id, engineer.id, by()), refusal('timelog.running'));
  card.startTask(wash!.id, 'other', by());
  assert.deepEqual(card.workedBy, [engineer.id, 'other']);
});

test('a task that is done is neither started nor finished again', () => {
  const card = inProgress();
  const taskId = card.tasks[0]!.id;
  card.finishTask(taskId, by());
  assert.throws(
    () => card.finishTask(taskId, by()),
    refusal('job.task', /"finish" is possible from "in_progress", and this task is "done"/),
  );
  assert.throws(() => card.startTask(taskId, engineer.id, by()), refusal('job.task', /"start" is possible from "open", "in_progress"/));
  assert.throws(() => card.task('none'), refusal('entity.absent'));
});

test('the odometer at delivery is given, and not below the one at arrival', () => {
  const card = newCard({ odometerIn: 100 });
  assert.match(policies.odometerOutGiven(facts(card)) ?? '', /missing/);
  assert.match(policies.odometerOutGiven(facts(card, { odometerOut: 99 })) ?? '', /cannot read less/);
  for (const odometerOut of [100, 101]) assert.equal(policies.odometerOutGiven(facts(card, { odometerOut })), undefined);
});

test('a vehicle is delivered when nothing is due, and billed when there is a bill, if only of zero', () => {
  const card = newCard();
  assert.match(policies.paid(facts(card, { outstanding: Money.parse('0.01') })) ?? '', /₹0.01 is still due/);
  assert.equal(policies.paid(facts(card, { outstanding: Money.zero })), undefined);
  assert.match(policies.billIssued(facts(card)) ?? '', /No invoice/);
  assert.equal(policies.billIssued(facts(card, { outstanding: Money.zero })), undefined);
});

test('JOB-08 a job that was reopened is never called off', () => {
  assert.match(policies.neverReopened(facts(newCard({ comeback: true }))) ?? '', /reopened cannot be cancelled/);
});

test('JOB-10 a card is reopened until the thirtieth business day after delivery, in India', () => {
  const deliveredAt = new Date('2026-10-23T18:29:59.000Z'); // 23 October, one second before midnight
  const card = newCard({ deliveredAt });
  const at = (instant: string) => policies.withinReopening({ card, now: new Date(instant) });
  assert.equal(at('2026-11-22T18:29:59.000Z'), undefined);
  assert.match(at('2026-11-22T18:30:00.000Z') ?? '', /for 30 days/);
  assert.match(policies.withinReopening(facts(newCard())) ?? '', /for 30 days/);
});

test('parts move from assigned until completed', () => {
  assert.deepEqual(partsMoveIn, ['assigned', 'in_progress', 'parts_pending', 'on_hold', 'completed']);
  assert.throws(() => newCard().refusePartsUnlessMovable(), refusal('parts.refused', /"created"/));
});

test('JOB-02 a card is open until it is delivered, closed or cancelled', () => {
  for (const over of ['delivered', 'closed', 'cancelled'] as const) assert.ok(!openStatuses.includes(over));
  for (const open of ['created', 'invoiced', 'reopened'] as const) assert.ok(openStatuses.includes(open));
});

test('a declined estimate drops its tasks, and the next revision is the one that is decided on', () => {
  const card = newCard();
  estimate(card, [labour]);
  card.move('submit', by());
  card.decide('DECLINED', 'COUNTER', 'Too dear', by());
  assert.deepEqual([card.status, card.tasks[0]?.status, card.currentEstimate], ['created', 'declined', undefined]);
  const second = estimate(card, [{ ...labour, description: 'Oil change only' }]);
  card.move('submit', by());
  card.decide('ACCEPTED', 'WHATSAPP', null, by('advisor'));
  assert.deepEqual([second.status, second.decisionChannel, second.decidedBy], ['accepted', 'WHATSAPP', 'advisor']);
  assert.deepEqual(
    card.approvedLines.map(({ description }) => description),
    ['Oil change only'],
  );
});

test('JOB-06 a later revision is decided on by itself: what was accepted before stays accepted', () => {
  const card = newCard();
  const first = estimate(card, [labour]);
  card.move('submit', by());
  card.decide('ACCEPTED', 'PHONE', null, by());
  const extra = estimate(card, [{ ...labour, description: 'Brake pads' }]);
  assert.equal(card.currentEstimate, extra);
  assert.deepEqual([first.status, extra.status], ['accepted', 'open']);
  assert.deepEqual(
    card.approvedLines.map(({ description }) => description),
    ['Service'],
  );
});

test('a new revision takes the place of one that nobody decided on', () => {
  const card = newCard();
  const first = estimate(card, [labour]);
  const second = estimate(card, [labour, oil]);
  assert.deepEqual([first.status, second.status, second.revision], ['superseded', 'open', 2]);
  assert.equal(card.currentEstimate, second);
});

const extraWork = (card: JobCard) =>
  estimate(card, [
    { ...labour, description: 'Brake pads' },
    { ...oil, description: 'Wipers', partId: 'wipers' },
  ]);

test('JOB-06 extra work is decided on while the card stays where it is, line by line', () => {
  const card = inProgress();
  const [pads, wipers] = card.linesOf(extraWork(card));
  assert.equal(card.estimatedCost?.toString(), '236.00');
  const [decided, ...moved] = card.decide('ACCEPTED', 'PHONE', 'only the pads', by(), [pads!.id]);
  assert.deepEqual([card.status, moved.length, decided!.data['status']], ['in_progress', 0, 'partially_accepted']);
  assert.ok(card.approvedLines.some(({ id }) => id === pads!.id));
  assert.ok(!card.approvedLines.some(({ id }) => id === wipers!.id));
  assert.equal(
    card.parts.some(({ partId }) => partId === 'wipers'),
    false,
    'what is declined is not asked of the store',
  );
  assert.equal(card.tasks.at(-1)?.status, 'open');
  assert.equal(card.estimatedCost?.toString(), '236.00', '118 accepted before, and a line of 118 now');
});

test('JOB-06 what is declined of extra work drops its tasks alone', () => {
  const card = inProgress();
  extraWork(card);
  card.decide('DECLINED', 'COUNTER', null, by());
  assert.deepEqual(
    card.tasks.map(({ description, status }) => [description, status]),
    [
      ['Service', 'in_progress'],
      ['Wash', 'open'],
      ['Brake pads', 'declined'],
    ],
  );
  assert.equal(card.estimatedCost?.toString(), '118.00');
});

test('JOB-06 nobody begins work that the customer was asked about and has not agreed to, and no card is completed over it', () => {
  const card = inProgress();
  extraWork(card);
  const added = card.tasks.at(-1)!;
  assert.throws(() => card.startTask(added.id, 'another', by('another')), refusal('job.task', /not agreed to "Brake pads"/));
  assert.ok(missingFor(() => card.move('complete', by())).includes('The customer has not decided on revision 2 of the estimate.'));
  const overtaken = extraWork(card);
  assert.deepEqual([added.status, overtaken.revision], ['cancelled', 3], 'a newer revision calls off the tasks of the one before');
});

test('JOB-06 a word on lines that are not of the estimate, or on none, is no word', () => {
  const card = inProgress();
  extraWork(card);
  const before = JSON.stringify(card);
  assert.throws(() => card.decide('ACCEPTED', 'PHONE', null, by(), ['stranger']), refusal('entity.absent'));
  assert.throws(() => card.decide('ACCEPTED', 'PHONE', null, by(), []), refusal('request.invalid'));
  assert.equal(JSON.stringify(card), before);
});

test('what the customer accepted is asked of the store, and used up by the bill', () => {
  const card = inProgress();
  const [line] = card.parts;
  assert.equal(line!.requested.toString(), '3.500');
  issue(card, 'oil', '1.5');
  assert.deepEqual([line!.status, line!.unfilled.toString(), line!.onJob.toString()], ['requested', '2.000', '1.500']);
  finishEverything(card);
  assert.deepEqual([line!.status, line!.onJob.toString(), line!.issuedValue.toString()], ['issued', '3.500', '35.00']);
  const { consumed } = card.consumeParts();
  assert.deepEqual(
    consumed.map(({ partId, quantity, value }) => [partId, ...[quantity, value].map(String)]),
    [['oil', '3.500', '35.00']],
  );
  assert.deepEqual([line!.status, line!.onJob.toString(), line!.issuedValue.toString()], ['consumed', '0.000', '0.00']);
  assert.deepEqual(card.consumeParts(), { consumed: [], event: undefined });
});
