import { isMeasured } from '../shared/gst/unit-codes.ts';
import { Quantity } from '../shared/quantity.ts';

const ONE = Quantity.parse('1');
/** Of more than so many nobody keeps track one by one: they have one warranty together. */
const MOST_APART = 1000n;

/** The units in a quantity that each have a warranty of their own: pieces one by one, what is measured, broken or a great many as a whole. */
export const unitsOf = (quantity: Quantity, unit: string): Quantity[] => {
  if (!quantity.isPositive()) return [];
  const [whole, rest] = [quantity.thousandths / ONE.thousandths, quantity.thousandths % ONE.thousandths];
  if (rest !== 0n || whole > MOST_APART || isMeasured(unit)) return [quantity];
  return Array.from({ length: Number(whole) }, () => ONE);
};
