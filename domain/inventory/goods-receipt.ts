import type { New } from '../shared/entity.ts';
import { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';

/** One part of a delivery: how much came, and what each unit cost. Written once. */
export class GoodsReceiptLine {
  readonly id!: string;
  readonly receiptId!: string;
  readonly position!: number;
  readonly partId!: string;
  readonly sku!: string;
  readonly description!: string;
  readonly quantity!: Quantity;
  readonly unitCost!: Money;
  readonly value!: Money;
  /** Of a part that is tracked by serial number, that of each unit. */
  readonly serials: readonly string[] = [];

  constructor(
    fields: New<GoodsReceiptLine, 'id' | 'receiptId' | 'position' | 'partId' | 'sku' | 'description' | 'quantity' | 'unitCost' | 'value'>,
  ) {
    Object.assign(this, fields);
  }
}

/** What a supplier brought to a branch, as it was taken in. Written once: what was wrong with it is adjusted, or goes back. */
export class GoodsReceipt {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly supplier!: string;
  /** The supplier's own paper: a bill, a challan, an order. */
  readonly reference!: string;
  readonly receivedBy: string | null = null;
  readonly receivedAt!: Date;
  readonly value: Money = Money.zero;
  readonly lines: readonly GoodsReceiptLine[] = [];
  readonly version: number = 1;

  constructor(fields: New<GoodsReceipt, 'id' | 'serviceCenterId' | 'supplier' | 'reference' | 'receivedAt'>) {
    Object.assign(this, fields);
  }
}
