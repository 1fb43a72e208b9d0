import type { New } from '../shared/entity.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';

/** How a part may be taxed: by the dated table of rates, or not at all. */
export const partTreatments = ['TAXABLE', 'NIL', 'EXEMPT', 'NON_GST'] as const;

/** A catalogue entry (SKU). Discontinued, never deleted (STK-10). */
export class Part {
  readonly id!: string;
  readonly sku!: string;
  readonly name!: string;
  readonly description: string | null = null;
  readonly category: string | null = null;
  readonly manufacturer: string | null = null;
  readonly supplier: string | null = null;
  readonly barcode: string | null = null;
  readonly hsn!: string;
  /** Unit quantity code of the GST portal, such as LTR or PCS. */
  readonly unit!: string;
  readonly taxTreatment: string = 'TAXABLE';
  /** Selling price of one unit, without tax. */
  readonly unitPrice!: Money;
  readonly cost: Money = Money.zero;
  /** Maximum retail price of one unit, with tax; a price above it is unlawful (Legal Metrology Rules 2011). */
  readonly mrp: Money | null = null;
  readonly reorderLevel: Quantity = Quantity.zero;
  readonly serialTracked: boolean = false;
  readonly substitutes: readonly string[] = [];
  readonly active: boolean = true;
  readonly version: number = 1;

  constructor(fields: New<Part, 'id' | 'sku' | 'name' | 'hsn' | 'unit' | 'unitPrice'>) {
    Object.assign(this, fields);
  }
}
