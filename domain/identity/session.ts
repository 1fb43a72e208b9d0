import type { New } from '../shared/entity.ts';

/** One login on one device. Of the refresh token only its hash is kept (AUT-02). */
export class Session {
  readonly id!: string;
  readonly userId!: string;
  /** All tokens that came from one login; reuse of an old one revokes them together. */
  readonly family!: string;
  readonly predecessorId: string | null = null;
  readonly refreshTokenHash!: string;
  readonly ipAddress: string | null = null;
  readonly userAgent: string | null = null;
  readonly expiresAt!: Date;
  lastUsedAt: Date | null = null;
  revokedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<Session, 'id' | 'userId' | 'family' | 'refreshTokenHash' | 'expiresAt'>) {
    Object.assign(this, fields);
  }
}
