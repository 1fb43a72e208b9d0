import type { New } from '../shared/entity.ts';
import type { Quantity } from '../shared/quantity.ts';

export const lostDemandSources = ['JobCard', 'StockTransfer'] as const;
export type LostDemandSource = (typeof lostDemandSources)[number];

/**
 * DEM-01: demand that stock could not meet, as it was when it was asked for. Of a request that waits, `met` is what was there at once;
 * what was refused as a whole met nothing. Written once: what comes later does not undo that it was missing.
 */
export class LostDemand {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly partId!: string;
  readonly requested!: Quantity;
  readonly available!: Quantity;
  readonly met!: Quantity;
  readonly sourceType!: LostDemandSource;
  readonly sourceId!: string;
  /** What was asked when: the same request sent again is not more demand. */
  readonly occasion!: string;
  readonly askedAt!: Date;
  readonly askedBy: string | null = null;

  constructor(fields: New<LostDemand, Exclude<keyof LostDemand, 'askedBy'>>) {
    Object.assign(this, fields);
  }
}
