import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import { type StockAdjustmentEvent, stockAdjustmentMachine, type StockAdjustmentStatus } from './stock-adjustment.states.ts';

/** A correction of the books to what is on the shelf: more or less of one part at one branch. Kept once it is posted, and never changed. */
export class StockAdjustment {
  /** Of one that had to be asked for, the id of its approval: what waited and what was posted are one record. */
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly partId!: string;
  /** More, or with a minus less. */
  readonly delta!: Quantity;
  readonly reason!: string;
  /** Of a part that is tracked by serial number, the units that are found or gone. */
  readonly serials: readonly string[] = [];
  status: StockAdjustmentStatus = 'draft';
  /** What the delta is worth, with its sign. */
  value: Money = Money.zero;
  readonly requestedBy!: string | null;
  readonly approvalId: string | null = null;
  postedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<StockAdjustment, 'id' | 'serviceCenterId' | 'partId' | 'delta' | 'reason' | 'requestedBy'>) {
    Object.assign(this, fields);
  }

  /** Takes down what it was worth. One that had to be asked for has waited before. */
  post(at: Date, value: Money): void {
    for (const event of this.approvalId === null ? (['post'] as const) : (['submit', 'approve'] as const)) this.walk(event);
    this.value = value;
    this.postedAt = at;
  }

  private walk(event: StockAdjustmentEvent): void {
    const walked = step(stockAdjustmentMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('record.refused', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
  }
}
