import type { Parts, StockRepositories } from '../../inventory/ports.ts';
import { type Basket, issueToJob } from '../../inventory/use-cases/move-stock.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type IssueParts = ToJobCard & { readonly items: Basket };

/**
 * Hands parts from the branch's store to the job, all or none. A part that is on no approved estimate is issued, but will
 * not be billed (JOB-06). One that is discontinued can still leave (STK-10).
 * @throws DomainError `parts.refused`, `stock.insufficient`, `entity.absent` for an unknown part
 */
export const issueParts =
  (deps: ChangeDeps<{ parts: Parts } & StockRepositories>) =>
  (command: IssueParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, { parts, stockItems, stockMovements }) => {
      permit(actor, 'parts.issue', factsOf(card));
      card.refusePartsUnlessMovable();
      const catalogue = new Map(
        (await parts.getMany([...new Set(command.items.map((item) => item.partId))])).map((part) => [part.id, part]),
      );
      refuseBadItems(command.items, catalogue);
      const order = { serviceCenterId: card.serviceCenterId, jobCardId: card.id, basket: command.items };
      const moved = await issueToJob(deps)({ stockItems, stockMovements }, order, actor, reach(actor, 'parts.issue'));
      return [
        card.partsIssued(
          moved.map((item) => ({ ...item, description: catalogue.get(item.partId)!.name })),
          by.ids,
        ),
      ];
    });

const refuseBadItems = (items: Basket, catalogue: ReadonlyMap<string, { readonly serialTracked: boolean; readonly sku: string }>): void => {
  for (const { partId, quantity } of items) {
    const part = catalogue.get(partId);
    if (!part) throw absent('part');
    if (!quantity.isPositive()) throw new DomainError('quantity.malformed', `The quantity of ${part.sku} has to be more than zero.`);
    if (part.serialTracked && quantity.thousandths % 1000n !== 0n)
      throw new DomainError('quantity.malformed', `${part.sku} is tracked by serial number and moves by whole units.`);
  }
};
