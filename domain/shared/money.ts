import { formatScaled, parseScaled } from './decimal.ts';
import { DomainError } from './errors.ts';
import { divideRounded } from './rounding.ts';

const PAISE_PER_RUPEE = 100n;

/** An exact amount of Indian rupees, held as integer paise. Immutable; negative amounts are allowed. */
export class Money {
  static readonly zero: Money = new Money(0n);

  readonly paise: bigint;

  private constructor(paise: bigint) {
    this.paise = paise;
  }

  /** The amount of so many paise. */
  static ofPaise(paise: bigint): Money {
    return new Money(paise);
  }

  /**
   * Reads rupees such as `1180`, `1180.5` or `-1180.00`.
   * @throws DomainError `money.malformed` for anything but a plain decimal with at most two places
   */
  static parse(text: string): Money {
    const paise = parseScaled(text, 2);
    if (paise === undefined) throw new DomainError('money.malformed', `"${text}" is not an amount in rupees with at most two decimals.`);
    return new Money(paise);
  }

  /** The sum of any number of amounts; of none, zero. */
  static sum(amounts: Iterable<Money>): Money {
    let paise = 0n;
    for (const amount of amounts) paise += amount.paise;
    return new Money(paise);
  }

  plus(other: Money): Money {
    return new Money(this.paise + other.paise);
  }

  minus(other: Money): Money {
    return new Money(this.paise - other.paise);
  }

  negated(): Money {
    return new Money(-this.paise);
  }

  abs(): Money {
    return this.paise < 0n ? this.negated() : this;
  }

  /** Negative, zero or positive as this amount is less than, equal to or more than the other. */
  compare(other: Money): -1 | 0 | 1 {
    return this.paise < other.paise ? -1 : this.paise > other.paise ? 1 : 0;
  }

  equals(other: Money): boolean {
    return this.paise === other.paise;
  }

  isZero(): boolean {
    return this.paise === 0n;
  }

  isNegative(): boolean {
    return this.paise < 0n;
  }

  isPositive(): boolean {
    return this.paise > 0n;
  }

  /** The nearest whole rupee, fifty paise away from zero (the direction of s. 170 CGST Act). */
  roundedToRupee(): Money {
    return new Money(divideRounded(this.paise, PAISE_PER_RUPEE) * PAISE_PER_RUPEE);
  }

  /** Rupees with two decimals and no separators: `1180.00`. */
  toString(): string {
    return formatScaled(this.paise, 2);
  }

  toJSON(): string {
    return this.toString();
  }
}
