import type { GoodsReceipts, Serials } from '../inventory/ports.ts';
import { serialKey } from '../inventory/serial-unit.ts';
import { covers } from '../shared/actor.ts';
import { absent } from '../shared/errors.ts';
import type { WorkingTables } from './tables.ts';

export type StockDocuments = { readonly serials: Serials; readonly goodsReceipts: GoodsReceipts };

/** What stock came and went by, and the units of it that have a number of their own. */
export const memoryStockDocuments = ({ serialUnits, goodsReceipts }: WorkingTables): StockDocuments => ({
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
