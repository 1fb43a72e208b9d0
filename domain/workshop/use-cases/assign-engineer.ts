import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import type { Engineers } from '../ports.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type AssignEngineer = ToJobCard & { readonly engineerId: string };

/** @throws DomainError `job.engineer` for somebody who is no active engineer of the branch (JOB-09) */
export const assignEngineer =
  (deps: ChangeDeps<{ engineers: Engineers }>) =>
  (command: AssignEngineer, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, { engineers }) => {
      permit(actor, 'job.assign', { ...factsOf(card), assigneeId: command.engineerId });
      const engineer = await engineers.find(command.engineerId);
      if (!engineer?.active || !engineer.serviceCenterIds.includes(card.serviceCenterId))
        throw new DomainError('job.engineer', 'The engineer has to be an active engineer of the branch of this job card.');
      return [card.assign(engineer, by)];
    });
