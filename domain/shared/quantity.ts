import { formatScaled, parseScaled } from './decimal.ts';
import { DomainError } from './errors.ts';
import { Money } from './money.ts';
import { divideRounded } from './rounding.ts';

const THOUSANDTHS_PER_UNIT = 1000n;
// Stored as numeric(14,3).
const MAX_WHOLE_DIGITS = 11;

/** An exact quantity of a part or of work, held as integer thousandths of its unit. Immutable; may be negative. */
export class Quantity {
  static readonly zero: Quantity = new Quantity(0n);

  readonly thousandths: bigint;

  private constructor(thousandths: bigint) {
    this.thousandths = thousandths;
  }

  /** The quantity of so many thousandths of a unit. */
  static ofThousandths(thousandths: bigint): Quantity {
    return new Quantity(thousandths);
  }

  /**
   * Reads `3`, `3.5` or `3.500`.
   * @throws DomainError `quantity.malformed` for anything but a plain decimal with at most three places
   */
  static parse(text: string): Quantity {
    const thousandths = parseScaled(text, 3, MAX_WHOLE_DIGITS);
    if (thousandths === undefined) throw new DomainError('quantity.malformed', `"${text}" is not a quantity with at most three decimals.`);
    return new Quantity(thousandths);
  }

  /** The sum of any number of quantities; of none, zero. */
  static sum(quantities: Iterable<Quantity>): Quantity {
    let thousandths = 0n;
    for (const quantity of quantities) thousandths += quantity.thousandths;
    return new Quantity(thousandths);
  }

  plus(other: Quantity): Quantity {
    return new Quantity(this.thousandths + other.thousandths);
  }

  minus(other: Quantity): Quantity {
    return new Quantity(this.thousandths - other.thousandths);
  }

  negated(): Quantity {
    return new Quantity(-this.thousandths);
  }

  /** Negative, zero or positive as this quantity is less than, equal to or more than the other. */
  compare(other: Quantity): -1 | 0 | 1 {
    return this.thousandths < other.thousandths ? -1 : this.thousandths > other.thousandths ? 1 : 0;
  }

  equals(other: Quantity): boolean {
    return this.thousandths === other.thousandths;
  }

  isZero(): boolean {
    return this.thousandths === 0n;
  }

  isNegative(): boolean {
    return this.thousandths < 0n;
  }

  isPositive(): boolean {
    return this.thousandths > 0n;
  }

  /** The smaller of the two. */
  min(other: Quantity): Quantity {
    return this.thousandths <= other.thousandths ? this : other;
  }

  /** What this quantity costs at a price per unit, to the nearest paisa, halves away from zero. */
  times(price: Money): Money {
    return Money.ofPaise(divideRounded(this.thousandths * price.paise, THOUSANDTHS_PER_UNIT));
  }

  /** Three decimals and no separators: `3.500`. */
  toString(): string {
    return formatScaled(this.thousandths, 3);
  }

  toJSON(): string {
    return this.toString();
  }
}
