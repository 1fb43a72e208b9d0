import type { New } from '../shared/entity.ts';
import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';

export const locationTypes = ['STORE', 'IN_TRANSIT', 'JOB', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP'] as const;
export type LocationType = (typeof locationTypes)[number];

/** Where stock is. The id names the branch, the job card or the customer; a supplier or the scrap heap may have none. */
export type Location = { readonly type: LocationType; readonly id: string | null };

/** STK-01: one double-entry row, `quantity` of a part from one location to another. Written once, never changed. */
export class StockMovement {
  readonly id!: string;
  readonly partId!: string;
  readonly quantity!: Quantity;
  readonly fromType!: LocationType;
  readonly fromId: string | null = null;
  readonly toType!: LocationType;
  readonly toId: string | null = null;
  /** Of one unit, rounded to the paisa for people; `value` is what counts. */
  readonly unitCost!: Money;
  /** What the whole quantity cost, in exact paise: summed over all movements of a branch it is the value of its stock. */
  readonly value!: Money;
  readonly documentType!: string;
  readonly documentId!: string;
  /** The branch whose books this movement belongs to. */
  readonly serviceCenterId!: string;
  readonly movedAt!: Date;
  readonly movedBy: string | null = null;

  constructor(fields: New<StockMovement, Exclude<keyof StockMovement, 'fromId' | 'toId' | 'movedBy'>>) {
    Object.assign(this, fields);
  }
}
