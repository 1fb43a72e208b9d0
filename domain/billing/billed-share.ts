import type { New } from '../shared/entity.ts';
import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Payer, SourceType } from './invoice.ts';

/**
 * So much of a line of a job, order or visit is on a bill: the stretch from `startsAt` to `endsAt` of its value before tax, in rupees.
 * No two bills share a stretch, which the database holds fast; so whatever is billed to whom, it is billed once (INV-04).
 */
export class BilledShare {
  readonly id!: string;
  readonly sourceType!: SourceType;
  readonly sourceId!: string;
  /** The line of the estimate or order; of a source that has nothing to pay, the source itself. */
  readonly sourceLineId!: string;
  readonly invoiceId!: string;
  readonly invoiceLineId: string | null = null;
  readonly payer!: Payer;
  readonly startsAt!: Money;
  readonly endsAt!: Money;
  /** Of the whole line, as it was when it was billed first: its measure, and the figures that are split. */
  readonly measure!: Money;
  readonly quantity!: Quantity;
  readonly gross!: Money;
  readonly discount!: Money;
  readonly billedAt!: Date;
  /** When the bill was cancelled: from then on the stretch can be billed anew. */
  readonly releasedAt: Date | null = null;

  constructor(fields: New<BilledShare, Exclude<keyof BilledShare, 'invoiceLineId' | 'releasedAt'>>) {
    Object.assign(this, fields);
  }
}
