import type { New } from '../shared/entity.ts';
import type { BusinessDay } from '../shared/calendar.ts';

/** A registration that a vehicle had before, and for which days (VEH-01). Written once. */
export class FormerPlate {
  readonly id!: string;
  readonly vehicleId!: string;
  readonly registration!: string;
  /** Null where nobody knows. */
  readonly heldFrom: BusinessDay | null = null;
  /** The last day. */
  readonly heldUntil!: BusinessDay;
  readonly createdAt!: Date;
  readonly createdBy: string | null = null;

  constructor(fields: New<FormerPlate, 'id' | 'vehicleId' | 'registration' | 'heldUntil' | 'createdAt'>) {
    Object.assign(this, fields);
  }
}
