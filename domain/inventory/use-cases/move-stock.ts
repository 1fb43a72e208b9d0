import type { Actor, Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { Money } from '../../shared/money.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import { divideRounded } from '../../shared/rounding.ts';
import type { Held, StockBooks, StockItems, StockMovements } from '../ports.ts';
import { StockItem } from '../stock-item.ts';
import { type Shortage, shortage } from '../stock-short.ts';
import { StockMovement } from '../stock-movement.ts';
import { heldFor } from './hold-for-job.ts';

export type Basket = readonly { readonly partId: string; readonly quantity: Quantity }[];
export type Moved = { readonly partId: string; readonly quantity: Quantity; readonly value: Money };

type Deps = { readonly clock: Clock; readonly ids: Ids };
type Document = { readonly type: string; readonly id: string };

/** The parts of a basket with their quantities added up: a part named twice is one demand. */
export const totals = (basket: Basket): Map<string, Quantity> => {
  const byPart = new Map<string, Quantity>();
  for (const { partId, quantity } of basket) {
    // A movement of less than nothing would be one the other way round, and of nothing none at all.
    if (!quantity.isPositive()) throw new DomainError('quantity.malformed', `${quantity} cannot be moved: a quantity is more than zero.`);
    byPart.set(partId, (byPart.get(partId) ?? Quantity.zero).plus(quantity));
  }
  return byPart;
};

const lockAll = async (stockItems: StockItems, serviceCenterId: string, demand: Map<string, Quantity>, scope: Scope) => {
  const locked = await stockItems.lock(serviceCenterId, [...demand.keys()], scope);
  return new Map(locked.map((item) => [item.partId, item]));
};

/**
 * Issues a basket from a branch's store to a job, all of it or nothing (STK-03), at the moving weighted average (STK-05): first of what
 * is reserved for the job, then of what nobody holds (STK-07).
 * @throws DomainError `stock.insufficient` naming every part that is short, with what is available to the job; `quantity.malformed`
 */
export const issueToJob =
  ({ clock, ids }: Deps) =>
  async (
    { stockItems, stockMovements }: StockBooks,
    order: { readonly serviceCenterId: string; readonly jobCardId: string; readonly basket: Basket },
    actor: Actor,
    scope: Scope,
  ): Promise<{ readonly moved: Moved[]; readonly held: Held[] }> => {
    const { serviceCenterId, jobCardId } = order;
    const demand = totals(order.basket);
    const items = await lockAll(stockItems, serviceCenterId, demand, scope);
    const shortages = [...demand].flatMap(([partId, quantity]) =>
      shortageOf(items.get(partId), partId, quantity, items.get(partId)?.availableTo(jobCardId)),
    );
    if (shortages.length > 0) {
      const asked = shortages.flatMap((short) => beyondRequest(short, items.get(short.partId), jobCardId));
      throw shortage(shortages, { serviceCenterId, sourceType: 'JobCard', sourceId: jobCardId, asked });
    }
    const moved = [...demand].map(([partId, quantity]) => {
      const value = items.get(partId)!.issueTo(jobCardId, quantity);
      stockMovements.add(
        movement(
          { clock, ids },
          { partId, quantity, value, from: { type: 'STORE', id: serviceCenterId }, to: { type: 'JOB', id: jobCardId } },
          { serviceCenterId, document: { type: 'JobCard', id: jobCardId }, actor },
        ),
      );
      return { partId, quantity, value };
    });
    return { moved, held: heldFor([...items.values()], jobCardId) };
  };

/** DEM-01: what the job holds or waits for was demand when it was requested. What is more than that is asked for now. */
const beyondRequest = (short: Shortage, item: StockItem | undefined, jobCardId: string): Shortage[] => {
  const own = item?.reservationOf(jobCardId);
  if (!item || !own) return [short];
  const more = Quantity.parse(short.requested).minus(own.reserved).minus(own.backordered);
  return more.compare(item.available) > 0 ? [item.shortOf(more)] : [];
};

export const shortageOf = (item: StockItem | undefined, partId: string, quantity: Quantity, available = item?.available): Shortage[] => {
  if (!item || !available) return [{ partId, requested: quantity.toString(), available: Quantity.zero.toString() }];
  return quantity.compare(available) > 0 ? [item.shortOf(quantity, available)] : [];
};

/** What was issued to a job becomes the customer's: the store is not touched any more. */
export const consumeFromJob =
  ({ clock, ids }: Deps) =>
  (
    stockMovements: StockMovements,
    consumed: readonly Moved[],
    at: { readonly serviceCenterId: string; readonly jobCardId: string; readonly customerId: string | null; readonly document: Document },
    actor: Actor,
  ): void => {
    for (const { partId, quantity, value } of consumed) {
      stockMovements.add(
        movement(
          { clock, ids },
          { partId, quantity, value, from: { type: 'JOB', id: at.jobCardId }, to: { type: 'CUSTOMER', id: at.customerId } },
          { serviceCenterId: at.serviceCenterId, document: at.document, actor },
        ),
      );
    }
  };

/**
 * A goods receipt: from the supplier into the branch's store, at what each unit cost.
 * @throws DomainError `quantity.malformed` unless every quantity is above zero, `money.malformed` for a cost below it
 */
export const receiveFromSupplier =
  ({ clock, ids }: Deps) =>
  async (
    { stockItems, stockMovements }: StockBooks,
    receipt: {
      readonly serviceCenterId: string;
      readonly document: Document;
      readonly items: readonly { readonly partId: string; readonly quantity: Quantity; readonly unitCost: Money }[];
    },
    actor: Actor,
    scope: Scope,
  ): Promise<void> => {
    const items = await lockAll(stockItems, receipt.serviceCenterId, totals(receipt.items), scope);
    for (const { partId, quantity, unitCost } of receipt.items) {
      if (unitCost.isNegative()) throw new DomainError('money.malformed', `₹${unitCost} is no cost: it is below zero.`);
      const value = quantity.times(unitCost);
      const item = items.get(partId) ?? fresh(ids, stockItems, receipt.serviceCenterId, partId, items);
      item.buy(quantity, value);
      stockMovements.add(
        movement(
          { clock, ids },
          { partId, quantity, value, from: { type: 'SUPPLIER', id: null }, to: { type: 'STORE', id: receipt.serviceCenterId } },
          { serviceCenterId: receipt.serviceCenterId, document: receipt.document, actor },
        ),
      );
    }
  };

const fresh = (ids: Ids, stockItems: StockItems, serviceCenterId: string, partId: string, items: Map<string, StockItem>): StockItem => {
  const item = new StockItem({ id: ids.next(), serviceCenterId, partId });
  stockItems.add(item);
  items.set(partId, item);
  return item;
};

type Leg = {
  readonly partId: string;
  readonly quantity: Quantity;
  readonly value: Money;
  readonly from: { readonly type: StockMovement['fromType']; readonly id: string | null };
  readonly to: { readonly type: StockMovement['toType']; readonly id: string | null };
};

export const movement = (
  { clock, ids }: Deps,
  { partId, quantity, value, from, to }: Leg,
  { serviceCenterId, document, actor }: { readonly serviceCenterId: string; readonly document: Document; readonly actor: Actor },
): StockMovement =>
  new StockMovement({
    id: ids.next(),
    partId,
    quantity,
    value,
    unitCost: Money.ofPaise(divideRounded(value.paise * 1000n, quantity.thousandths)),
    fromType: from.type,
    fromId: from.id,
    toType: to.type,
    toId: to.id,
    documentType: document.type,
    documentId: document.id,
    serviceCenterId,
    movedAt: clock.now(),
    movedBy: actor.userId,
  });
