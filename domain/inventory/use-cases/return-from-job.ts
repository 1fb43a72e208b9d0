import { type Actor, everywhere } from '../../shared/actor.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { StockBooks } from '../ports.ts';
import type { Location } from '../stock-movement.ts';
import type { Held } from '../ports.ts';
import { heldFor } from './hold-for-job.ts';
import { type Moved, movement } from './move-stock.ts';

export const returnConditions = ['GOOD', 'DAMAGED'] as const;
export type ReturnCondition = (typeof returnConditions)[number];
export type Returned = Moved & { readonly condition: ReturnCondition };

/** Where returned goods go: only what is good can be used again. */
const places: Readonly<Record<ReturnCondition, (serviceCenterId: string) => Location>> = {
  GOOD: (id) => ({ type: 'STORE', id }),
  DAMAGED: () => ({ type: 'SCRAP', id: null }),
};

export const placeOf = (condition: ReturnCondition, serviceCenterId: string): Location => places[condition](serviceCenterId);

/** From the job back to the store, at the cost it was issued at, or to the scrap heap. Who waits for it has it reserved at once. */
export const returnFromJob =
  (deps: { readonly clock: Clock; readonly ids: Ids }) =>
  async (
    { stockItems, stockMovements }: StockBooks,
    { serviceCenterId, jobCardId }: { readonly serviceCenterId: string; readonly jobCardId: string },
    returned: readonly Returned[],
    actor: Actor,
  ): Promise<Held[]> => {
    const good = returned.filter(({ condition }) => condition === 'GOOD').map(({ partId }) => partId);
    const items = good.length === 0 ? [] : await stockItems.lock(serviceCenterId, [...new Set(good)].toSorted(), everywhere);
    const balances = new Map(items.map((item) => [item.partId, item]));
    const at = { serviceCenterId, document: { type: 'JobCard', id: jobCardId }, actor };
    for (const { partId, quantity, value, condition } of returned) {
      if (condition === 'GOOD') balances.get(partId)!.receive(quantity, value);
      const from: Location = { type: 'JOB', id: jobCardId };
      stockMovements.add(movement(deps, { partId, quantity, value, from, to: placeOf(condition, serviceCenterId) }, at));
    }
    return heldFor(items, jobCardId);
  };
