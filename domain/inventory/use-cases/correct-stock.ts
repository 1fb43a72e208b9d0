import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Part } from '../part.ts';
import type { StockMovements } from '../ports.ts';
import type { StockItem } from '../stock-item.ts';
import type { Location } from '../stock-movement.ts';
import { movement } from './move-stock.ts';

export type Correction = {
  readonly item: StockItem;
  readonly part: Pick<Part, 'sku' | 'cost' | 'unitPrice'>;
  /** More, or with a minus less; never nothing. */
  readonly delta: Quantity;
  /** What one unit costs where there is none to say it. */
  readonly unitCost?: Money | undefined;
};

const ADJUSTMENT: Location = { type: 'ADJUSTMENT', id: null };

/**
 * What a correction is worth, with its sign: at the average cost of what is there (STK-05). Into an empty store it comes at the
 * cost that was given, or else at the catalogue's.
 * @throws DomainError `request.invalid` for a cost where the average says it
 */
export const worthOf = ({ item, part, delta, unitCost }: Correction): Money => {
  if (delta.isNegative()) return item.worthOf(delta.negated()).negated();
  if (item.onHand.isZero()) return delta.times(unitCost ?? part.cost);
  if (unitCost !== undefined) {
    const message = `is for an empty store: here it comes in at the average cost of ₹${item.averageCost}`;
    throw new DomainError('request.invalid', `unitCost ${message}.`, { errors: [{ pointer: '/unitCost', message }] });
  }
  return item.worthOf(delta);
};

/**
 * What limits are held against, in paise: its value, and of what comes in where nothing was bought yet no less than the catalogue says, be
 * it by the price where it has no cost. A cost that somebody stated, now or with an earlier correction, is no way round a limit.
 */
export const judgedWorth = (correction: Correction): bigint => {
  const { item, part, delta } = correction;
  const value = worthOf(correction).abs().paise;
  if (delta.isNegative() || !(item.onHand.isZero() || item.costStated)) return value;
  const least = delta.times(part.cost.isZero() ? part.unitPrice : part.cost).paise;
  return value > least ? value : least;
};

/**
 * Brings the books to what is on the shelf, by one movement from or to nowhere (STK-01). The balance is locked. Says what it was worth.
 * @throws DomainError `stock.insufficient` for what is reserved or not there
 */
export const correctStock =
  (deps: { readonly clock: Clock; readonly ids: Ids }) =>
  (
    stockMovements: StockMovements,
    correction: Correction,
    document: { readonly type: string; readonly id: string },
    actor: Actor,
  ): Money => {
    const { item, delta } = correction;
    const { partId, serviceCenterId } = item;
    const value = worthOf(correction);
    item.correct(delta, value);
    const store: Location = { type: 'STORE', id: serviceCenterId };
    const [from, to] = delta.isPositive() ? [ADJUSTMENT, store] : [store, ADJUSTMENT];
    const leg = { partId, quantity: delta.isPositive() ? delta : delta.negated(), value: value.abs(), from, to };
    stockMovements.add(movement(deps, leg, { serviceCenterId, document, actor }));
    return value;
  };
