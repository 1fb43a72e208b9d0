import type { New } from '../shared/entity.ts';
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
