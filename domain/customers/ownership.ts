import type { New } from '../shared/entity.ts';

/** For how long a vehicle was whose (VEH-03). The periods of a vehicle do not overlap. */
export class Ownership {
  readonly id!: string;
  readonly vehicleId!: string;
  readonly customerId!: string;
  /** Null from before it was known. */
  readonly ownedFrom: Date | null = null;
  /** Null while it is. */
  ownedUntil: Date | null = null;
  readonly note: string | null = null;
  readonly version: number = 1;

  constructor(fields: New<Ownership, 'id' | 'vehicleId' | 'customerId'>) {
    Object.assign(this, fields);
  }

  end(now: Date): void {
    this.ownedUntil = now;
  }
}
