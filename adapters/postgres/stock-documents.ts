import { GoodsReceipt } from '@dms/domain/inventory/goods-receipt';
import type { GoodsReceipts, Serials, StockAdjustments, StockCounts } from '@dms/domain/inventory/ports';
import { serialKey, SerialUnit } from '@dms/domain/inventory/serial-unit';
import { StockAdjustment } from '@dms/domain/inventory/stock-adjustment';
import type { Scope } from '@dms/domain/shared/actor';
import type { AggregateStore } from './aggregate-store.ts';

type Rooted = { readonly stockCounts: StockCounts };
export type StockDocuments = Rooted & {
  readonly serials: Serials;
  readonly goodsReceipts: GoodsReceipts;
  readonly stockAdjustments: StockAdjustments;
};

const branchesOf = (scope: Scope): readonly string[] | null => (scope.kind === 'all' ? null : scope.ids);

/** What stock came and went by, and the units of it that have a number of their own. */
export const postgresStockDocuments = (store: AggregateStore, { stockCounts }: Rooted): StockDocuments => ({
  stockCounts,
  stockAdjustments: {
    find: async (id, scope) =>
      (
        await store.find(StockAdjustment, 'r.id = $1 and ($2::uuid[] is null or r.service_center_id = any($2))', [id, branchesOf(scope)])
      )[0],
    add: (adjustment) => store.add(adjustment),
  },
  serials: {
    lock: (partId, serials) =>
      store.find(SerialUnit, 'r.part_id = $1 and upper(r.serial) = any($2) order by r.id', [partId, serials.map(serialKey)], true),
    at: (partId, { type, id }) =>
      store.find(SerialUnit, 'r.part_id = $1 and r.location_type = $2 and r.location_id is not distinct from $3 order by r.id', [
        partId,
        type,
        id,
      ]),
    allAt: ({ type, id }) =>
      store.find(SerialUnit, 'r.location_type = $1 and r.location_id is not distinct from $2 order by r.part_id, r.id', [type, id]),
    add: (unit) => store.add(unit),
  },
  goodsReceipts: {
    get: (id, scope) => store.get(GoodsReceipt, id, scope),
    add: (receipt) => store.add(receipt),
  },
});
