import { DomainError } from '../shared/errors.ts';
import type { DomainEvent } from '../shared/events.ts';
import { taskAdded, taskAssigned, taskDropped, taskEdited, taskFinished, taskPaused, taskStarted, taskUnassigned } from './events.ts';
import type { By, JobCard } from './job-card.ts';
import type { JobCardStatus } from './job-card.states.ts';
import { type BillingMode, JobTask } from './job-task.ts';
import { TimeLog } from './time-log.ts';
import type { Quantity } from '../shared/quantity.ts';
import { isSameValue } from '../shared/same-value.ts';

/** What a task may be given, or be changed to. */
export type TaskFields = {
  readonly description?: string | undefined;
  readonly soldHours?: Quantity | null | undefined;
  readonly billing?: BillingMode | undefined;
  readonly engineerId?: string | null | undefined;
};

/** States in which there is still work to plan. */
const plannedIn: readonly JobCardStatus[] = [
  'created',
  'inspecting',
  'awaiting_approval',
  'approved',
  'reopened',
  'assigned',
  'in_progress',
  'parts_pending',
  'on_hold',
];

const refuseUnlessPlanned = ({ status }: JobCard): void => {
  if (!plannedIn.includes(status))
    throw new DomainError('job.task', `Tasks are added and changed until the work is completed, and this job card is "${status}".`);
};

/** Work that nobody estimated. It has hours and a time of its own, and is on no bill: what is to be paid for is estimated first (JOB-06). */
export const planTask = (card: JobCard, fields: TaskFields & { readonly description: string }, { ids }: By): [JobTask, DomainEvent[]] => {
  refuseUnlessPlanned(card);
  const { description, soldHours = null, billing = 'FLAT', engineerId = null } = fields;
  const position = Math.max(0, ...card.tasks.map((task) => task.position)) + 1;
  const task = new JobTask({ id: ids.next(), jobCardId: card.id, position, description, soldHours, billing, engineerId });
  card.tasks = [...card.tasks, task];
  return [task, [taskAdded(card, task), ...givenTo(card, task, null)]];
};

const givenTo = (card: JobCard, task: JobTask, formerId: string | null): DomainEvent[] =>
  task.engineerId === null || task.engineerId === formerId ? [] : [taskAssigned(card, task, formerId)];
const takenFrom = (card: JobCard, task: JobTask, formerId: string | null): DomainEvent[] =>
  task.engineerId === null && formerId !== null ? [taskUnassigned(card, task, formerId)] : [];

/** @throws DomainError `job.task` for one that is over, and for what the customer agreed to in the estimate */
export const changeTask = (card: JobCard, taskId: string, fields: TaskFields): DomainEvent[] => {
  const task = card.task(taskId);
  refuseUnlessPlanned(card);
  if (task.settled) throw new DomainError('job.task', `"${task.description}" is ${task.status}, and changes no more.`);
  if (task.estimateLineId !== null && (fields.soldHours !== undefined || fields.description !== undefined))
    throw new DomainError('job.task', `"${task.description}" and its hours are of the estimate: draw up another one to change them.`);
  const given = Object.entries(fields).filter(
    ([field, value]) => value !== undefined && !isSameValue(task[field as keyof TaskFields], value),
  );
  const formerId = task.engineerId;
  Object.assign(task, Object.fromEntries(given));
  const changed = given.map(([field]) => field);
  if (changed.length === 0) return [];
  return [taskEdited(card, task, changed), ...givenTo(card, task, formerId), ...takenFrom(card, task, formerId)];
};

/** What is not to be done after all. Whoever is at it stops. */
export const dropTask = (card: JobCard, taskId: string, event: 'cancel' | 'decline', reason: string, { now }: By): DomainEvent => {
  const task = card.task(taskId);
  refuseUnlessPlanned(card);
  task.drop(event, reason);
  stopTime(card, now, (log) => log.taskId === taskId);
  return taskDropped(card, task, reason);
};

/** An engineer begins or takes up a task again; the first one on the card brings it into progress. */
export const startTask = (card: JobCard, taskId: string, engineerId: string, by: By): DomainEvent[] => {
  const task = card.task(taskId);
  task.expect('start');
  if (!['assigned', 'in_progress'].includes(card.status)) {
    const missing = [`Work starts on a job card that is "assigned" or "in_progress", and this one is "${card.status}".`];
    throw new DomainError('job.transition', missing[0]!, { missing });
  }
  if (card.isUndecided(task)) throw new DomainError('job.task', `The customer has not agreed to "${task.description}" yet.`);
  if (card.runningTimeLogs.some((log) => log.engineerId === engineerId))
    throw new DomainError('timelog.running', 'This engineer is already at work on this job card.');
  clockIn(card, task, engineerId, by);
  task.start(engineerId, by.now);
  const started = taskStarted(card, taskId, engineerId);
  return card.status === 'assigned' ? [started, card.move('start', by)] : [started];
};

const clockIn = (card: JobCard, task: JobTask, engineerId: string, { now, ids }: By): void => {
  const paused = card.timeLogs.find((log) => log.taskId === task.id && log.engineerId === engineerId && log.status === 'paused');
  if (paused) return paused.resume(now);
  const spans = [{ from: now.toISOString(), to: null }];
  card.timeLogs = [...card.timeLogs, new TimeLog({ id: ids.next(), jobCardId: card.id, taskId: task.id, engineerId, spans })];
};

/** @throws DomainError `job.task` without a reason (JOB-04), or where the engineer is not at work on it */
export const pauseTask = (card: JobCard, taskId: string, engineerId: string, reason: string, by: By): DomainEvent => {
  const task = card.task(taskId);
  if (reason.trim() === '') throw new DomainError('job.task', `Pausing "${task.description}" needs a reason.`);
  const running = card.runningTimeLogs.find((log) => log.taskId === taskId && log.engineerId === engineerId);
  if (!running) throw new DomainError('job.task', `Nobody is at work on "${task.description}": there is nothing to pause.`);
  running.pause(by.now, reason);
  return taskPaused(card, taskId, reason);
};

export const finishTask = (card: JobCard, taskId: string, by: By): DomainEvent => {
  card.task(taskId).finish(by.now);
  stopTime(card, by.now, (log) => log.taskId === taskId);
  return taskFinished(card, taskId);
};

const stopTime = (card: JobCard, now: Date, of: (log: TimeLog) => boolean): void => {
  for (const log of card.timeLogs) if (log.status !== 'stopped' && of(log)) log.stop(now);
};

/** Whoever calls a job off leaves no work behind that could still be finished. */
export const cancelWork = (card: JobCard, now: Date): void => {
  for (const task of card.tasks) if (!task.settled) task.walk('cancel');
  stopTime(card, now, () => true);
};

/** The work of one engineer that is not done goes to another, with the job. */
export const handOver = (card: JobCard, fromId: string | null, toId: string): void => {
  for (const task of card.tasks) if (!task.settled && task.engineerId !== null && task.engineerId === fromId) task.engineerId = toId;
};
