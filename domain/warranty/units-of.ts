import { Quantity } from '../shared/quantity.ts';

/** Unit quantity codes of what is measured rather than counted: nobody can tell one litre of a filling from the next. */
const measured: ReadonlySet<string> = new Set(['LTR', 'MLT', 'KLR', 'KGS', 'GMS', 'QTL', 'TON', 'MTR', 'CMS', 'KME', 'SQM', 'SQF', 'CBM']);
const ONE = Quantity.parse('1');

/** The units in a quantity that each have a warranty of their own: pieces one by one, what is measured or broken as a whole. */
export const unitsOf = (quantity: Quantity, unit: string): Quantity[] => {
  if (!quantity.isPositive()) return [];
  const whole = quantity.thousandths % ONE.thousandths === 0n;
  if (!whole || measured.has(unit)) return [quantity];
  return Array.from({ length: Number(quantity.thousandths / ONE.thousandths) }, () => ONE);
};
