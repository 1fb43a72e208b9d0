import type { Parts, StockRepositories } from '../../inventory/ports.ts';
import { type Basket, issueToJob } from '../../inventory/use-cases/move-stock.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';
import { namedParts } from './named-parts.ts';

export type IssueParts = ToJobCard & { readonly items: Basket };

/**
 * Hands parts from the branch's store to the job, all or none, and of each first what is reserved for it (STK-07). A part that is on no
 * approved estimate is issued, but will not be billed (JOB-06). One that is discontinued can still leave (STK-10).
 * @throws DomainError `parts.refused`, `stock.insufficient`, `entity.absent` for an unknown part
 */
export const issueParts =
  (deps: ChangeDeps<{ parts: Parts } & StockRepositories>) =>
  (command: IssueParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, { ids }, { parts, stockItems, stockMovements }) => {
      permit(actor, 'parts.issue', factsOf(card));
      card.refusePartsUnlessMovable();
      const catalogue = await namedParts(parts, command.items);
      const order = { serviceCenterId: card.serviceCenterId, jobCardId: card.id, basket: command.items };
      const { moved, held } = await issueToJob(deps)({ stockItems, stockMovements }, order, actor, reach(actor, 'parts.issue'));
      card.lookAgain(
        moved.map(({ partId }) => partId),
        held,
      );
      return [
        card.partsIssued(
          moved.map((item) => ({ ...item, description: catalogue.get(item.partId)!.name })),
          ids,
        ),
      ];
    });
