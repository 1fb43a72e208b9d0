import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';

/** What a branch had of a part when its books began here, and the receipt that took it in. Written once. */
export type OpeningStock = {
  readonly serviceCenterId: string;
  readonly partId: string;
  readonly quantity: Quantity;
  readonly unitCost: Money;
  readonly receiptId: string;
};
