import type { New } from '../shared/entity.ts';
import { DAY_MS } from '../shared/calendar.ts';

/** Two honest tabs that refresh within so long of each other both go on (AUT-02). */
export const refreshGraceMs = 10_000;

/** When a session is over however often it was refreshed. */
export const sessionEnd = (loggedInAt: Date, mostDays: number): Date => new Date(loggedInAt.getTime() + mostDays * DAY_MS);

/**
 * One refresh token of a login on one device; the first of them stands for the login itself and has its family's id. Of the
 * token only the hash is kept (AUT-02). A family is over when its first row is revoked.
 */
export class Session {
  readonly id!: string;
  readonly userId!: string;
  /** All tokens that came from one login; reuse of an old one revokes them together. */
  readonly family!: string;
  readonly predecessorId: string | null = null;
  readonly refreshTokenHash!: string;
  readonly ipAddress: string | null = null;
  readonly userAgent: string | null = null;
  /** Whether the token also went into a cookie (AUT-09). */
  readonly remembered: boolean = false;
  readonly expiresAt!: Date;
  /** When the token was exchanged for the next one; null while it is good. */
  lastUsedAt: Date | null = null;
  revokedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<Session, 'id' | 'userId' | 'family' | 'refreshTokenHash' | 'expiresAt'>) {
    Object.assign(this, fields);
  }

  /**
   * Whether the token may be exchanged: it is fresh, or it was used a moment ago and none of its successors has been, so that
   * it is the immediate predecessor of what is in use.
   */
  isExchangeable(successors: readonly Session[], now: Date): boolean {
    if (this.lastUsedAt === null) return true;
    const isRecent = now.getTime() - this.lastUsedAt.getTime() <= refreshGraceMs;
    return isRecent && successors.every((successor) => successor.lastUsedAt === null);
  }
}
