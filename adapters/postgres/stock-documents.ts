import { GoodsReceipt } from '@dms/domain/inventory/goods-receipt';
import type { GoodsReceipts, Serials } from '@dms/domain/inventory/ports';
import { serialKey, SerialUnit } from '@dms/domain/inventory/serial-unit';
import type { AggregateStore } from './aggregate-store.ts';

export type StockDocuments = { readonly serials: Serials; readonly goodsReceipts: GoodsReceipts };

/** What stock came and went by, and the units of it that have a number of their own. */
export const postgresStockDocuments = (store: AggregateStore): StockDocuments => ({
  serials: {
    lock: (partId, serials) =>
      store.find(SerialUnit, 'r.part_id = $1 and upper(r.serial) = any($2) order by r.id', [partId, serials.map(serialKey)], true),
    at: (partId, { type, id }) =>
      store.find(SerialUnit, 'r.part_id = $1 and r.location_type = $2 and r.location_id is not distinct from $3 order by r.id', [
        partId,
        type,
        id,
      ]),
    add: (unit) => store.add(unit),
  },
  goodsReceipts: {
    get: (id, scope) => store.get(GoodsReceipt, id, scope),
    add: (receipt) => store.add(receipt),
  },
});
