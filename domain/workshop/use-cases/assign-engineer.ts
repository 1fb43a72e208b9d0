import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import type { Engineers } from '../ports.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type AssignEngineer = ToJobCard & { readonly engineerId: string };

/**
 * Gives the job to an engineer; one who asks for it themselves gets it where the branch lets them (SCN-03).
 * @throws DomainError `job.engineer` for somebody who is no active engineer of the branch (JOB-09)
 */
export const assignEngineer =
  (deps: ChangeDeps<{ engineers: Engineers; serviceCenters: ServiceCenters }>) =>
  (command: AssignEngineer, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, { engineers, serviceCenters }) => {
      const { selfAssign: selfAssignAllowed } = await serviceCenters.get(card.serviceCenterId, everywhere);
      permit(actor, 'job.assign', { ...factsOf(card), assigneeId: command.engineerId, selfAssignAllowed });
      const engineer = await engineers.find(command.engineerId);
      if (!engineer?.active || !engineer.serviceCenterIds.includes(card.serviceCenterId))
        throw new DomainError('job.engineer', 'The engineer has to be an active engineer of the branch of this job card.');
      return [card.assign(engineer, by)];
    });
