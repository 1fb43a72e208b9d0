import type { Configuration } from '../../configuration/ports.ts';
import type { ServiceCenterReads } from '../../service-centers/reads.ts';
import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { type BusinessDay, businessDay } from '../../shared/calendar.ts';
import { onlyBranchOf } from '../../shared/only-branch.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import { hoursOn } from '../engineer.ts';
import { isOnLeave } from '../../shared/leave.ts';
import type { EngineerDay, WorkshopReads } from '../reads.ts';
import { hoursOf } from '../working-time.ts';

type Deps = {
  readonly workshopReads: WorkshopReads;
  readonly serviceCenterReads: ServiceCenterReads;
  readonly configuration: Configuration;
  readonly clock: Clock;
};

export type AskAvailability = { readonly serviceCenterId?: string | undefined; readonly day?: BusinessDay | undefined };

/**
 * Who of a branch has time on a day: what they can work, what is due of what they were given, what they have worked, and what they are at
 * right now. An engineer sees their own day. Work over midnight is part of both days (JOB-04).
 * @throws DomainError `entity.absent` for a branch outside the scope, `request.invalid` where several could be meant
 */
export const readAvailability =
  ({ workshopReads, serviceCenterReads, configuration, clock }: Deps) =>
  async ({ serviceCenterId, day }: AskAvailability, actor: Actor) => {
    const now = clock.now();
    const today = businessDay(now);
    const asked = day ?? today;
    const branch = await serviceCenterReads.serviceCenter(serviceCenterId ?? onlyBranchOf(actor), reach(actor, 'working-hours.read'));
    const own = scopeOf(actor, 'working-hours.read').kind === 'own' ? (actor.userId ?? undefined) : undefined;
    permit(actor, 'working-hours.read', { serviceCenterId: branch.id, ...(own !== undefined && { ownerIds: [own] }) });
    const usual = Quantity.parse(String((await configuration.current()).of('workshop.engineer-hours')));
    const { engineers, openJobs } = await workshopReads.engineerDays(branch.id, { day: asked, isToday: asked === today, now, own });
    return {
      day: asked,
      serviceCenterId: branch.id,
      openJobs,
      capacity: branch.capacity,
      engineers: engineers.map((engineer) => told(engineer, hoursOn(engineer, branch, usual, asked), asked)),
    };
  };

const told = ({ id, name, skills, leave, jobs, workedMs, running }: EngineerDay, capacityHours: Quantity, day: BusinessDay) => {
  const bookedHours = Quantity.sum(jobs.map(({ hours }) => hours));
  const free = capacityHours.minus(bookedHours);
  return {
    ...{ id, name, skills, onLeave: isOnLeave(leave, day), capacityHours, bookedHours },
    freeHours: free.isNegative() ? Quantity.zero : free,
    workedHours: hoursOf(workedMs),
    running,
    jobs: jobs.filter(({ here }) => here),
  };
};
