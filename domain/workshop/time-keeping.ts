import { DomainError } from '../shared/errors.ts';
import type { DomainEvent } from '../shared/events.ts';
import { timeCorrected, timeRecorded } from './events.ts';
import type { By, JobCard } from './job-card.ts';
import type { JobCardStatus } from './job-card.states.ts';
import type { JobTask } from './job-task.ts';
import { TimeCorrection } from './time-correction.ts';
import { TimeLog } from './time-log.ts';
import type { TimeSpan } from './working-time.ts';

/** States in which the bill is not drawn up yet: clocked hours that are billed can still change. */
const beforeBilling: readonly JobCardStatus[] = ['reopened', 'assigned', 'in_progress', 'parts_pending', 'on_hold', 'completed', 'qc'];
const beforeClosing: readonly JobCardStatus[] = [...beforeBilling, 'ready', 'invoiced', 'delivered'];

const refused = (sentence: string): DomainError => new DomainError('timelog.refused', sentence);

const refuseUnlessOpen = ({ status }: JobCard, { billing, description }: JobTask): void => {
  if (!beforeClosing.includes(status)) throw refused(`Time is kept until a job card is closed, and this one is "${status}".`);
  if (billing === 'CLOCKED' && !beforeBilling.includes(status))
    throw refused(`"${description}" is billed by clocked hours: they change until QC has passed, and this job card is "${status}".`);
};

/** Spans as they are kept: in order, apart, within the visit, and not in the future. */
const inOrder = ({ openedAt }: JobCard, spans: readonly TimeSpan[], now: Date): TimeSpan[] => {
  const sorted = spans.map(normal).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  sorted.forEach(({ from, to }, index) => {
    if (from >= to) throw refused(`From ${from} to ${to} is no time: it ends before it begins.`);
    if (to > now.toISOString()) throw refused(`${to} lies in the future.`);
    if (from < openedAt.toISOString()) throw refused(`${from} is before the job card was opened.`);
    if (index > 0 && from < sorted[index - 1]!.to) throw refused(`The span from ${from} begins before the one before it ends.`);
  });
  return sorted;
};

type Closed = TimeSpan & { readonly to: string };

/** Instants in one way of writing, so that they compare as text. */
const normal = ({ from, to, reason }: TimeSpan): Closed => {
  if (to === null) throw refused('A span of time that is taken down afterwards has an end.');
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...(reason !== undefined && { reason }) };
};

/** Takes down work that nobody clocked, on a task that was begun. */
export const recordTime = (
  card: JobCard,
  {
    taskId,
    engineerId,
    span,
    reason,
  }: { readonly taskId: string; readonly engineerId: string; readonly span: TimeSpan; readonly reason: string },
  { now, ids }: By,
): [TimeLog, DomainEvent] => {
  const task = card.task(taskId);
  refuseUnlessOpen(card, task);
  if (task.startedAt === null) throw refused(`Nobody has begun "${task.description}": start the task instead.`);
  const spans = inOrder(card, [span], now);
  const log = new TimeLog({ id: ids.next(), jobCardId: card.id, taskId, engineerId, spans, status: 'stopped' });
  card.timeLogs = [...card.timeLogs, log];
  return [log, timeRecorded(card, log, reason)];
};

export const timeLogOf = (card: JobCard, timeLogId: string): TimeLog => {
  const log = card.timeLogs.find(({ id }) => id === timeLogId);
  if (!log) throw new DomainError('entity.absent', 'There is no such time log on this job card.');
  return log;
};

/** Puts other spans in the place of what was clocked; what it was before is kept beside it. */
export const correctTime = (
  card: JobCard,
  { timeLogId, spans, reason }: { readonly timeLogId: string; readonly spans: readonly TimeSpan[]; readonly reason: string },
  { now, ids, userId }: By,
): [TimeCorrection, DomainEvent] => {
  const log = timeLogOf(card, timeLogId);
  refuseUnlessOpen(card, card.task(log.taskId));
  const { engineerId, spans: before } = log;
  const after = inOrder(card, spans, now);
  log.correct(after);
  const kept = { jobCardId: card.id, timeLogId, engineerId, before, after, reason };
  const correction = new TimeCorrection({ id: ids.next(), ...kept, correctedAt: now, correctedBy: userId });
  return [correction, timeCorrected(card, correction)];
};
