import type { DomainEvent } from '../shared/events.ts';
import type { Quantity } from '../shared/quantity.ts';

/** A balance at or below the level it is reordered at, with what could be done about it. */
export type LowBalance = {
  readonly stockItemId: string;
  readonly serviceCenterId: string;
  readonly partId: string;
  readonly sku: string;
  readonly available: Quantity;
  readonly inTransit: Quantity;
  /** The branch's own minimum, else the part's reorder level (STK-09). */
  readonly level: Quantity;
  /** What serves the jobs that wait and fills it to the branch's maximum, else to twice the level, beside what is on its way. */
  readonly reorder: Quantity;
  /** The branch that could send most of it, and how much that can spare. */
  readonly surplus: { readonly serviceCenterId: string; readonly quantity: Quantity } | null;
};

/** Balances of parts at a branch. */
export type Shelf = { readonly serviceCenterId: string; readonly partIds: readonly string[] };

/** What is low and was told. A balance is told once from when it crosses its level until it is above it again (LOW-01). */
export type LowStock = {
  /** Looks at these balances, locked and as they are now: forgets those above their level, and gives those below that nobody was told of. */
  settle(shelves: readonly Shelf[], now: Date): Promise<LowBalance[]>;
  /** The same for at most `most` of all balances. What somebody moves at this moment is theirs to tell. */
  sweep(most: number, now: Date): Promise<LowBalance[]>;
};

export const stockLow = ({
  stockItemId,
  serviceCenterId,
  partId,
  sku,
  available,
  inTransit,
  level,
  reorder,
  surplus,
}: LowBalance): DomainEvent => ({
  name: 'StockLow',
  entityId: stockItemId,
  serviceCenterId,
  data: {
    partId,
    sku,
    available: available.toString(),
    inTransit: inTransit.toString(),
    level: level.toString(),
    reorder: reorder.toString(),
    surplus: surplus && { serviceCenterId: surplus.serviceCenterId, quantity: surplus.quantity.toString() },
  },
});
