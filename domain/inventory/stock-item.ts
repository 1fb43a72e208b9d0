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
  /** How often it was brought to what is on the shelf: a count that is older than that may tell of the same difference. */
  corrections: number = 0;
  minLevel: Quantity | null = null;
  maxLevel: Quantity | null = null;
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

  /** What so much is worth at the moving weighted average; all that there is, the whole value. Nothing, where there is nothing. */
  worthOf(quantity: Quantity): Money {
    if (quantity.equals(this.onHand)) return this.stockValue;
    if (this.onHand.isZero()) return Money.zero;
    return Money.ofPaise(divideRounded(this.stockValue.paise * quantity.thousandths, this.onHand.thousandths));
  }

  /**
   * Brings the books to what is on the shelf, by so much more, or with a minus less, of that value.
   * @throws DomainError `stock.insufficient` for what is reserved or not there
   */
  correct(delta: Quantity, value: Money): void {
    const gone = delta.negated();
    if (gone.compare(this.available) > 0) throw shortage([this.shortOf(gone)]);
    this.onHand = this.onHand.plus(delta);
    this.stockValue = this.stockValue.plus(value);
    this.corrections += 1;
  }

  /**
   * When a branch runs short of it, and up to what it is filled (STK-09). What is not given stays. Says whether anything changed.
   * @throws DomainError `request.invalid` for a least level above the greatest, or below zero
   */
  setLevels({ minLevel = this.minLevel, maxLevel = this.maxLevel }: Levels): boolean {
    const faults: readonly (readonly [boolean, string, string])[] = [
      [minLevel?.isNegative() ?? false, '/minLevel', 'must not be below zero'],
      [maxLevel?.isNegative() ?? false, '/maxLevel', 'must not be below zero'],
      [minLevel !== null && maxLevel !== null && minLevel.compare(maxLevel) > 0, '/minLevel', 'must not be above the greatest level'],
    ];
    const errors = faults.filter(([wrong]) => wrong).map(([, pointer, message]) => ({ pointer, message }));
    if (errors.length > 0) throw new DomainError('request.invalid', `${errors[0]!.pointer.slice(1)} ${errors[0]!.message}.`, { errors });
    const same = String(minLevel) === String(this.minLevel) && String(maxLevel) === String(this.maxLevel);
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    return !same;
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
    const value = this.worthOf(quantity);
    this.reserved = this.reserved.minus(quantity);
    this.onHand = this.onHand.minus(quantity);
    this.stockValue = this.stockValue.minus(value);
    return value;
  }

  shortOf(quantity: Quantity): Shortage {
    return { partId: this.partId, requested: quantity.toString(), available: this.available.toString() };
  }
}

type Levels = { readonly minLevel?: Quantity | null | undefined; readonly maxLevel?: Quantity | null | undefined };

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
