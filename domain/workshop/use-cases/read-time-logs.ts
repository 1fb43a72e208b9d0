import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { WorkshopReads } from '../reads.ts';
import type { TimeCorrection } from '../time-correction.ts';
import type { TimeLog } from '../time-log.ts';
import { byBusinessDay, hoursOf, workedMs } from '../working-time.ts';
import { factsOf } from './job-facts.ts';

type Deps = { readonly workshopReads: WorkshopReads; readonly clock: Clock };

/** A time log with what it comes to, day by day, and what was corrected of it. */
export const toldOf = (log: TimeLog, corrections: readonly TimeCorrection[], now: Date) => {
  const { id, taskId, engineerId, status, spans, pauseReason } = log;
  return {
    ...{ id, taskId, engineerId, status, spans, pauseReason },
    hours: hoursOf(workedMs(spans)),
    days: byBusinessDay(spans, now).map(({ day, ms }) => ({ day, hours: hoursOf(ms) })),
    corrections: corrections.filter(({ timeLogId }) => timeLogId === id),
  };
};

/**
 * The time on a job, the first begun first; an engineer sees their own.
 * @throws DomainError `entity.absent`, `access.denied`
 */
export const readTimeLogs =
  ({ workshopReads, clock }: Deps) =>
  async (jobCardId: string, actor: Actor) => {
    const card = await workshopReads.jobCard(jobCardId, reach(actor, 'timelog.read'));
    const facts = factsOf(card);
    permit(actor, 'timelog.read', { ...facts, ownerIds: [...(facts.ownerIds ?? []), ...card.workedBy] });
    const corrections = await workshopReads.timeCorrections(card.id);
    const ownOnly = scopeOf(actor, 'timelog.read').kind === 'own';
    return card.timeLogs
      .filter(({ engineerId }) => !ownOnly || engineerId === actor.userId)
      .map((log) => toldOf(log, corrections, clock.now()));
  };
