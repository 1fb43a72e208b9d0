import { formatScaledShort, parseScaled } from '../decimal.ts';
import { DomainError } from '../errors.ts';

const PLACES = 4;

/** One hundred percent in the unit of `Percent`. */
export const HUNDRED_PERCENT = 1_000_000n;

/** An exact percentage from 0 to 100, such as a rate of tax or of discount, held as integer ten-thousandths of a percent. */
export class Percent {
  readonly tenThousandths: bigint;

  private constructor(tenThousandths: bigint) {
    this.tenThousandths = tenThousandths;
  }

  /**
   * Reads `18`, `0.25` or `7.5`.
   * @throws DomainError `tax.invalid` for anything but a plain decimal from 0 to 100 with at most four places
   */
  static parse(text: string): Percent {
    const tenThousandths = parseScaled(text, PLACES);
    if (tenThousandths === undefined || tenThousandths < 0n || tenThousandths > HUNDRED_PERCENT) {
      throw new DomainError('tax.invalid', `"${text}" is not a percentage from 0 to 100 with at most four decimals.`);
    }
    return new Percent(tenThousandths);
  }

  equals(other: Percent): boolean {
    return this.tenThousandths === other.tenThousandths;
  }

  isZero(): boolean {
    return this.tenThousandths === 0n;
  }

  /** Without trailing zeros: `18`, `0.25`. */
  toString(): string {
    return formatScaledShort(this.tenThousandths, PLACES);
  }

  toJSON(): string {
    return this.toString();
  }
}
