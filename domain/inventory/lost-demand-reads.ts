import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { LostDemandSource } from './lost-demand.ts';

export type LostDemandRow = {
  readonly id: string;
  readonly serviceCenterId: string;
  readonly partId: string;
  readonly sku: string;
  readonly requested: Quantity;
  readonly available: Quantity;
  readonly met: Quantity;
  readonly sourceType: LostDemandSource;
  readonly sourceId: string;
  readonly askedAt: Date;
  readonly askedBy: string | null;
};

export type LostDemandFilter = {
  readonly serviceCenterId?: string | undefined;
  readonly partId?: string | undefined;
  readonly sourceType?: LostDemandSource | undefined;
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

export type LostDemandReads = { lostDemand(filter: LostDemandFilter, scope: Scope, page: PageRequest): Promise<Page<LostDemandRow>> };
