import type { Scope } from '../shared/actor.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Part } from './part.ts';

/** A part with its cost only for who may see it (ACC-06). */
export type PartRow = Omit<Part, 'cost'> & { readonly cost: Money | null };

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

export type PartFilter = {
  readonly sku?: string | undefined;
  readonly category?: string | undefined;
  readonly active?: boolean | undefined;
  /** How the name or the SKU begins, in whatever letters. */
  readonly q?: string | undefined;
};
export type StockFilter = { readonly serviceCenterId?: string | undefined; readonly partId?: string | undefined };

export type InventoryReads = {
  parts(filter: PartFilter, page: PageRequest): Promise<Page<PartRow>>;
  /** @throws DomainError `entity.absent` */
  part(id: string): Promise<Part>;
  stock(filter: StockFilter, scope: Scope, page: PageRequest): Promise<Page<StockRow>>;
};
