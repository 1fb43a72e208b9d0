import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { Money } from '@dms/domain/shared/money';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { type JobCardEvent, jobCardMachine, type JobCardStatus } from '@dms/domain/workshop/job-card.states';
import { by, engineer, estimate, finishEverything, inspector, labour, newCard, oil } from './cards.ts';

const stopWork = (card: JobCard): void => {
  for (const { taskId, engineerId } of card.runningTimeLogs) card.pauseTask(taskId, engineerId, 'Tea', by(engineerId));
};

/** How each event is brought about on the card itself, with everything that its guards ask for. */
const walks: { readonly [Event in JobCardEvent]: (card: JobCard) => void } = {
  inspect: (card) => card.move('inspect', by()),
  submit: (card) => {
    if (!card.currentEstimate) estimate(card, [labour, oil]);
    card.move('submit', by());
  },
  accept: (card) => card.decide('ACCEPTED', 'PHONE', null, by()),
  decline: (card) => card.decide('DECLINED', 'COUNTER', 'Too dear', by()),
  approve: (card) => {
    estimate(card, [labour]);
    card.move('approve', by());
    card.decide('ACCEPTED', 'COUNTER', null, by());
  },
  assign: (card) => {
    stopWork(card);
    card.assign(engineer, by());
  },
  start: (card) => {
    if (card.tasks.every(({ settled }) => settled)) {
      estimate(card, [{ ...labour, description: 'More work' }]);
      card.decide('ACCEPTED', 'PHONE', null, by());
    }
    const task = card.tasks.find(({ settled }) => !settled)!;
    card.startTask(task.id, engineer.id, by(engineer.id));
  },
  await_parts: (card) => {
    stopWork(card);
    card.move('await_parts', by());
  },
  hold: (card) => {
    stopWork(card);
    card.move('hold', by());
  },
  resume: (card) => card.move('resume', by()),
  complete: (card) => {
    finishEverything(card);
    card.move('complete', by());
  },
  begin_qc: (card) => card.move('begin_qc', by(inspector), { inspectorId: inspector }),
  pass: (card) => card.inspect('PASS', by(inspector), null),
  fail: (card) => card.inspect('FAIL', by(inspector), 'It still squeaks'),
  bill: (card) => card.move('bill', by(), { outstanding: Money.parse('118.00') }),
  unbill: (card) => card.move('unbill', by()),
  deliver: (card) => card.deliver(20_153, Money.zero, by()),
  close: (card) => card.move('close', by()),
  reopen: (card) => card.move('reopen', by()),
  cancel: (card) => {
    stopWork(card);
    card.move('cancel', by(), {}, 'Customer left');
  },
};

/** The fewest events that lead from the beginning to a state, without the one that needs another type of job. */
const wayTo = (state: JobCardStatus): JobCardEvent[] => {
  const ways = new Map<JobCardStatus, JobCardEvent[]>([[jobCardMachine.initial, []]]);
  for (const [here, way] of ways) {
    for (const { from, event, to } of jobCardMachine.edges) {
      if (from === here && event !== 'approve' && !ways.has(to)) ways.set(to, [...way, event]);
    }
  }
  return ways.get(state)!;
};

void describe('the job card', () => {
  for (const { from, event, to } of jobCardMachine.edges) {
    it(`JOB-01 goes from ${from} to ${to} by ${event}, and takes down who, when, from, to`, () => {
      const card = newCard(event === 'approve' ? { serviceType: 'WASH' } : {});
      for (const step of wayTo(from)) walks[step](card);
      assert.equal(card.status, from);
      // What was issued to a job has to come back before it can be called off.
      if (event === 'cancel') card.parts = card.parts.map((line) => Object.assign(line, { returned: line.issued }));
      const steps = card.transitions.length;
      walks[event](card);
      assert.equal(card.status, to);
      const last = card.transitions.at(-1)!;
      assert.deepEqual([last.event, last.fromStatus, last.toStatus, last.jobCardId], [event, from, to, card.id]);
      assert.ok(last.movedBy !== null && last.movedAt instanceof Date);
      assert.equal(card.transitions.length, steps + 1);
    });
  }

  it('is walked along every edge of its machine by the tests above', () => {
    assert.equal(new Set(jobCardMachine.edges.map(({ from, event }) => `${from} ${event}`)).size, jobCardMachine.edges.length);
    assert.deepEqual(Object.keys(walks).sort(), [...new Set(jobCardMachine.edges.map(({ event }) => event))].sort());
  });
});

test('JOB-10 a QC fail marks rework, and a reopened card is a comeback', () => {
  const failed = newCard();
  for (const step of [...wayTo('qc'), 'fail'] as const) walks[step](failed);
  assert.deepEqual([failed.rework, failed.comeback], [true, false]);
  assert.equal(failed.transitions.at(-1)?.reason, 'It still squeaks');

  const reopened = newCard();
  for (const step of wayTo('reopened')) walks[step](reopened);
  assert.deepEqual([reopened.rework, reopened.comeback], [false, true]);
  assert.deepEqual(reopened.workedBy, [engineer.id]);
});

test('a card knows when it was completed, delivered and closed', () => {
  const card = newCard();
  for (const step of wayTo('closed')) walks[step](card);
  assert.ok(card.completedAt! < card.deliveredAt! && card.deliveredAt! < card.closedAt!);
  assert.equal(card.odometerOut, 20_153);
});
