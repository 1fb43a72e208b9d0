import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { EditableFields, JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type EditJobCard = ToJobCard & EditableFields;

/**
 * Changes what is promised, how urgent it is, and what it is about.
 * @throws DomainError `job.transition` once the vehicle is delivered
 */
export const editJobCard =
  (deps: ChangeDeps<object>) =>
  ({ jobCardId, version, ...fields }: EditJobCard, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)({ jobCardId, version }, actor, (card) => {
      permit(actor, 'job.edit', factsOf(card));
      return card.edit(fields);
    });
