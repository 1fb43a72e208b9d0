import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { permit } from '../../shared/permit.ts';
import type { Engineers } from '../ports.ts';
import type { TimeCorrection, TimeCorrections } from '../time-correction.ts';
import { correctTime, recordTime as record, timeLogOf } from '../time-keeping.ts';
import type { TimeLog } from '../time-log.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { refuseOutsider } from './fit-engineer.ts';
import { factsOf } from './job-facts.ts';

export type RecordTime = ToJobCard & {
  readonly taskId: string;
  /** Whose time it is; one's own, where nobody is named. */
  readonly engineerId?: string | undefined;
  /** ISO instants. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
};

export type CorrectTime = ToJobCard & {
  readonly timeLogId: string;
  /** All there is of the log from now on, as ISO instants; none, where nothing was worked. */
  readonly spans: readonly { readonly from: string; readonly to: string }[];
  readonly reason: string;
};

/** A time log as it is from now on, and what was changed of it. */
export type Corrected = { readonly id: string; readonly log: TimeLog; readonly correction: TimeCorrection };

/**
 * Takes down work that nobody clocked, with the reason why not. An engineer takes down their own time of today; of an earlier day it is a
 * correction, which somebody else decides on.
 * @throws DomainError `timelog.refused` in the future, before the visit, or while the engineer was at work elsewhere; `job.engineer`
 */
export const recordTime =
  (deps: ChangeDeps<{ engineers: Engineers }>) =>
  async ({ jobCardId, version, taskId, from, to, reason, ...whose }: RecordTime, actor: Actor): Promise<TimeLog> => {
    const engineerId = whose.engineerId ?? actor.userId ?? '';
    let kept: TimeLog | undefined;
    await changeJobCard(deps)({ jobCardId, version }, actor, async (card, by, { engineers }) => {
      const facts = { ...factsOf(card), ownerIds: [engineerId] };
      permit(actor, 'job.work', factsOf(card));
      permit(actor, 'timelog.own', facts);
      if (businessDay(new Date(from)) < businessDay(by.now)) permit(actor, 'timelog.correct', facts);
      await refuseOutsider(engineers, card, engineerId);
      const [log, event] = record(card, { taskId, engineerId, span: { from, to }, reason }, by);
      kept = log;
      return [event];
    });
    return kept!;
  };

/**
 * Puts other times in the place of what was clocked; who did, why, and what it was before is kept (JOB-04). An engineer may only ask.
 * @throws DomainError `timelog.refused` while it runs, for times that cannot have been, and once they are billed or the card is closed
 */
export const correctTimeLog =
  (deps: ChangeDeps<{ timeCorrections: TimeCorrections }>) =>
  async ({ jobCardId, version, ...asked }: CorrectTime, actor: Actor): Promise<Corrected> => {
    let corrected: Corrected | undefined;
    await changeJobCard(deps)({ jobCardId, version }, actor, (card, by, { timeCorrections }) => {
      const log = timeLogOf(card, asked.timeLogId);
      permit(actor, 'timelog.correct', { ...factsOf(card), ownerIds: [log.engineerId] });
      const [correction, event] = correctTime(card, asked, by);
      timeCorrections.add(correction);
      corrected = { id: log.id, log, correction };
      return [event];
    });
    return corrected!;
  };
