import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import { attribute, type Attributions } from '../attribution.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type ReopenJobCard = ToJobCard & {
  readonly reason: string;
  /** What is to be done again; that the vehicle came back, where nothing else is said. */
  readonly tasks?: readonly string[] | undefined;
};

/**
 * Takes a vehicle back within thirty days of its delivery, with the work that is to be done again: a comeback, of whoever had done it
 * (JOB-10). An advisor asks for it.
 * @throws DomainError `job.transition`, `service_center.closed`
 */
export const reopenJobCard =
  (deps: ChangeDeps<{ attributions: Attributions; serviceCenters: ServiceCenters }>) =>
  (command: ReopenJobCard, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, { attributions, serviceCenters }) => {
      permit(actor, 'job.reopen', factsOf(card));
      const { reason, tasks = [`Comeback: ${reason}`] } = command;
      const branch = await serviceCenters.get(card.serviceCenterId, everywhere);
      if (!branch.takesNewWork) throw new DomainError('service_center.closed', `${branch.name} takes no jobs now.`);
      const reopened = card.move('reopen', by, {}, reason);
      for (const description of tasks) card.addTask(description, by.ids);
      for (const each of attribute(card, 'COMEBACK', reason, by)) attributions.add(each);
      return [reopened];
    });
