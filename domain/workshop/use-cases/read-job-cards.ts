import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import type { JobCardFilter, JobCardRow, WorkshopReads } from '../reads.ts';
import { factsOf } from './job-facts.ts';

type Deps = { readonly workshopReads: WorkshopReads };

/** The cards of the actor's branches; an engineer's are those assigned to them. */
export const listJobCards =
  ({ workshopReads }: Deps) =>
  (filter: JobCardFilter, page: PageRequest, actor: Actor): Promise<Page<JobCardRow>> => {
    const own = scopeOf(actor, 'job.read').kind === 'own' ? (actor.userId ?? undefined) : undefined;
    return workshopReads.jobCards(filter, reach(actor, 'job.read'), page, own);
  };

/** @throws DomainError `entity.absent`, `access.denied` for a card of somebody else's where only one's own may be read */
export const readJobCard =
  ({ workshopReads }: Deps) =>
  async (jobCardId: string, actor: Actor): Promise<JobCard> => {
    const card = await workshopReads.jobCard(jobCardId, reach(actor, 'job.read'));
    permit(actor, 'job.read', factsOf(card));
    return card;
  };
