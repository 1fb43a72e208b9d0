import type { StockRow } from '../inventory/reads.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Scope } from '../shared/actor.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';

type OfPart = {
  readonly partId: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string | null;
  readonly unit: string;
  readonly serviceCenterId: string;
};

export type LevelRow = OfPart &
  Pick<StockRow, 'id' | 'onHand' | 'reserved' | 'available' | 'inTransit' | 'averageCost' | 'value' | 'reorderAt' | 'maxLevel' | 'low'>;

/** What all parts of a category at a branch were worth; quantities of different units have no sum. */
export type ValuationRow = {
  readonly serviceCenterId: string;
  readonly category: string | null;
  /** How many parts there were some of. */
  readonly parts: number;
  readonly value: Money;
  readonly inTransitValue: Money;
};

export type UsageRow = OfPart & {
  readonly issued: Quantity;
  readonly returned: Quantity;
  readonly sold: Quantity;
  readonly takenBack: Quantity;
  readonly used: Quantity;
  readonly usedValue: Money;
};

/** The days that a layer has lain, up to and with the last of each. */
export const ageBuckets = ['0-30', '31-90', '91-180', '181-365', '>365'] as const;
export type AgeBucket = { readonly days: (typeof ageBuckets)[number]; readonly quantity: Quantity; readonly value: Money };

export type AgeingRow = OfPart & {
  readonly id: string;
  readonly onHand: Quantity;
  readonly value: Money;
  readonly buckets: readonly AgeBucket[];
};

/** What to order of a part at a branch, or to have sent from another. */
export type ReorderRow = OfPart &
  Pick<StockRow, 'id' | 'onHand' | 'reserved' | 'available' | 'inTransit' | 'reorderAt' | 'maxLevel' | 'low'> & {
    readonly used: Quantity;
    readonly lost: Quantity;
    readonly dailyDemand: Quantity;
    readonly suggested: Quantity;
    readonly surplus: { readonly serviceCenterId: string; readonly quantity: Quantity } | null;
  };

/** What the figures of each report mean (KPI-01), served with it. */
export const stockReports = {
  levels: {
    title: 'Stock levels',
    figures: {
      available: 'on hand − reserved',
      averageCost: 'value ÷ on hand, moving weighted average of the branch',
      low: 'available ≤ reorderAt, which is the least level of the branch, else the reorder level of the part; never for a level of zero',
    },
  },
  valuation: {
    title: 'Stock valuation',
    figures: {
      value: 'what came onto the shelves until the end of the day, less what left them, at cost',
      inTransitValue: 'what was on its way to the branch at the end of the day, at cost',
      parts: 'parts of which there were some on hand',
    },
  },
  usage: {
    title: 'Use of parts',
    figures: {
      used: 'issued to jobs − returned from jobs + sold over the counter − taken back',
      usedValue: 'the same at the cost it left with and came back at',
    },
  },
  reorder: {
    title: 'What to reorder',
    figures: {
      used: 'issued to jobs − returned to the store + sold over the counter − taken back, in the days of the setting inventory.reorder-days, with today; never below zero',
      lost: 'what was asked for in these days and not there, less what whoever asked got of it later',
      dailyDemand: '(used + lost) ÷ days',
      suggested:
        'what jobs wait for and what fills it, beside what is on its way, of pieces whole ones: to the greatest level; else to twice reorderAt, or to what lasts for the days of the setting if that is more; nothing while available > reorderAt > 0',
      surplus: 'the branch that could send most of it: what it has above its greatest level, or else beyond its level, if that is enough',
    },
  },
  ageing: {
    title: 'Ageing of stock',
    figures: {
      buckets: 'what is on hand by the days since it came, the oldest taken to have left first; what a job returns is as old as it was',
      value: 'the value of the balance, shared over the buckets by quantity: they add up to it',
    },
  },
} as const;
export type StockReportKey = keyof typeof stockReports;

export type StockReportFilter = { readonly serviceCenterId?: string | undefined; readonly category?: string | undefined };
export type LevelFilter = StockReportFilter & { readonly below?: 'reorder' | undefined };
export type ValuationFilter = StockReportFilter & {
  readonly date?: BusinessDay | undefined;
  readonly by?: 'category' | 'branch' | undefined;
};
export type UsageFilter = StockReportFilter & { readonly from?: BusinessDay | undefined; readonly to?: BusinessDay | undefined };
export type ReorderFilter = LevelFilter;
export type AgeingFilter = StockReportFilter & { readonly date?: BusinessDay | undefined };

/** Until an instant, exclusive. */
type Until<Filter> = Omit<Filter, 'date' | 'from' | 'to'> & { readonly until: Date };

/** The days whose demand counts, from an instant on, and for how many days a reorder lasts. */
export type DemandWindow = { readonly since: Date; readonly days: number; readonly coverDays: number };

export type StockReportReads = {
  levels(filter: LevelFilter, scope: Scope, page: PageRequest): Promise<Page<LevelRow>>;
  valuation(filter: Until<ValuationFilter>, scope: Scope, page: PageRequest): Promise<Page<ValuationRow>>;
  usage(filter: Until<UsageFilter> & { readonly from: Date }, scope: Scope, page: PageRequest): Promise<Page<UsageRow>>;
  reorder(filter: ReorderFilter & DemandWindow, scope: Scope, page: PageRequest): Promise<Page<ReorderRow>>;
  ageing(filter: Until<AgeingFilter> & { readonly date: BusinessDay }, scope: Scope, page: PageRequest): Promise<Page<AgeingRow>>;
};
