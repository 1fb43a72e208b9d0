import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { RunTold, ScheduleReads } from '../../shared/scheduled.ts';
import type { Configuration } from '../ports.ts';
import { type ScheduleName, scheduleNames, schedules } from '../schedules.ts';
import { restingSchedules } from '../switchable-modules.ts';

type Deps = { readonly scheduleReads: ScheduleReads; readonly configuration: Pick<Configuration, 'current'> };

const RUNS_SHOWN = 5;

export type InspectedSchedule = {
  readonly name: ScheduleName;
  readonly does: string;
  /** As it is configured now, in the business zone. */
  readonly cron: string;
  /** Its module is switched off: what is due is skipped, and what is open waits. */
  readonly rests: boolean;
  /** Null as long as no scheduler has looked at it. */
  readonly nextDueAt: Date | null;
  readonly runs: readonly RunTold[];
};

/** Every schedule there is, when it is due, and what became of its last runs. @throws DomainError `access.denied` */
export const inspectSchedules =
  ({ scheduleReads, configuration }: Deps) =>
  async (_: object, actor: Actor): Promise<readonly InspectedSchedule[]> => {
    permit(actor, 'queue.inspect', { serviceCenterId: null });
    const [noted, configured] = await Promise.all([scheduleReads.noted(RUNS_SHOWN), configuration.current()]);
    const resting = restingSchedules(configured);
    const byName = new Map(noted.map((schedule) => [schedule.name, schedule]));
    return scheduleNames.map((name) => {
      const { nextDueAt = null, runs = [] } = byName.get(name) ?? {};
      return { name, does: schedules[name].does, cron: configured.of(`schedules.${name}`), rests: resting.has(name), nextDueAt, runs };
    });
  };
