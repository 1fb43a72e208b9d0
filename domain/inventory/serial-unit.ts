import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Part } from './part.ts';
import type { Location, LocationType } from './stock-movement.ts';

/** One unit of a part that is tracked by serial number, and where it is now (STK-04). What is on its plate is unique for its part. */
export class SerialUnit {
  readonly id!: string;
  readonly partId!: string;
  readonly serial!: string;
  locationType!: LocationType;
  locationId: string | null = null;
  readonly version: number = 1;

  constructor(fields: New<SerialUnit, 'id' | 'partId' | 'serial' | 'locationType'>) {
    Object.assign(this, fields);
  }

  isAt({ type, id }: Location): boolean {
    return this.locationType === type && this.locationId === id;
  }

  moveTo({ type, id }: Location): void {
    this.locationType = type;
    this.locationId = id;
  }
}

/** One spelling for a serial number, by which two are the same. */
export const serialKey = (serial: string): string => serial.trim().toUpperCase();

/** As much of a part as says whether it moves by unit. */
export type Tracked = Pick<Part, 'id' | 'sku' | 'serialTracked'>;

export const serialRefused = (sentence: string): DomainError => new DomainError('serial.refused', sentence);

/**
 * What can be said before any unit is looked for: as many serials as units, and none of them twice (STK-04).
 * @throws DomainError `quantity.malformed` for a part of a unit, `serial.refused`
 */
export const refuseUnfit = ({ sku, serialTracked }: Tracked, quantity: Quantity, serials: readonly string[]): void => {
  if (!serialTracked && serials.length > 0) throw serialRefused(`${sku} is not tracked by serial number: leave the serial numbers out.`);
  if (!serialTracked) return;
  if (quantity.thousandths % 1000n !== 0n)
    throw new DomainError('quantity.malformed', `${sku} is tracked by serial number and moves by whole units.`);
  if (BigInt(serials.length) * 1000n !== quantity.thousandths)
    throw serialRefused(`${sku} is tracked by serial number: ${quantity} and ${serials.length} serial numbers do not fit.`);
  if (new Set(serials.map(serialKey)).size < serials.length) throw serialRefused(`${sku}: a serial number is named twice.`);
};

/** Whether nothing is to be said against it. */
export const fits = (part: Tracked, quantity: Quantity, serials: readonly string[]): boolean => {
  try {
    refuseUnfit(part, quantity, serials);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
};
