import { decide } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { InventoryReads, PartFilter, PartRow, StockFilter, StockRow } from '../reads.ts';

type Deps = { readonly inventoryReads: InventoryReads };

/** The catalogue, which is one for all branches. What a part costs is told to who may know it at any of their own (ACC-06). */
export const listParts =
  ({ inventoryReads }: Deps) =>
  async (filter: PartFilter, page: PageRequest, actor: Actor): Promise<Page<PartRow>> => {
    const found = await inventoryReads.parts(filter, page);
    const seesCost = decide(actor, 'part.cost', { serviceCenterIds: actor.serviceCenterIds }).outcome === 'allowed';
    return seesCost ? found : { ...found, data: found.data.map((part) => ({ ...part, cost: null })) };
  };

/** Balances: every branch's where stock may be borrowed from, else the actor's own. */
export const listStock =
  ({ inventoryReads }: Deps) =>
  (filter: StockFilter, page: PageRequest, actor: Actor): Promise<Page<StockRow>> =>
    inventoryReads.stock(filter, reach(actor, 'stock.read'), page);
