import type { Actor } from '../shared/actor.ts';
import type { Clock, Digest, Ids } from '../shared/ports.ts';
import type { Tokens } from './ports.ts';
import { Session } from './session.ts';
import type { User } from './user.ts';

export type TokenPair = { readonly accessToken: string; readonly refreshToken: string; readonly expiresIn: number };
export type Opened = { readonly session: Session; readonly pair: TokenPair };

export type Opening = { readonly tokens: Tokens; readonly clock: Clock; readonly ids: Ids; readonly digest: Digest };

export type After = { readonly predecessor: Session; readonly endsAt: Date } | { readonly remembered: boolean };

const earlier = (one: Date, other: Date | undefined): Date => (other !== undefined && other < one ? other : one);

/** A refresh token for a user, as the first of a family or in place of a predecessor, and the access token beside it. */
export const openSession = (
  { tokens, clock, ids, digest }: Opening,
  user: User,
  { address, agent }: Pick<Actor, 'address' | 'agent'>,
  after: After,
): Opened => {
  const refreshToken = tokens.newSecret();
  const id = ids.next();
  const from = 'predecessor' in after ? after.predecessor : undefined;
  const session = new Session({
    id,
    userId: user.id,
    family: from?.family ?? id,
    predecessorId: from?.id ?? null,
    refreshTokenHash: digest(refreshToken),
    ipAddress: address,
    userAgent: agent,
    remembered: 'predecessor' in after ? after.predecessor.remembered : after.remembered,
    expiresAt: earlier(new Date(clock.now().getTime() + tokens.refreshLifetimeMs), 'endsAt' in after ? after.endsAt : undefined),
  });
  const access = tokens.signAccess({ userId: user.id, sessionId: session.family, tokenVersion: user.tokenVersion });
  return { session, pair: { accessToken: access.token, refreshToken, expiresIn: access.expiresInSeconds } };
};
