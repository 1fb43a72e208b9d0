import type { Scope } from '../shared/actor.ts';
import type { Repository } from '../shared/repository.ts';
import type { Part } from './part.ts';
import type { StockItem } from './stock-item.ts';
import type { StockMovement } from './stock-movement.ts';
import type { StockTransfer } from './stock-transfer.ts';

export type Parts = Repository<Part> & {
  /** Those of the ids that exist, in no order. */
  getMany(ids: readonly string[]): Promise<Part[]>;
};

export type StockItems = {
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
};

export type StockMovements = {
  add(movement: StockMovement): void;
  /** What a document moved, in the order that it was moved. */
  ofDocument(type: string, id: string): Promise<readonly StockMovement[]>;
};

/** What moving stock needs of a unit of work. */
export type StockRepositories = { readonly stockItems: StockItems; readonly stockMovements: Pick<StockMovements, 'add'> };

/** A transfer is inside both of its branches. */
export type StockTransfers = Repository<StockTransfer> & {
  /** The next `TR-…` of the sending branch and financial year. Unique; gaps are allowed here, so nobody waits for it. */
  nextNumber(branchCode: string, financialYear: string): Promise<string>;
};
