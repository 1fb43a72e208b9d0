import type { New } from '../shared/entity.ts';

/** Somebody decides in another's place from one instant to another: on a holiday, for instance (APR-02). */
export class Delegation {
  readonly id!: string;
  readonly fromUserId!: string;
  readonly toUserId!: string;
  readonly validFrom!: Date;
  validUntil!: Date;
  readonly reason: string | null = null;
  readonly version: number = 1;

  constructor(fields: New<Delegation, 'id' | 'fromUserId' | 'toUserId' | 'validFrom' | 'validUntil'>) {
    Object.assign(this, fields);
  }
}
