import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';

/** One line of an invoice or of a note on it, with its tax, as it was priced. */
export class TaxedLine {
  readonly id!: string;
  readonly position!: number;
  readonly kind!: string;
  readonly partId: string | null = null;
  readonly description!: string;
  readonly hsn!: string;
  readonly unit!: string;
  /** None on a note that corrects the price alone. */
  readonly quantity!: Quantity;
  readonly unitPrice!: Money;
  readonly gross!: Money;
  readonly discount!: Money;
  readonly taxable!: Money;
  readonly taxRate!: string;
  readonly treatment!: string;
  readonly cgst!: Money;
  readonly sgst!: Money;
  readonly igst!: Money;
}
