import { Money } from '../money.ts';
import { divideRounded } from '../rounding.ts';

/** What one unit costs with its tax, to the nearest paisa. The rate is in percent, with whatever places: `18`, `0.25`. */
export const priceWithTax = (unitPrice: Money, taxRate: string): Money => {
  const [whole = '0', decimals = ''] = taxRate.split('.');
  const hundred = 100n * 10n ** BigInt(decimals.length);
  return Money.ofPaise(divideRounded(unitPrice.paise * (hundred + BigInt(whole + decimals)), hundred));
};
