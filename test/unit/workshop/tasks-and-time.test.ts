import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { JobTask } from '@dms/domain/workshop/job-task';
import { type TaskEvent, taskMachine } from '@dms/domain/workshop/job-task.states';
import { TimeLog } from '@dms/domain/workshop/time-log';
import { type TimeLogEvent, timeLogMachine } from '@dms/domain/workshop/time-log.states';
import { refusal } from '../shared/refusals.ts';
import { by, engineer, estimate, labour, newCard } from './cards.ts';

const now = new Date('2026-11-22T04:30:00.000Z');
const later = new Date('2026-11-22T05:30:00.000Z');

void describe('a task', () => {
  const walks: { readonly [Event in TaskEvent]: (task: JobTask) => void } = {
    start: (task) => task.start('engineer', now),
    finish: (task) => task.finish(later),
    decline: (task) => task.walk('decline'),
    cancel: (task) => task.walk('cancel'),
  };
  for (const { from, event, to } of taskMachine.edges) {
    it(`JOB-01 goes from ${from} to ${to} by ${event}`, () => {
      const task = new JobTask({ id: 'task', jobCardId: 'card', position: 1, description: 'Service' });
      if (from === 'in_progress') task.start('engineer', now);
      walks[event](task);
      assert.deepEqual([task.status, task.settled], [to, taskMachine.terminal.includes(to)]);
      assert.equal(task.finishedAt, event === 'finish' ? later : null);
      assert.equal(task.startedAt, from === 'in_progress' || event === 'start' ? now : null);
    });
  }
});

void describe('a time log', () => {
  const walks: { readonly [Event in TimeLogEvent]: (log: TimeLog) => void } = {
    pause: (log) => log.pause(later, 'Tea'),
    resume: (log) => log.resume(later),
    stop: (log) => log.stop(later),
  };
  for (const { from, event, to } of timeLogMachine.edges) {
    it(`JOB-04 goes from ${from} to ${to} by ${event}, with a span open only while it runs`, () => {
      const spans = [{ from: now.toISOString(), to: null }];
      const log = new TimeLog({ id: 'log', jobCardId: 'card', taskId: 'task', engineerId: 'engineer', spans });
      if (from === 'paused') log.pause(later, 'Tea');
      walks[event](log);
      assert.equal(log.status, to);
      assert.equal(log.spans.filter((span) => span.to === null).length, to === 'running' ? 1 : 0);
    });
  }

  it('JOB-04 that was stopped is not taken up again', () => {
    const log = new TimeLog({ id: 'log', jobCardId: 'card', taskId: 'task', engineerId: 'engineer', spans: [] });
    log.stop(now);
    for (const step of Object.values(walks)) assert.throws(() => step(log), refusal('job.task', /this time log is "stopped"/));
  });
});

test('JOB-08 a job that is called off leaves no task to finish and no time to stop', () => {
  const card = newCard();
  estimate(card, [labour, { ...labour, description: 'Wash' }]);
  card.move('submit', by());
  card.decide('ACCEPTED', 'PHONE', null, by());
  card.assign(engineer, by());
  card.startTask(card.tasks[0]!.id, engineer.id, by());
  card.pauseTask(card.tasks[0]!.id, engineer.id, 'Customer on the phone', by());
  card.move('cancel', by(), {}, 'Customer left');
  assert.deepEqual(
    card.tasks.map(({ status }) => status),
    ['cancelled', 'cancelled'],
  );
  assert.deepEqual(
    card.timeLogs.map(({ status }) => status),
    ['stopped'],
  );
  assert.throws(() => card.finishTask(card.tasks[0]!.id, by()), refusal('job.task'));
});
