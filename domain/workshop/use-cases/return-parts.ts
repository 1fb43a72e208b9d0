import type { Parts, StockRepositories } from '../../inventory/ports.ts';
import { moveEachSerial, refuseUnfitItems } from '../../inventory/use-cases/move-serials.ts';
import { placeOf, type ReturnCondition, returnFromJob } from '../../inventory/use-cases/return-from-job.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';
import { namedParts } from './named-parts.ts';

export type ReturnParts = ToJobCard & {
  readonly items: readonly {
    readonly partId: string;
    readonly quantity: Quantity;
    /** What is damaged goes to the scrap heap; good unless said otherwise. */
    readonly condition?: ReturnCondition | undefined;
    /** Which units, of a part that is tracked by serial number. */
    readonly serials?: readonly string[] | undefined;
  }[];
};

/**
 * Brings issued parts back, at exactly the cost they were issued at: into the store, or, damaged, to the scrap heap.
 * @throws DomainError `parts.refused` for more than is on the job, `serial.refused` for units that are not on it (STK-04), `entity.absent`,
 * `quantity.malformed`
 */
export const returnParts =
  (deps: ChangeDeps<{ parts: Parts } & StockRepositories>) =>
  (command: ReturnParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, _, unit) => {
      permit(actor, 'parts.return', factsOf(card));
      card.refusePartsUnlessMovable();
      const catalogue = await namedParts(unit.parts, command.items);
      refuseUnfitItems(catalogue, command.items);
      const items = command.items.map((item) => ({ ...item, condition: item.condition ?? ('GOOD' as const) }));
      const returned = card.giveBackParts(items).map((moved, index) => ({ ...moved, condition: items[index]!.condition }));
      const place = { serviceCenterId: card.serviceCenterId, jobCardId: card.id };
      const held = await returnFromJob(deps)(unit, place, returned, actor);
      const from = { type: 'JOB', id: card.id } as const;
      const journeys = items.map(({ partId, condition, ...item }) => ({
        ...{ part: catalogue.get(partId)!, ...item, from, to: placeOf(condition, card.serviceCenterId) },
      }));
      await moveEachSerial(deps)(unit, journeys);
      card.lookAgain(
        returned.filter(({ condition }) => condition === 'GOOD').map(({ partId }) => partId),
        held,
      );
      return [card.partsReturned(items)];
    });
