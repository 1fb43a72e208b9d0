import type { Settings } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';
import { linkEnd } from './link-end.ts';

/**
 * Sends the customer the link to the estimate again, and makes it last anew.
 * @throws DomainError `job.transition` where nothing is up for decision
 */
export const sendEstimate =
  (deps: ChangeDeps<{ settings: Settings }>) =>
  (command: ToJobCard, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, _, unit) => {
      permit(actor, 'job.record-customer-approval', factsOf(card));
      return [card.sendEstimate(await linkEnd(unit, deps.clock))];
    });
