import type { New } from '../shared/entity.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';
import { DomainError } from '../shared/errors.ts';
import type { DomainEvent } from '../shared/events.ts';
import { backorderFilled } from './stock-events.ts';
import { inTurn, Reservation } from './reservation.ts';
import { type Shortage, shortage } from './stock-short.ts';

/** What one unit costs on average, to the paisa, where so many cost so much altogether; of none, nothing. */
export const averageCost = (value: Money, quantity: Quantity): Money =>
  quantity.isZero() ? Money.zero : Money.ofPaise(divideRounded(value.paise * 1000n, quantity.thousandths));

/**
 * The balance of one part at one branch: a projection of its movements, written in their transaction (STK-02).
 * Valued at the moving weighted average, kept as the value of the whole so that nothing is lost in rounding (STK-05).
 */
export class StockItem {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly partId!: string;
  onHand: Quantity = Quantity.zero;
  reserved: Quantity = Quantity.zero;
  inTransit: Quantity = Quantity.zero;
  stockValue: Money = Money.zero;
  /** How often it was brought to what is on the shelf: a count that is older than that may tell of the same difference. */
  corrections: number = 0;
  /** Its cost began with a correction of an empty store, and nothing was bought since: nobody but who corrected it says so. */
  costStated: boolean = false;
  minLevel: Quantity | null = null;
  maxLevel: Quantity | null = null;
  /** What jobs hold of it and still wait for. */
  reservations: readonly Reservation[] = [];
  readonly version: number = 1;
  private untold: readonly DomainEvent[] | undefined;

  constructor(fields: New<StockItem, 'id' | 'serviceCenterId' | 'partId'>) {
    Object.assign(this, fields);
  }

  get available(): Quantity {
    return this.onHand.minus(this.reserved);
  }

  /** The moving weighted average cost of one unit, to the paisa. */
  get averageCost(): Money {
    return averageCost(this.stockValue, this.onHand);
  }

  /** What so much is worth at the moving weighted average; all that there is, the whole value. Nothing, where there is nothing. */
  worthOf(quantity: Quantity): Money {
    if (quantity.equals(this.onHand)) return this.stockValue;
    if (this.onHand.isZero()) return Money.zero;
    return Money.ofPaise(divideRounded(this.stockValue.paise * quantity.thousandths, this.onHand.thousandths));
  }

  /**
   * Brings the books to what is on the shelf, by so much more, or with a minus less, of that value.
   * @throws DomainError `stock.insufficient` for what is reserved or not there
   */
  correct(delta: Quantity, value: Money): void {
    const gone = delta.negated();
    if (gone.compare(this.available) > 0) throw shortage([this.shortOf(gone)]);
    this.costStated ||= this.onHand.isZero();
    this.onHand = this.onHand.plus(delta);
    this.stockValue = this.stockValue.plus(value);
    this.corrections += 1;
    this.serveWaiting();
  }

  /**
   * When a branch runs short of it, and up to what it is filled (STK-09). What is not given stays. Says whether anything changed.
   * @throws DomainError `request.invalid` for a greatest level below the least, be it the part's own, or for one below zero
   */
  setLevels({ minLevel = this.minLevel, maxLevel = this.maxLevel }: Levels, reorderLevel: Quantity): boolean {
    const faults: readonly (readonly [boolean, string, string])[] = [
      [minLevel?.isNegative() ?? false, '/minLevel', 'must not be below zero'],
      [maxLevel?.isNegative() ?? false, '/maxLevel', 'must not be below zero'],
      [minLevel !== null && maxLevel !== null && minLevel.compare(maxLevel) > 0, '/minLevel', 'must not be above the greatest level'],
      [
        minLevel === null && maxLevel !== null && reorderLevel.compare(maxLevel) > 0,
        '/maxLevel',
        `must not be below ${reorderLevel}, at which the part is reordered`,
      ],
    ];
    const errors = faults.filter(([wrong]) => wrong).map(([, pointer, message]) => ({ pointer, message }));
    if (errors.length > 0) throw new DomainError('request.invalid', `${errors[0]!.pointer.slice(1)} ${errors[0]!.message}.`, { errors });
    const same = String(minLevel) === String(this.minLevel) && String(maxLevel) === String(this.maxLevel);
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    return !same;
  }

  /** Takes in `quantity` that cost `value` altogether, wherever it comes from. Who waits for it has it reserved at once (STK-07). */
  receive(quantity: Quantity, value: Money): void {
    this.onHand = this.onHand.plus(quantity);
    this.stockValue = this.stockValue.plus(value);
    this.serveWaiting();
  }

