import type { Parts, StockRepositories } from '../../inventory/ports.ts';
import { moveEachSerial, refuseUnfitItems } from '../../inventory/use-cases/move-serials.ts';
import { issueToJob } from '../../inventory/use-cases/move-stock.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';
import { namedParts } from './named-parts.ts';

export type IssueParts = ToJobCard & {
  readonly items: readonly {
    readonly partId: string;
    readonly quantity: Quantity;
    /** Which units, of a part that is tracked by serial number. */
    readonly serials?: readonly string[] | undefined;
  }[];
};

/**
 * Hands parts from the branch's store to the job, all or none, and of each first what is reserved for it (STK-07). A part that is on no
 * approved estimate is issued, but will not be billed (JOB-06). One that is discontinued can still leave (STK-10), and one that is tracked
 * by serial number goes by the units that are named (STK-04).
 * @throws DomainError `parts.refused`, `stock.insufficient`, `serial.refused`, `entity.absent` for an unknown part
 */
export const issueParts =
  (deps: ChangeDeps<{ parts: Parts } & StockRepositories>) =>
  (command: IssueParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, { ids }, unit) => {
      permit(actor, 'parts.issue', factsOf(card));
      card.refusePartsUnlessMovable();
      const catalogue = await namedParts(unit.parts, command.items);
      refuseUnfitItems(catalogue, command.items);
      const order = { serviceCenterId: card.serviceCenterId, jobCardId: card.id, basket: command.items };
      const { moved, held } = await issueToJob(deps)(unit, order, actor, reach(actor, 'parts.issue'));
      const way = { from: { type: 'STORE', id: card.serviceCenterId }, to: { type: 'JOB', id: card.id } } as const;
      const journeys = command.items.map(({ partId, ...item }) => ({ part: catalogue.get(partId)!, ...item, ...way }));
      await moveEachSerial(deps)(unit, journeys);
      card.lookAgain(
        moved.map(({ partId }) => partId),
        held,
      );
      return [
        card.partsIssued(
          moved.map((item) => ({
            ...item,
            description: catalogue.get(item.partId)!.name,
            serials: command.items.flatMap(({ partId, serials = [] }) => (partId === item.partId ? serials : [])),
          })),
          ids,
        ),
      ];
    });
