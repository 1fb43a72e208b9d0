import { DomainError } from '../shared/errors.ts';
import type { LostDemandSource } from './lost-demand.ts';

export type Shortage = { readonly partId: string; readonly requested: string; readonly available: string };

/** Who asked for it, where, and what of it nobody had asked for before. */
export type Demand = {
  readonly serviceCenterId: string;
  readonly sourceType: LostDemandSource;
  readonly sourceId: string;
  readonly asked: readonly Shortage[];
};

/**
 * STK-03: what cannot be met is refused, with what there is. Once everything that was tried is undone, `noteLostDemand` keeps that it
 * was asked for (DEM-01).
 */
export class StockShort extends DomainError {
  readonly shortages: readonly Shortage[];
  readonly demand: Demand | undefined;

  constructor(shortages: readonly Shortage[], demand?: Demand) {
    super('stock.insufficient', sentence(shortages), { shortages });
    this.shortages = shortages;
    this.demand = demand;
  }
}

const sentence = (shortages: readonly Shortage[]): string =>
  shortages.length === 1
    ? `Only ${shortages[0]?.available} available, ${shortages[0]?.requested} asked for.`
    : `${shortages.length} parts are short.`;

export const shortage = (shortages: readonly Shortage[], demand?: Demand): StockShort => new StockShort(shortages, demand);
