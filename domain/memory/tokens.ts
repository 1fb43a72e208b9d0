import type { AccessClaims, Tokens } from '../identity/ports.ts';
import type { Ids } from '../shared/ports.ts';
import { DAY_MS } from '../shared/calendar.ts';

const ACCESS_SECONDS = 900;
const REFRESH_MS = 30 * DAY_MS;

/** Tokens that say openly what they are for: for trying out and for tests. Who faces the outside signs them. */
export const plainTokens = ({ ids }: { readonly ids: Ids }): Tokens => ({
  signAccess: (claims: AccessClaims) => ({ token: JSON.stringify(claims), expiresInSeconds: ACCESS_SECONDS }),
  newSecret: () => ids.next(),
  refreshLifetimeMs: REFRESH_MS,
});
