import type { Sessions } from './ports.ts';
import type { User } from './user.ts';

/**
 * Ends every session of a user whose row this unit has locked: refresh tokens are revoked, and access tokens carry an older
 * version from now on. The event that the caller records must be one that `changesAccess`, so that every process hears of it
 * at once (AUT-05).
 */
export const endSessions = ({ sessions }: { readonly sessions: Sessions }, user: User, at: Date): void => {
  user.tokenVersion += 1;
  sessions.revoke({ userId: user.id }, at);
};
