import type { New } from '../shared/entity.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';
import { DomainError } from '../shared/errors.ts';

/** What one unit costs on average, to the paisa, where so many cost so much altogether; of none, nothing. */
export const averageCost = (value: Money, quantity: Quantity): Money =>
  quantity.isZero() ? Money.zero : Money.ofPaise(divideRounded(value.paise * 1000n, quantity.thousandths));

/**
 * The balance of one part at one branch: a projection of its movements, written in their transaction (STK-02).
 * Valued at the moving weighted average, kept as the value of the whole so that nothing is lost in rounding (STK-05).
 */
export class StockItem {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly partId!: string;
  onHand: Quantity = Quantity.zero;
  reserved: Quantity = Quantity.zero;
  inTransit: Quantity = Quantity.zero;
  stockValue: Money = Money.zero;
  readonly minLevel: Quantity | null = null;
  readonly maxLevel: Quantity | null = null;
  readonly version: number = 1;

  constructor(fields: New<StockItem, 'id' | 'serviceCenterId' | 'partId'>) {
    Object.assign(this, fields);
  }

  get available(): Quantity {
    return this.onHand.minus(this.reserved);
  }

  /** The moving weighted average cost of one unit, to the paisa. */
  get averageCost(): Money {
    return averageCost(this.stockValue, this.onHand);
  }

  /** Takes in `quantity` that cost `value` altogether. */
  receive(quantity: Quantity, value: Money): void {
    this.onHand = this.onHand.plus(quantity);
    this.stockValue = this.stockValue.plus(value);
  }

  reserve(quantity: Quantity): void {
    if (quantity.compare(this.available) > 0) throw shortage([this.shortOf(quantity)]);
    this.reserved = this.reserved.plus(quantity);
  }

  /** Frees what was reserved for somebody who does not take it. */
  release(quantity: Quantity): void {
    this.reserved = this.reserved.minus(quantity);
  }

  /** So much more is on its way here. */
  expectArrival(quantity: Quantity): void {
    this.inTransit = this.inTransit.plus(quantity);
  }

  /** So much is not on its way here any more, wherever it went. */
  endTransit(quantity: Quantity): void {
    this.inTransit = this.inTransit.minus(quantity);
  }

  /**
   * Hands out `quantity` that was reserved before, and says what it cost. The last unit takes the whole remaining value
   * with it, so that an empty store is worth nothing.
   */
  issueReserved(quantity: Quantity): Money {
    const value = quantity.equals(this.onHand)
      ? this.stockValue
      : Money.ofPaise(divideRounded(this.stockValue.paise * quantity.thousandths, this.onHand.thousandths));
    this.reserved = this.reserved.minus(quantity);
    this.onHand = this.onHand.minus(quantity);
    this.stockValue = this.stockValue.minus(value);
    return value;
  }

  shortOf(quantity: Quantity): Shortage {
    return { partId: this.partId, requested: quantity.toString(), available: this.available.toString() };
  }
}

export type Shortage = { readonly partId: string; readonly requested: string; readonly available: string };

/** STK-03: what cannot be met is refused, with what there is. */
export const shortage = (shortages: readonly Shortage[]): DomainError =>
  new DomainError(
    'stock.insufficient',
    shortages.length === 1
      ? `Only ${shortages[0]?.available} available, ${shortages[0]?.requested} asked for.`
      : `${shortages.length} parts are short.`,
    { shortages },
  );
