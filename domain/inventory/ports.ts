import type { Scope } from '../shared/actor.ts';
import type { Repository } from '../shared/repository.ts';
import type { LostDemand } from './lost-demand.ts';
import type { BadMovement, JobLine, LedgerLine } from './ledger-faults.ts';
import type { OpeningStock } from './opening-stock.ts';
import type { Part } from './part.ts';
import type { Reservation } from './reservation.ts';
import type { GoodsReceipt } from './goods-receipt.ts';
import type { SerialUnit } from './serial-unit.ts';
import type { StockAdjustment } from './stock-adjustment.ts';
import type { StockCount } from './stock-count.ts';
import type { StockItem } from './stock-item.ts';
import type { Location, StockMovement } from './stock-movement.ts';
import type { StockTransfer } from './stock-transfer.ts';

export type Parts = Repository<Part> & {
  /** Those of the ids that exist, in no order. */
  getMany(ids: readonly string[]): Promise<Part[]>;
  /** Those with one of these SKUs, given in capital letters, locked in the order of their ids. */
  lockBySku(skus: readonly string[]): Promise<Part[]>;
  /** As `getMany`, and none of them is edited until this unit ends. Asked before stock is locked. */
  getSteady(ids: readonly string[]): Promise<Part[]>;
};

export type StockItems = Pick<Repository<StockItem>, 'get' | 'getForChange'> & {
  /**
   * The balances of these parts at one branch, locked in the order of part ids whatever order was asked for, so that two
   * baskets never wait for each other (STK-03). A part that was never there has no row.
   */
  lock(serviceCenterId: string, partIds: readonly string[], scope: Scope): Promise<StockItem[]>;
  add(item: StockItem): void;
  /**
   * Keeps those of the balances, all of one branch, for whose part it has none yet. Somebody who does the same at this moment is waited
   * for, so that neither hears of the other. Given in the order of part ids, and before they are locked.
   */
  open(items: readonly StockItem[]): Promise<void>;
  /** Whether any of the part is in a store, on its way to one, or on a job. */
  isStocked(partId: string): Promise<boolean>;
};

/** What a job sees of its reservation of a part: so much is held for it, and for so much it waits (STK-07). */
export type Held = Pick<Reservation, 'partId' | 'reserved' | 'backordered'> & Partial<Pick<Reservation, 'askedAt'>>;

/** Demand that stock could not meet (DEM-01). */
export type LostDemands = {
  /** Whether what was asked for then is kept already: the same request sent again is not more demand. */
  isKept(occasion: string): Promise<boolean>;
  /** Keeps it, once for each occasion and part. */
  keep(lost: readonly LostDemand[]): Promise<void>;
};

export type StockMovements = { add(movement: StockMovement): void };

/** The units of parts that are tracked by serial number: where each of them is now (STK-04). */
export type Serials = {
  /** Those of the serials of a part that are known, without regard to case, locked in one order. */
  lock(partId: string, serials: readonly string[]): Promise<SerialUnit[]>;
  /** Those of a part that are in one place. */
  at(partId: string, place: Location): Promise<SerialUnit[]>;
  /** All that are in one place, of whatever part, in the order of part ids. Who changes them holds a lock on the place. */
  allAt(place: Location): Promise<SerialUnit[]>;
  add(unit: SerialUnit): void;
};

/** Goods receipts, as they were taken down. */
export type GoodsReceipts = Pick<Repository<GoodsReceipt>, 'get' | 'add'>;

/** What branches began with. */
export type OpeningStocks = {
  of(partIds: readonly string[]): Promise<readonly OpeningStock[]>;
  add(openings: readonly OpeningStock[]): void;
};

/** Adjustments that are posted. What waits is its approval. */
export type StockAdjustments = {
  find(id: string, scope: Scope): Promise<StockAdjustment | undefined>;
  add(adjustment: StockAdjustment): void;
};

/** Counts of the shelves, with what was found. */
export type StockCounts = Repository<StockCount>;

/** What moving stock needs of a unit of work. */
export type StockRepositories = StockBooks & { readonly serials: Serials };

/** Balances, and what they are the projection of. */
export type StockBooks = { readonly stockItems: StockItems; readonly stockMovements: StockMovements };

/** A transfer is inside both of its branches. */
export type StockTransfers = Repository<StockTransfer> & {
  /** The next `TR-…` of the sending branch and financial year. Unique; gaps are allowed here, so nobody waits for it. */
  nextNumber(branchCode: string, financialYear: string): Promise<string>;
};

/** All movements and balances as they stood at one instant, a piece at a time. */
export type LedgerSnapshot = {
  /** Every part at every branch that keeps a balance of it or moved it. */
  lines(): AsyncIterable<LedgerLine>;
  /** Every part on every job that it was issued to. */
  jobs(): AsyncIterable<JobLine>;
  badMovements(): AsyncIterable<BadMovement>;
  /** How many there are. */
  movements(): Promise<number>;
};

export type StockLedger = { inspect<Result>(work: (ledger: LedgerSnapshot) => Promise<Result>): Promise<Result> };
