import type { BusinessMonth } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';

/** A month of the books. While it is locked nothing is written that bears a day of it (PER-01). */
export class Period {
  readonly id!: string;
  readonly month!: BusinessMonth;
  locked = false;
  reason: string | null = null;
  changedBy: string | null = null;
  changedAt!: Date;
  readonly version: number = 1;

  constructor(fields: New<Period, 'id' | 'month' | 'changedAt'>) {
    Object.assign(this, fields);
  }

  /** @throws DomainError `period.transition` when it is so already */
  turn(locked: boolean, reason: string | null, by: string | null, at: Date): void {
    if (this.locked === locked)
      throw new DomainError('period.transition', locked ? `${this.month} is locked already.` : `${this.month} is not locked.`);
    this.locked = locked;
    this.reason = reason;
    this.changedBy = by;
    this.changedAt = at;
  }
}
