import type { Actor } from '../../shared/actor.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { StockItems } from '../ports.ts';
import type { StockItem } from '../stock-item.ts';
import { stockLevelsSet } from '../stock-events.ts';

export type SetStockLevels = {
  readonly stockItemId: string;
  /** Null for the part's own reorder level. */
  readonly minLevel?: Quantity | null | undefined;
  /** Null for none. */
  readonly maxLevel?: Quantity | null | undefined;
  readonly version?: number | undefined;
};

/**
 * Says from when on a branch is told that it runs short of a part, and up to what it is filled (STK-09).
 * @throws DomainError `entity.absent`, `version.stale`, `request.invalid` for a least level above the greatest, `access.denied`
 */
export const setStockLevels =
  ({ transact }: { readonly transact: Transact<{ readonly stockItems: StockItems }> }) =>
  ({ stockItemId, minLevel, maxLevel, version }: SetStockLevels, actor: Actor): Promise<StockItem> =>
    transact(actor, async ({ stockItems, record }) => {
      // Everybody may see every branch's stock, so who may not set its levels is told so.
      const item = await stockItems.getForChange(stockItemId, reach(actor, 'stock.read'));
      permit(actor, 'stock.edit-levels', { serviceCenterId: item.serviceCenterId });
      expectVersion(item, version);
      if (item.setLevels({ minLevel, maxLevel })) record(stockLevelsSet(item));
      return item;
    });
