import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { LostDemandFilter, LostDemandReads, LostDemandRow } from '../lost-demand-reads.ts';

/** Demand that stock could not meet, newest first (DEM-01). */
export const listLostDemand =
  ({ lostDemandReads }: { readonly lostDemandReads: LostDemandReads }) =>
  (filter: LostDemandFilter, page: PageRequest, actor: Actor): Promise<Page<LostDemandRow>> =>
    lostDemandReads.lostDemand(filter, reach(actor, 'stock.read'), page);
