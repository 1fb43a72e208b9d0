import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { allRefusals } from '../../shared/policy.ts';
import type { Clock } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { dueDay, type EngineerProfile, type Fit, hasTheSkill, hasTheTime, hoursUntil, isThere, openHours } from '../engineer.ts';
import type { JobCard } from '../job-card.ts';
import type { Engineers } from '../ports.ts';

export type EngineerUnit = { readonly engineers: Engineers; readonly serviceCenters: ServiceCenters; readonly settings: Settings };

export type Fitting = {
  readonly engineer: EngineerProfile;
  /** What does not stand in the way, and should be known. */
  readonly warning: string | undefined;
};

const unfit = (missing: readonly string[]): DomainError => new DomainError('job.engineer', missing.join(' '), { missing });

/**
 * Does the work while nobody else gives the engineer a job, where a full day refuses: two would each find the last hour free. Other rows are
 * locked only then.
 */
export const holdingEngineer = async <Result>(
  { transact, clock }: { readonly transact: Transact<EngineerUnit>; readonly clock: Clock },
  engineerId: string | null | undefined,
  actor: Actor,
  work: () => Promise<Result>,
): Promise<Result> =>
  typeof engineerId !== 'string'
    ? work()
    : transact(actor, async ({ engineers, settings }) => {
        if ((await configuredIn(settings, clock)).of('workshop.engineer-capacity') === 'REFUSE') await engineers.hold(engineerId);
        return work();
      });

/** @throws DomainError `job.engineer` for who is no engineer, not active, or of another branch */
export const refuseOutsider = async (engineers: Engineers, card: JobCard, engineerId: string): Promise<EngineerProfile> => {
  const engineer = await engineers.find(engineerId);
  if (!engineer) throw unfit(['Jobs are given to service engineers, and this is none.']);
  const missing = [
    ...(engineer.serviceCenterIds.includes(card.serviceCenterId) ? [] : ['The engineer does not work at the branch of this job card.']),
    ...(engineer.active ? [] : ['The engineer is not active.']),
  ];
  if (missing.length > 0) throw unfit(missing);
  return engineer;
};

/**
 * Whether an engineer can be given the job: of the branch, with the skill, there, and with time for it until it is promised (JOB-09).
 * Whether somebody who has no time left is refused or only warned of, the configuration says.
 * @throws DomainError `job.engineer` with everything that is missing
 */
export const fitEngineer =
  ({ clock }: { readonly clock: Clock }) =>
  async ({ engineers, serviceCenters, settings }: EngineerUnit, card: JobCard, engineerId: string, needed?: Quantity): Promise<Fitting> => {
    const engineer = await refuseOutsider(engineers, card, engineerId);
    const now = clock.now();
    const configured = await configuredIn(settings, clock);
    const branch = await serviceCenters.get(card.serviceCenterId, everywhere);
    const due = dueDay(card, now);
    const usual = Quantity.parse(String(configured.of('workshop.engineer-hours')));
    const hours = {
      there: hoursUntil(engineer, branch, usual, businessDay(now), due),
      booked: await engineers.bookedUntil(engineerId, due, card.id),
      needed: needed ?? openHours(card, engineerId),
    };
    const fit: Fit = { engineer, card, due, hours };
    const warning = hasTheTime(fit);
    const refuses = configured.of('workshop.engineer-capacity') === 'REFUSE';
    const missing = [...allRefusals([hasTheSkill, isThere], fit), ...(refuses && warning !== undefined ? [warning] : [])];
    if (missing.length > 0) throw unfit(missing);
    return { engineer, warning };
  };
