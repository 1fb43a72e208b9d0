import type { New } from '../shared/entity.ts';

export class Vehicle {
  readonly id!: string;
  readonly customerId!: string;
  readonly make!: string;
  readonly model!: string;
  readonly year: number | null = null;
  /** As typed; compared in one normal form that the database derives (SRC-02). */
  readonly registration!: string;
  readonly registrationType: string = 'STANDARD';
  readonly vin: string | null = null;
  readonly color: string | null = null;
  readonly fuelType: string | null = null;
  /** The last reading in kilometres. */
  odometer: number | null = null;
  readonly version: number = 1;

  constructor(fields: New<Vehicle, 'id' | 'customerId' | 'make' | 'model' | 'registration'>) {
    Object.assign(this, fields);
  }

  /** Takes a reading that is not lower than the last one (VEH-02). */
  read(odometer: number): void {
    if (this.odometer === null || odometer > this.odometer) this.odometer = odometer;
  }
}
