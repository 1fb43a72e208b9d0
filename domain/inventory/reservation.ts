import type { New } from '../shared/entity.ts';
import { Quantity } from '../shared/quantity.ts';

/** What stock is reserved for. */
export type ReservationSource = 'JobCard';

/** Whoever waits is served in this order. */
export const urgenciesInOrder = ['URGENT', 'HIGH', 'NORMAL', 'LOW'] as const;
export type DemandUrgency = (typeof urgenciesInOrder)[number];

/**
 * What one job holds of a part at a branch, and what it still waits for (STK-07). It hangs on the balance and is changed under its
 * lock alone; what holds nothing and waits for nothing is gone.
 */
export class Reservation {
  readonly id!: string;
  readonly stockItemId!: string;
  readonly sourceType!: ReservationSource;
  readonly sourceId!: string;
  readonly partId!: string;
  reserved: Quantity = Quantity.zero;
  /** Asked for and not there: filled when stock comes in. */
  backordered: Quantity = Quantity.zero;
  urgency!: DemandUrgency;
  neededBy: Date | null = null;
  readonly askedAt!: Date;

  constructor(fields: New<Reservation, 'id' | 'stockItemId' | 'sourceType' | 'sourceId' | 'partId' | 'urgency' | 'askedAt'>) {
    Object.assign(this, fields);
  }

  get isOpen(): boolean {
    return this.reserved.isPositive() || this.backordered.isPositive();
  }

  /** Its job asks again, or is more or less urgent by now: it keeps its turn among its like, and is needed by the earliest day that was named. */
  rank(urgency: DemandUrgency, neededBy: Date | null = null): void {
    this.urgency = urgency;
    if (neededBy !== null && (this.neededBy === null || neededBy < this.neededBy)) this.neededBy = neededBy;
  }

  hold(quantity: Quantity): void {
    this.reserved = this.reserved.plus(quantity);
  }

  await(quantity: Quantity): void {
    this.backordered = this.backordered.plus(quantity);
  }

  /** Something of what it waited for has come. */
  fill(quantity: Quantity): void {
    this.backordered = this.backordered.minus(quantity);
    this.reserved = this.reserved.plus(quantity);
  }

  /** Takes as much of `quantity` as it holds; says how much that was. */
  take(quantity: Quantity): Quantity {
    const taken = this.reserved.min(quantity);
    this.reserved = this.reserved.minus(taken);
    return taken;
  }

  /** So much of what it waited for came another way, or is wanted no more; says how much of `quantity` that was. */
  drop(quantity: Quantity): Quantity {
    const dropped = this.backordered.min(quantity);
    this.backordered = this.backordered.minus(dropped);
    return dropped;
  }
}

/** The most urgent first, then who needs it soonest, then who asked first. */
export const inTurn = (one: Reservation, other: Reservation): number =>
  urgenciesInOrder.indexOf(one.urgency) - urgenciesInOrder.indexOf(other.urgency) ||
  (one.neededBy?.getTime() ?? Infinity) - (other.neededBy?.getTime() ?? Infinity) ||
  one.askedAt.getTime() - other.askedAt.getTime() ||
  (one.id < other.id ? -1 : 1);
