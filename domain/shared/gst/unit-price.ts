import { formatScaled, formatScaledShort, parseScaled } from '../decimal.ts';
import { DomainError } from '../errors.ts';
import type { Money } from '../money.ts';

const PLACES = 4;

/** The price of one unit of a line: rupees to four decimals, since small parts are priced below the paisa. Never negative. */
export class UnitPrice {
  readonly tenThousandths: bigint;

  private constructor(tenThousandths: bigint) {
    if (tenThousandths < 0n) throw new DomainError('tax.invalid', 'A unit price is never negative; money given back is a credit note.');
    this.tenThousandths = tenThousandths;
  }

  /** An amount in whole paise as a unit price. */
  static of(money: Money): UnitPrice {
    return new UnitPrice(money.paise * 100n);
  }

  /**
   * Reads `650`, `650.00` or `1.2345`.
   * @throws DomainError `money.malformed` for anything but a plain decimal with at most four places, `tax.invalid` for a negative one
   */
  static parse(text: string): UnitPrice {
    const tenThousandths = parseScaled(text, PLACES);
    if (tenThousandths === undefined) throw new DomainError('money.malformed', `"${text}" is not a unit price with at most four decimals.`);
    return new UnitPrice(tenThousandths);
  }

  /** At least two decimals, more only where needed: `650.00`, `1.2345`. */
  toString(): string {
    return this.tenThousandths % 100n === 0n ? formatScaled(this.tenThousandths / 100n, 2) : formatScaledShort(this.tenThousandths, PLACES);
  }

  toJSON(): string {
    return this.toString();
  }
}
