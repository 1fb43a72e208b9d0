import type { Clock } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { type LowStock, type Shelf, stockLow } from '../low-stock.ts';
import type { StockItems } from '../ports.ts';
import type { StockItem } from '../stock-item.ts';

type Unit = { readonly stockItems: StockItems; readonly lowStock: LowStock };
type Watched = Map<StockItem, { readonly availableBefore: string }>;

/** Balances are changed under their lock and by no other way, so this sees them all. */
const watching = (stockItems: StockItems, watched: Watched): StockItems => {
  const note = (item: StockItem): StockItem => {
    if (!watched.has(item)) watched.set(item, { availableBefore: item.available.toString() });
    return item;
  };
  return {
    ...stockItems,
    add: (item) => stockItems.add(note(item)),
    lock: async (...asked) => (await stockItems.lock(...asked)).map(note),
    getForChange: async (...asked) => note(await stockItems.getForChange(...asked)),
  };
};

const movedShelves = (watched: Watched): Shelf[] => {
  const moved = [...watched].filter(([item, { availableBefore }]) => item.available.toString() !== availableBefore).map(([item]) => item);
  return [...Map.groupBy(moved, ({ serviceCenterId }) => serviceCenterId)].map(([serviceCenterId, items]) => ({
    serviceCenterId,
    partIds: items.map(({ partId }) => partId),
  }));
};

const tellCrossings = async (unit: Unit & Recording, watched: Watched, now: Date): Promise<void> => {
  const shelves = movedShelves(watched);
  if (shelves.length === 0) return;
  await unit.flush();
  unit.record(...(await unit.lowStock.settle(shelves, now)).map(stockLow));
};

/**
 * The unit of work, which tells of stock that its work left low, in the same transaction (LOW-01). The one place: whatever moves stock,
 * now or later, locks its balance through this.
 */
export const watchingStock =
  <Repositories extends Unit>(transact: Transact<Repositories>, { clock }: { readonly clock: Clock }): Transact<Repositories> =>
  (actor, work) =>
    transact(actor, async (unit) => {
      const watched: Watched = new Map();
      const result = await work({ ...unit, stockItems: watching(unit.stockItems, watched) });
      await tellCrossings(unit, watched, clock.now());
      return result;
    });
