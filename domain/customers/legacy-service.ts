import type { New } from '../shared/entity.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';

/** A service that was done before the books began here, as the old books tell it. Written once. */
export class LegacyService {
  readonly id!: string;
  readonly vehicleId!: string;
  /** Null where it was done elsewhere, or nobody knows. */
  readonly serviceCenterId: string | null = null;
  readonly servedOn!: BusinessDay;
  /** Of the job or the bill, in the old books. */
  readonly number: string | null = null;
  readonly serviceType: string | null = null;
  readonly summary: string | null = null;
  /** Kilometres. */
  readonly odometer: number | null = null;
  readonly totalAmount: Money | null = null;
  readonly createdAt!: Date;
  readonly createdBy: string | null = null;

  constructor(fields: New<LegacyService, 'id' | 'vehicleId' | 'servedOn' | 'createdAt'>) {
    Object.assign(this, fields);
  }
}
