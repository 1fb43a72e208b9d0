import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import type { Location, StockMovement } from './stock-movement.ts';

/** What movements add up to for one part at one branch, or for one part on one job. */
export type Folded = { readonly onHand: Quantity; readonly value: Money; readonly inTransit: Quantity; readonly transitValue: Money };

export const nothingMoved: Folded = { onHand: Quantity.zero, value: Money.zero, inTransit: Quantity.zero, transitValue: Money.zero };

type Moved = Pick<StockMovement, 'partId' | 'quantity' | 'value' | 'fromType' | 'fromId' | 'toType' | 'toId'>;

/** The two legs of a movement: what one location gives, and another gets (STK-01). */
const legsOf = ({ quantity, value, fromType, fromId, toType, toId }: Moved) => [
  { at: { type: fromType, id: fromId } satisfies Location, quantity: quantity.negated(), value: value.negated() },
  { at: { type: toType, id: toId } satisfies Location, quantity, value },
];

const withLeg = (folded: Folded, { at, quantity, value }: ReturnType<typeof legsOf>[number]): Folded =>
  at.type === 'IN_TRANSIT'
    ? { ...folded, inTransit: folded.inTransit.plus(quantity), transitValue: folded.transitValue.plus(value) }
    : { ...folded, onHand: folded.onHand.plus(quantity), value: folded.value.plus(value) };

export const placeKey = (placeId: string, partId: string): string => `${placeId} ${partId}`;

/** The places that balances are kept of: shelves, the road to them, and jobs. */
const kept: readonly Location['type'][] = ['STORE', 'IN_TRANSIT', 'JOB'];

/** Adds movements up by place and part (`placeKey`): a branch with its shelf and the road to it, or a job with what lies on it (STK-02). */
export const foldMovements = (movements: Iterable<Moved>): Map<string, Folded> => {
  const folds = new Map<string, Folded>();
  for (const movement of movements)
    for (const leg of legsOf(movement)) {
      if (leg.at.id === null || !kept.includes(leg.at.type)) continue;
      const key = placeKey(leg.at.id, movement.partId);
      folds.set(key, withLeg(folds.get(key) ?? nothingMoved, leg));
    }
  return folds;
};
