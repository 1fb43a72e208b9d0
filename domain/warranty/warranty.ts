import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import type { Quantity } from '../shared/quantity.ts';

export const warrantyKinds = ['PART', 'LABOUR'] as const;
export type WarrantyKind = (typeof warrantyKinds)[number];

/** The warranty of one unit that was sold or fitted, or of work that was done, with the terms of that day. */
export class Warranty {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly customerId: string | null = null;
  /** Null where it was sold over the counter. */
  readonly vehicleId: string | null = null;
  readonly kind!: WarrantyKind;
  readonly partId: string | null = null;
  readonly description!: string;
  /** Of the unit, where it has one. */
  readonly serial: string | null = null;
  /** One for what is counted, the whole for what is measured. */
  readonly quantity!: Quantity;
  /** The job or sale it was fitted or sold with. */
  readonly sourceType!: string;
  readonly sourceId!: string;
  readonly invoiceId!: string;
  /** Null for a replacement that nobody was billed for. */
  readonly invoiceLineId: string | null = null;
  /** The terms as they were; a replacement names those of the unit it stands for. */
  readonly months!: number;
  readonly kilometres: number | null = null;
  readonly startsOn!: BusinessDay;
  readonly endsOn!: BusinessDay;
  readonly startOdometer: number | null = null;
  readonly endOdometer: number | null = null;
  /** The warranty whose rest this one inherited. */
  readonly replacesId: string | null = null;
  replacedOn: BusinessDay | null = null;
  readonly version: number = 1;

  constructor(
    fields: New<
      Warranty,
      | 'id'
      | 'serviceCenterId'
      | 'kind'
      | 'description'
      | 'quantity'
      | 'sourceType'
      | 'sourceId'
      | 'invoiceId'
      | 'months'
      | 'startsOn'
      | 'endsOn'
    >,
  ) {
    Object.assign(this, fields);
  }
}
