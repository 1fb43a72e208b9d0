import type { Logger } from 'pino';
import type { Configuration, Configured } from '@dms/domain/configuration/ports';
import { type ScheduledUse, type ScheduleName, scheduleNames, schedules } from '@dms/domain/configuration/schedules';
import { restingSchedules } from '@dms/domain/configuration/switchable-modules';
import { systemActor } from '@dms/domain/shared/actor';
import type { Progress, Scheduled, ScheduledRun, ScheduledRuns } from '@dms/domain/shared/scheduled';
import { takeTurns } from './turns.ts';

type Parts = {
  readonly scheduledRuns: ScheduledRuns<ScheduleName>;
  readonly configuration: Pick<Configuration, 'current'>;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** Every use case that the table of schedules names: one that is missing does not compile. */
export type ScheduledUses = { readonly [Use in ScheduledUse]: Scheduled };

const cronsOf = (configured: Configured): ReadonlyMap<ScheduleName, string> =>
  new Map(scheduleNames.map((name) => [name, configured.of(`schedules.${name}`)]));

/**
 * Does what is due when it is due, once, though many schedulers run and any of them may be killed (REP-04, NOT-05). Times are asked for
 * at every turn, so a setting needs no restart. Of a module that is switched off nothing is begun, and what was begun waits (CFG-02). It never
 * gives up: without PostgreSQL it tries again until that is back.
 */
export const startScheduler = (parts: Parts & ScheduledUses, pollMs = 1_000): { close(): Promise<void> } => {
  const { scheduledRuns, configuration, logger } = parts;

  const takeStep = ({ name, dueAt }: ScheduledRun<ScheduleName>) =>
    parts[schedules[name].use]({ dueAt }, systemActor(`${name} ${dueAt.toISOString()}`));

  /** Whether there may be more to do at once. */
  const turn = async (): Promise<boolean> => {
    const configured = await configuration.current();
    const resting = restingSchedules(configured);
    await scheduledRuns.open(cronsOf(configured), resting);
    const awake = scheduleNames.filter((name) => !resting.has(name));
    const progress = await scheduledRuns.advance(awake, takeStep);
    tell(logger, progress);
    return progress.outcome !== 'resting';
  };

  return takeTurns({ who: 'The scheduler', logger, pollMs, turn });
};

const tell = (logger: Parts['logger'], progress: Progress<ScheduleName>): void => {
  if (progress.outcome === 'resting') return;
  const about = { schedule: progress.run.name, dueAt: progress.run.dueAt };
  if (!('error' in progress)) logger.info({ ...about, done: progress.done }, 'Step of a scheduled run done');
  else if (progress.outcome === 'again')
    logger.warn({ ...about, err: progress.error }, 'Step of a scheduled run failed; it is tried again');
  else logger.error({ ...about, err: progress.error }, 'Scheduled run failed');
};
