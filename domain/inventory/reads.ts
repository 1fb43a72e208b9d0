import type { Scope } from '../shared/actor.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';

export type PartRow = {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string | null;
  readonly hsn: string;
  readonly unit: string;
  readonly unitPrice: Money;
  /** Only for who may see it (ACC-06). */
  readonly cost: Money | null;
  readonly mrp: Money | null;
  readonly reorderLevel: Quantity;
  readonly serialTracked: boolean;
  readonly active: boolean;
};

export type StockRow = {
  readonly id: string;
  readonly partId: string;
  readonly sku: string;
  readonly serviceCenterId: string;
  readonly onHand: Quantity;
  readonly reserved: Quantity;
  readonly available: Quantity;
  readonly inTransit: Quantity;
};

export type PartFilter = { readonly sku?: string | undefined; readonly category?: string | undefined };
export type StockFilter = { readonly serviceCenterId?: string | undefined; readonly partId?: string | undefined };

export type InventoryReads = {
  parts(filter: PartFilter, page: PageRequest): Promise<Page<PartRow>>;
  stock(filter: StockFilter, scope: Scope, page: PageRequest): Promise<Page<StockRow>>;
};
