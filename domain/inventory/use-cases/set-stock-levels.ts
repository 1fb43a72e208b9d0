import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Parts, StockItems } from '../ports.ts';
import { StockItem } from '../stock-item.ts';
import { stockLevelsSet } from '../stock-events.ts';
import { refuseClosed } from './create-transfer.ts';

type Levels = {
  /** Null for the part's own reorder level. */
  readonly minLevel?: Quantity | null | undefined;
  /** Null for none. */
  readonly maxLevel?: Quantity | null | undefined;
};
export type SetStockLevels = Levels & { readonly stockItemId: string; readonly version?: number | undefined };
export type SetLevelsOfPart = Levels & { readonly serviceCenterId: string; readonly partId: string };

type Unit = { readonly stockItems: StockItems; readonly parts: Parts };

/**
 * Says from when on a branch is told that it runs short of a part, and up to what it is filled (STK-09).
 * @throws DomainError `entity.absent`, `version.stale`, `request.invalid` for a greatest level below the least, `access.denied`
 */
export const setStockLevels =
  ({ transact }: { readonly transact: Transact<Unit> }) =>
  ({ stockItemId, version, ...levels }: SetStockLevels, actor: Actor): Promise<StockItem> =>
    transact(actor, async (unit) => {
      // Everybody may see every branch's stock, so who may not set its levels is told so.
      const item = await unit.stockItems.getForChange(stockItemId, reach(actor, 'stock.read'));
      permit(actor, 'stock.edit-levels', { serviceCenterId: item.serviceCenterId });
      expectVersion(item, version);
      const { changed } = await setOn(unit, item, levels);
      if (changed) unit.record(stockLevelsSet(item));
      return item;
    });

/**
 * The same by branch and part: for one that the branch never had, whose balance begins with it.
 * @throws DomainError `entity.absent`, `service_center.closed`, `request.invalid`, `access.denied`
 */
export const setLevelsOfPart =
  ({ transact, ids }: { readonly transact: Transact<Unit & { readonly serviceCenters: ServiceCenters }>; readonly ids: Ids }) =>
  ({ serviceCenterId, partId, ...levels }: SetLevelsOfPart, actor: Actor): Promise<StockItem> => {
    permit(actor, 'stock.edit-levels', { serviceCenterId });
    return transact(actor, async (unit) => {
      const scope = reach(actor, 'stock.edit-levels');
      refuseClosed(await unit.serviceCenters.get(serviceCenterId, scope));
      if ((await unit.parts.getSteady([partId])).length === 0) throw absent('part');
      await unit.stockItems.open([new StockItem({ id: ids.next(), serviceCenterId, partId })]);
      const [item] = await unit.stockItems.lock(serviceCenterId, [partId], scope);
      await setOn(unit, item!, levels);
      unit.record(stockLevelsSet(item!));
      return item!;
    });
  };

const setOn = async ({ parts }: Unit, item: StockItem, levels: Levels): Promise<{ readonly changed: boolean }> => {
  const [part] = await parts.getMany([item.partId]);
  return { changed: item.setLevels(levels, part!.reorderLevel) };
};
