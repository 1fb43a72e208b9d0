import type { Scope } from '../shared/actor.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Part } from './part.ts';
import type { Location } from './stock-movement.ts';

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
  /** The moving weighted average cost of one unit, and what all that is on hand cost (STK-05). */
  readonly averageCost: Money;
  readonly value: Money;
  readonly minLevel: Quantity | null;
  readonly maxLevel: Quantity | null;
  /** The branch's least level, else the part's reorder level (STK-09). */
  readonly reorderAt: Quantity;
  /** Whether no more is available than `reorderAt`. A level of zero asks for nothing. */
  readonly low: boolean;
  readonly version: number;
};

/** A balance as it was at an instant. Reservations are no movements, so what was reserved then is not in it. */
export type PastStockRow = Pick<StockRow, 'id' | 'partId' | 'sku' | 'serviceCenterId' | 'onHand' | 'inTransit' | 'averageCost' | 'value'>;

export type MovementRow = {
  readonly id: string;
  readonly partId: string;
  readonly from: Location;
  readonly to: Location;
  readonly quantity: Quantity;
  readonly unitCost: Money;
  readonly value: Money;
  readonly document: { readonly type: string; readonly id: string };
  /** The branch whose books it is in: what comes onto a shelf or leaves it is in the books of that branch. */
  readonly serviceCenterId: string;
  readonly at: Date;
  readonly by: string | null;
};

export type PartFilter = {
  readonly sku?: string | undefined;
  readonly category?: string | undefined;
  readonly active?: boolean | undefined;
  /** How the name or the SKU begins, in whatever letters. */
  readonly q?: string | undefined;
};
type PlaceAndPart = { readonly serviceCenterId?: string | undefined; readonly partId?: string | undefined };
export type StockFilter = PlaceAndPart & { readonly below?: 'reorder' | undefined };
export type PastStockFilter = PlaceAndPart & { readonly at: Date };
export type MovementFilter = PlaceAndPart & {
  readonly documentType?: string | undefined;
  readonly documentId?: string | undefined;
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

export type InventoryReads = {
  parts(filter: PartFilter, page: PageRequest): Promise<Page<PartRow>>;
  /** @throws DomainError `entity.absent` */
  part(id: string): Promise<Part>;
  stock(filter: StockFilter, scope: Scope, page: PageRequest): Promise<Page<StockRow>>;
  /** @throws DomainError `entity.absent` */
  stockItem(id: string, scope: Scope): Promise<StockRow>;
};

/** What the movements tell (STK-01, STK-05). */
export type LedgerReads = {
  movements(filter: MovementFilter, scope: Scope, page: PageRequest): Promise<Page<MovementRow>>;
  /** Folded from all movements up to and with the instant, of each part that a branch has or had. */
  stockAsOf(filter: PastStockFilter, scope: Scope, page: PageRequest): Promise<Page<PastStockRow>>;
};
