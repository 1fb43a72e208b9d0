import { type Actor, everywhere } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { type EngineerUnit, fitEngineer, holdingEngineer } from './fit-engineer.ts';
import { factsOf } from './job-facts.ts';

export type AssignEngineer = ToJobCard & {
  readonly engineerId: string;
  /** Is told, in a sentence, what does not stand in the way and should be known. */
  readonly warn?: ((sentence: string) => void) | undefined;
};

/**
 * Gives the job to an engineer; one who asks for it themselves gets it where the branch lets them (SCN-03).
 * @throws DomainError `job.engineer` for somebody of another branch or role, without the skill or the time (JOB-09)
 */
export const assignEngineer =
  (deps: ChangeDeps<EngineerUnit>) =>
  (command: AssignEngineer, actor: Actor): Promise<JobCard> =>
    holdingEngineer(deps, command.engineerId, actor, () =>
      changeJobCard(deps)(command, actor, async (card, by, unit) => {
        const { selfAssign: selfAssignAllowed } = await unit.serviceCenters.get(card.serviceCenterId, everywhere);
        permit(actor, 'job.assign', { ...factsOf(card), assigneeId: command.engineerId, selfAssignAllowed });
        const { engineer, warning } = await fitEngineer(deps)(unit, card, command.engineerId);
        if (warning !== undefined) command.warn?.(warning);
        return [card.assign(engineer, by)];
      }),
    );
