import { decide } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { InventoryReads, PartFilter, PartRow, StockFilter, StockRow } from '../reads.ts';

type Deps = { readonly inventoryReads: InventoryReads };

/** What a part costs is told to who may know it at any of their own branches (ACC-06). */
const seesCost = (actor: Actor): boolean => decide(actor, 'part.cost', { serviceCenterIds: actor.serviceCenterIds }).outcome === 'allowed';

/** A part as the actor may see it. */
export const shownTo = (part: PartRow, actor: Actor): PartRow => (seesCost(actor) ? part : { ...part, cost: null });

/** The catalogue, which is one for all branches. */
export const listParts =
  ({ inventoryReads }: Deps) =>
  async (filter: PartFilter, page: PageRequest, actor: Actor): Promise<Page<PartRow>> => {
    const found = await inventoryReads.parts(filter, page);
    return { ...found, data: found.data.map((part) => shownTo(part, actor)) };
  };

/** @throws DomainError `entity.absent` */
export const readPart =
  ({ inventoryReads }: Deps) =>
  async (partId: string, actor: Actor): Promise<PartRow> =>
    shownTo(await inventoryReads.part(partId), actor);

/** Balances: every branch's where stock may be borrowed from, else the actor's own. */
export const listStock =
  ({ inventoryReads }: Deps) =>
  (filter: StockFilter, page: PageRequest, actor: Actor): Promise<Page<StockRow>> =>
    inventoryReads.stock(filter, reach(actor, 'stock.read'), page);

/** @throws DomainError `entity.absent` */
export const readStockItem =
  ({ inventoryReads }: Deps) =>
  (stockItemId: string, actor: Actor): Promise<StockRow> =>
    inventoryReads.stockItem(stockItemId, reach(actor, 'stock.read'));
