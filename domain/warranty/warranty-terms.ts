import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';

/** How long a part, or work of a service code, is warranted from a day on. What was given before keeps the terms of its own day. */
export class WarrantyTerms {
  readonly id!: string;
  /** The part they are of; null where they are of work. */
  readonly partId: string | null = null;
  /** The SAC of the work they are of; null where they are of a part. */
  readonly hsn: string | null = null;
  /** None means that no warranty is given any more. */
  readonly months!: number;
  /** Without it only the date ends the warranty. */
  readonly kilometres: number | null = null;
  readonly validFrom!: BusinessDay;
  readonly version: number = 1;

  constructor(fields: New<WarrantyTerms, 'id' | 'months' | 'validFrom'>) {
    Object.assign(this, fields);
  }
}
