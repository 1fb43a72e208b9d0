import type { New } from '../shared/entity.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a link in a letter is good for, and for how long (AUT-04, AUT-09). */
export const oneTimeTokenLifetimesMs = { RESET: 15 * MINUTE_MS, INVITATION: 72 * HOUR_MS } as const;
export type OneTimeTokenKind = keyof typeof oneTimeTokenLifetimesMs;

/** Lets its holder set a password once. The secret stands in the letter alone, here its hash. */
export class OneTimeToken {
  readonly id!: string;
  readonly userId!: string;
  readonly kind!: OneTimeTokenKind;
  readonly tokenHash!: string;
  readonly expiresAt!: Date;
  usedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<OneTimeToken, 'id' | 'userId' | 'kind' | 'tokenHash' | 'expiresAt'>) {
    Object.assign(this, fields);
  }

  isUsable(now: Date): boolean {
    return this.usedAt === null && this.expiresAt > now;
  }
}
