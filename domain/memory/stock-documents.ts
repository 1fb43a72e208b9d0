import type { GoodsReceipts, Serials, StockAdjustments, StockCounts } from '../inventory/ports.ts';
import { serialKey } from '../inventory/serial-unit.ts';
import { covers } from '../shared/actor.ts';
import { absent } from '../shared/errors.ts';
import type { WorkingTables } from './tables.ts';

type Rooted = { readonly stockCounts: StockCounts };
export type StockDocuments = Rooted & {
  readonly serials: Serials;
  readonly goodsReceipts: GoodsReceipts;
  readonly stockAdjustments: StockAdjustments;
};

/** What stock came and went by, and the units of it that have a number of their own. */
export const memoryStockDocuments = (
  { serialUnits, goodsReceipts, stockAdjustments }: WorkingTables,
  { stockCounts }: Rooted,
): StockDocuments => ({
  stockCounts,
  stockAdjustments: {
    find: async (id, scope) => {
      const found = stockAdjustments.find(id);
      return found && covers(scope, found.serviceCenterId) ? found : undefined;
    },
    add: (adjustment) => stockAdjustments.add(adjustment),
  },
  serials: {
    lock: async (partId, serials) => {
      const asked = new Set(serials.map(serialKey));
      const found = serialUnits.rows().filter((unit) => unit.partId === partId && asked.has(serialKey(unit.serial)));
      return found.map(({ id }) => serialUnits.find(id)!);
    },
    at: async (partId, place) => {
      const found = serialUnits.rows().filter((unit) => unit.partId === partId && unit.isAt(place));
      return found.map(({ id }) => serialUnits.find(id)!);
    },
    allAt: async (place) => {
      const found = serialUnits.rows().filter((unit) => unit.isAt(place));
      return found.toSorted((one, other) => (one.partId < other.partId ? -1 : 1)).map(({ id }) => serialUnits.find(id)!);
    },
    add: (unit) => serialUnits.add(unit),
  },
  goodsReceipts: {
    get: async (id, scope) => {
      const receipt = goodsReceipts.find(id);
      if (!receipt || !covers(scope, receipt.serviceCenterId)) throw absent('goods receipt');
      return receipt;
    },
    add: (receipt) => goodsReceipts.add(receipt),
  },
});
