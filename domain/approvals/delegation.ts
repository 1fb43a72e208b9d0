import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';

/** Somebody decides in another's place, with the other's right, from one business day to another: over a holiday, for instance (APR-02). */
export class Delegation {
  readonly id!: string;
  readonly fromUserId!: string;
  readonly toUserId!: string;
  readonly validFrom!: BusinessDay;
  /** The last day on which it holds. */
  readonly validUntil!: BusinessDay;
  readonly reason: string | null = null;
  endedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<Delegation, 'id' | 'fromUserId' | 'toUserId' | 'validFrom' | 'validUntil'>) {
    Object.assign(this, fields);
  }

  holdsOn(day: BusinessDay): boolean {
    return this.endedAt === null && this.validFrom <= day && day <= this.validUntil;
  }

  /** @throws DomainError `delegation.refused` when it has ended before */
  end(at: Date): void {
    if (this.endedAt !== null) throw new DomainError('delegation.refused', 'The delegation has ended already.');
    this.endedAt = at;
  }
}
