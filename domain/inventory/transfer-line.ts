import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';
import { refuseUnfit, serialKey, serialRefused, type Tracked } from './serial-unit.ts';

/** Where goods go from the road: into one of the two stores, or out of the books as damaged or as lost. */
export type Destination = 'RECEIVER' | 'SENDER' | 'SCRAP' | 'ADJUSTMENT';

/** So much of a part leaves the road, at its share of the cost it was sent off with. */
export type Leg = {
  readonly partId: string;
  readonly sku: string;
  readonly quantity: Quantity;
  readonly value: Money;
  readonly goes: Destination;
  /** Of units that have one. */
  readonly serials: readonly string[];
};

/** Under which figures of the line each destination is counted. */
const accounts = {
  RECEIVER: { quantity: 'received', value: 'receivedValue' },
  SENDER: { quantity: 'returned', value: 'returnedValue' },
  SCRAP: { quantity: 'writtenOff', value: 'writtenOffValue' },
  ADJUSTMENT: { quantity: 'writtenOff', value: 'writtenOffValue' },
} as const satisfies Record<Destination, object>;

/**
 * One part of a transfer. From the dispatch on, what is on the road, received, returned and written off add up to what was sent,
 * in quantity and to the paisa; the database holds that too.
 */
export class TransferLine {
  readonly id!: string;
  readonly transferId!: string;
  readonly position!: number;
  readonly partId!: string;
  readonly sku!: string;
  readonly description!: string;
  readonly quantity!: Quantity;
  inTransit: Quantity = Quantity.zero;
  received: Quantity = Quantity.zero;
  returned: Quantity = Quantity.zero;
  writtenOff: Quantity = Quantity.zero;
  /** As reported by the receiver, whatever was decided on it later. */
  short: Quantity = Quantity.zero;
  damaged: Quantity = Quantity.zero;
  /** What the whole cost the sender: the moving weighted average at the dispatch (STK-05). */
  dispatchedValue: Money = Money.zero;
  transitValue: Money = Money.zero;
  receivedValue: Money = Money.zero;
  returnedValue: Money = Money.zero;
  writtenOffValue: Money = Money.zero;

  /** Of a part that is tracked by serial number: the units that were sent off, and those of them that are on the road (STK-04). */
  serials: readonly string[] = [];
  serialsInTransit: readonly string[] = [];

  constructor(fields: New<TransferLine, 'id' | 'transferId' | 'position' | 'partId' | 'sku' | 'description' | 'quantity'>) {
    Object.assign(this, fields);
  }

  /** From the dispatch on, whether it travels by unit. */
  get tracked(): Tracked {
    return { id: this.partId, sku: this.sku, serialTracked: this.serials.length > 0 };
  }

  sendOff(value: Money): void {
    this.serialsInTransit = this.serials;
    this.inTransit = this.quantity;
    this.dispatchedValue = value;
    this.transitValue = value;
  }

  /**
   * These units, as they were sent off with: so many as the quantity says, and each of them among those that are expected.
   * @throws DomainError `serial.refused`, `quantity.malformed`
   */
  unitsNamed(quantity: Quantity, named: readonly string[], expected: readonly string[]): string[] {
    refuseUnfit(this.tracked, quantity, named);
    return named.map((serial) => {
      const unit = expected.find((each) => serialKey(each) === serialKey(serial));
      if (unit === undefined) throw serialRefused(`${this.sku} ${serial} is not expected on this transfer.`);
      return unit;
    });
  }

  /**
   * Takes `quantity` off the road with its share of the value still there; the share of the last is all of it, so no paisa stays behind.
   * @throws DomainError `transfer.refused` for more than is on the road
   */
  leaveTransit(quantity: Quantity, goes: Destination, serials: readonly string[] = []): Leg {
    if (quantity.compare(this.inTransit) > 0)
      throw new DomainError('transfer.refused', `Only ${this.inTransit} of ${this.sku} are in transit, and ${quantity} were named.`);
    const value = this.shareOf(quantity);
    const account = accounts[goes];
    this.inTransit = this.inTransit.minus(quantity);
    this.transitValue = this.transitValue.minus(value);
    this[account.quantity] = this[account.quantity].plus(quantity);
    this[account.value] = this[account.value].plus(value);
    this.serialsInTransit = this.serialsInTransit.filter((each) => !serials.includes(each));
    return { partId: this.partId, sku: this.sku, quantity, value, goes, serials };
  }

  private shareOf(quantity: Quantity): Money {
    return Money.ofPaise(divideRounded(this.transitValue.paise * quantity.thousandths, this.inTransit.thousandths));
  }
}
