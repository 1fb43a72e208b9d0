import type { New } from '../shared/entity.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';

export const jobPartStatuses = ['requested', 'reserved', 'backordered', 'issued', 'consumed', 'returned', 'cancelled'] as const;
export type JobPartStatus = (typeof jobPartStatuses)[number];

/** A part that the job needs: how much was asked for, issued, and used up (states.md, "parts request line"). */
export class JobPart {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly partId!: string;
  readonly description!: string;
  status: JobPartStatus = 'requested';
  /** Without it the job cannot be completed. */
  readonly required: boolean = true;
  requested: Quantity = Quantity.zero;
  issued: Quantity = Quantity.zero;
  consumed: Quantity = Quantity.zero;
  returned: Quantity = Quantity.zero;
  /** What the issued quantity cost the branch, less what was returned or consumed. */
  issuedValue: Money = Money.zero;

  constructor(fields: New<JobPart, 'id' | 'jobCardId' | 'partId' | 'description'>) {
    Object.assign(this, fields);
  }

  get unfilled(): Quantity {
    const missing = this.requested.minus(this.issued);
    return missing.isNegative() ? Quantity.zero : missing;
  }

  /** Handed out, and neither billed nor brought back. */
  get onJob(): Quantity {
    return this.issued.minus(this.consumed).minus(this.returned);
  }

  issue(quantity: Quantity, value: Money): void {
    this.issued = this.issued.plus(quantity);
    this.issuedValue = this.issuedValue.plus(value);
    this.status = this.unfilled.isPositive() ? 'requested' : 'issued';
  }

  /** Everything on the job becomes the customer's; says how much that was and what it had cost. */
  consume(): { readonly partId: string; readonly quantity: Quantity; readonly value: Money } {
    const consumed = { partId: this.partId, quantity: this.onJob, value: this.issuedValue };
    this.consumed = this.consumed.plus(consumed.quantity);
    this.issuedValue = Money.zero;
    this.status = 'consumed';
    return consumed;
  }
}
