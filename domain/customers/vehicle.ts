import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';

export class Vehicle {
  readonly id!: string;
  customerId!: string;
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
  /** When the next service is due, by time and by distance, whichever comes first (JOB-11). */
  nextServiceOn: BusinessDay | null = null;
  nextServiceOdometer: number | null = null;
  readonly version: number = 1;

  constructor(fields: New<Vehicle, 'id' | 'customerId' | 'make' | 'model' | 'registration'>) {
    Object.assign(this, fields);
  }

  /** Takes a reading that is not lower than the last one (VEH-02). */
  read(odometer: number): void {
    if (this.odometer === null || odometer > this.odometer) this.odometer = odometer;
  }

  /**
   * Takes a reading as the last one; a lower one only for a reason, for an odometer may have been replaced (VEH-02).
   * @throws DomainError `vehicle.odometer`
   */
  readAnew(odometer: number, forcedReason: string | null): void {
    if (this.odometer !== null && odometer < this.odometer && forcedReason === null)
      throw new DomainError('vehicle.odometer', `The last reading was ${this.odometer} km. A lower one needs "force" with a reason.`);
    this.odometer = odometer;
  }

  expectAgain(on: BusinessDay | null, odometer: number | null): void {
    this.nextServiceOn = on;
    this.nextServiceOdometer = odometer;
  }

  /** @throws DomainError `vehicle.refused` to its present owner */
  passTo(customerId: string): void {
    if (customerId === this.customerId) throw new DomainError('vehicle.refused', 'The vehicle belongs to this customer already.');
    this.customerId = customerId;
  }
}
