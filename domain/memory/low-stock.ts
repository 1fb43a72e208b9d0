import type { LowBalance, LowStock } from '../inventory/low-stock.ts';
import type { StockItem } from '../inventory/stock-item.ts';
import type { Part } from '../inventory/part.ts';
import { isMeasured } from '../shared/gst/unit-codes.ts';
import { Quantity } from '../shared/quantity.ts';
import type { WorkingTables } from './tables.ts';

/** Whether a branch is low of a part, and was told. */
export type ToldLow = { readonly id: string; told: boolean };

const keyOf = ({ serviceCenterId, partId }: StockItem): string => `${serviceCenterId} ${partId}`;
const spareOf = (item: StockItem, reorderLevel: Quantity): Quantity => item.available.minus(item.maxLevel ?? item.minLevel ?? reorderLevel);
const atLeast = (least: Quantity, quantity: Quantity): Quantity => (quantity.compare(least) < 0 ? least : quantity);

/** Nobody sells half a piece. */
const orderable = ({ serialTracked, unit }: Part, quantity: Quantity): Quantity =>
  isMeasured(unit) && !serialTracked ? quantity : Quantity.ofThousandths(((quantity.thousandths + 999n) / 1000n) * 1000n);

/** What is low and was told, over the tables as a unit of work sees them. */
export const memoryLowStock = (
  { lowStock, parts, stockItems, serviceCenters }: WorkingTables,
  atEnd: (work: () => void) => void,
): LowStock => {
  const levelOf = (item: StockItem): Quantity => item.minLevel ?? parts.find(item.partId)!.reorderLevel;

  const isTold = (item: StockItem): boolean => lowStock.find(keyOf(item))?.told ?? false;

  const isLow = (item: StockItem): boolean =>
    parts.find(item.partId)!.active &&
    serviceCenters.find(item.serviceCenterId)!.status !== 'INACTIVE' &&
    levelOf(item).isPositive() &&
    item.available.compare(levelOf(item)) <= 0;

  const surplusFor = (low: StockItem, need: Quantity): LowBalance['surplus'] => {
    const { reorderLevel } = parts.find(low.partId)!;
    const [best] = stockItems
      .rows()
      .filter(({ partId, serviceCenterId }) => partId === low.partId && serviceCenterId !== low.serviceCenterId)
      .filter(({ serviceCenterId }) => serviceCenters.find(serviceCenterId)!.status === 'ACTIVE')
      .map((item) => ({ item, quantity: spareOf(item, reorderLevel) }))
      .filter(({ item, quantity }) => quantity.isPositive() && (item.maxLevel !== null || quantity.compare(need) >= 0))
      .toSorted((a, b) => b.quantity.compare(a.quantity));
    return best && need.isPositive() ? { serviceCenterId: best.item.serviceCenterId, quantity: best.quantity } : null;
  };

  const balanceOf = (item: StockItem): LowBalance => {
    const level = levelOf(item);
    const awaited = Quantity.sum(item.reservations.map(({ backordered }) => backordered));
    const target = atLeast(level, item.maxLevel ?? level.plus(level)).plus(awaited);
    const reorder = orderable(parts.find(item.partId)!, atLeast(Quantity.zero, target.minus(item.available).minus(item.inTransit)));
    const { serviceCenterId, partId, available, inTransit } = item;
    const surplus = surplusFor(item, reorder);
    return { stockItemId: item.id, serviceCenterId, partId, sku: parts.find(partId)!.sku, available, inTransit, level, reorder, surplus };
  };

  /** Nobody is told that something is low no more. */
  const forget = (items: readonly StockItem[]): void => {
    for (const item of items.filter((each) => !isLow(each) && isTold(each))) lowStock.note(keyOf(item), (row) => void (row.told = false));
  };

  // Whether it was refilled or its level was lowered.
  atEnd(() => {
    const edited = new Set(parts.changes().map(({ after }) => after.id));
    const moved = stockItems.changes().map(({ after }) => after);
    forget(edited.size === 0 ? moved : [...moved, ...stockItems.rows().filter(({ partId }) => edited.has(partId))]);
  });

  const tell = (items: readonly StockItem[]): LowBalance[] => {
    forget(items);
    const crossed = items.filter((item) => isLow(item) && !isTold(item));
    for (const item of crossed) lowStock.put({ id: keyOf(item), told: true });
    return crossed.map(balanceOf);
  };

  return {
    settle: async (shelves) => {
      const asked = new Set(shelves.flatMap(({ serviceCenterId, partIds }) => partIds.map((partId) => `${serviceCenterId} ${partId}`)));
      return tell(stockItems.rows().filter((item) => asked.has(keyOf(item))));
    },
    sweep: async (most) => {
      const refilled = stockItems.rows().filter((item) => !isLow(item));
      const untold = stockItems.rows().filter((item) => isLow(item) && !isTold(item));
      return tell([...refilled, ...untold.slice(0, most)]);
    },
  };
};