  /** Takes in what a supplier brought, at what it says on the bill. */
  buy(quantity: Quantity, value: Money): void {
    this.costStated = false;
    this.receive(quantity, value);
  }

  reserve(quantity: Quantity): void {
    if (quantity.compare(this.available) > 0) throw shortage([this.shortOf(quantity)]);
    this.reserved = this.reserved.plus(quantity);
  }

  /** Frees what was reserved for somebody who does not take it. Who waits for it is next. */
  release(quantity: Quantity): void {
    this.reserved = this.reserved.minus(quantity);
    this.serveWaiting();
  }

  /** So much more is on its way here. */
  expectArrival(quantity: Quantity): void {
    this.inTransit = this.inTransit.plus(quantity);
  }

  /** So much is not on its way here any more, wherever it went. */
  endTransit(quantity: Quantity): void {
    this.inTransit = this.inTransit.minus(quantity);
  }

  /**
   * Hands out `quantity` that was reserved before, and says what it cost. The last unit takes the whole remaining value
   * with it, so that an empty store is worth nothing.
   */
  issueReserved(quantity: Quantity): Money {
    const value = this.worthOf(quantity);
    this.reserved = this.reserved.minus(quantity);
    this.onHand = this.onHand.minus(quantity);
    this.stockValue = this.stockValue.minus(value);
    return value;
  }

  shortOf(quantity: Quantity, available = this.available): Shortage {
    return { partId: this.partId, requested: quantity.toString(), available: available.toString() };
  }

  // What jobs hold of it, and wait for

  reservationOf(sourceId: string): Reservation | undefined {
    return this.reservations.find((reservation) => reservation.sourceId === sourceId);
  }

  /** What the job can have at once: its own reservation, and what nobody holds. */
  availableTo(sourceId: string): Quantity {
    return this.available.plus(this.reservationOf(sourceId)?.reserved ?? Quantity.zero);
  }

  /** Holds what there is for who asks, and lets the rest wait. Says how much was there. */
  hold(asked: Asked, quantity: Quantity): Quantity {
    const there = this.available.min(quantity);
    const { id, sourceType, sourceId, urgency, neededBy, askedAt } = asked;
    const fields = { id, stockItemId: this.id, partId: this.partId, sourceType, sourceId, urgency, neededBy, askedAt };
    const reservation = this.reservationOf(sourceId) ?? this.keep(new Reservation(fields));
    reservation.rank(urgency, neededBy);
    reservation.hold(there);
    reservation.await(quantity.minus(there));
    this.reserved = this.reserved.plus(there);
    return there;
  }

  /**
   * Hands out `quantity` to a job, first of what is reserved for it, and says what it cost (STK-07).
   * @throws DomainError `stock.insufficient` beyond what is available to the job
   */
  issueTo(sourceId: string, quantity: Quantity): Money {
    const own = this.reservationOf(sourceId);
    const free = quantity.minus(own?.take(quantity) ?? Quantity.zero);
    this.reserve(free);
    own?.drop(free);
    this.closeReservations();
    return this.issueReserved(quantity);
  }

  /** A job takes back so much of what it asked for: first what it waits for, then what is held. */
  forgo(sourceId: string, quantity: Quantity): void {
    const own = this.reservationOf(sourceId);
    if (!own) return;
    const freed = own.take(quantity.minus(own.drop(quantity)));
    this.closeReservations();
    this.release(freed);
  }

  /** What happened that nobody asked for: the unit of work records it with the rest, once. */
  tell(): readonly DomainEvent[] {
    const untold = this.untold ?? [];
    this.untold = undefined;
    return untold;
  }

  private keep(reservation: Reservation): Reservation {
    this.reservations = [...this.reservations, reservation];
    return reservation;
  }

  private closeReservations(): void {
    if (this.reservations.some(({ isOpen }) => !isOpen)) this.reservations = this.reservations.filter(({ isOpen }) => isOpen);
  }

  private serveWaiting(): void {
    for (const waiting of this.reservations.filter(({ backordered }) => backordered.isPositive()).toSorted(inTurn)) {
      const quantity = waiting.backordered.min(this.available);
      if (!quantity.isPositive()) return;
      waiting.fill(quantity);
      this.reserved = this.reserved.plus(quantity);
      this.untold = [...(this.untold ?? []), backorderFilled(this, waiting, quantity)];
    }
  }
}

/** Who asks for stock, how urgently, and by when. */
export type Asked = Pick<Reservation, 'id' | 'sourceType' | 'sourceId' | 'urgency' | 'neededBy' | 'askedAt'>;
type Levels = { readonly minLevel?: Quantity | null | undefined; readonly maxLevel?: Quantity | null | undefined };
