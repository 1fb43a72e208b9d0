import type { Configuration } from '../../configuration/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { openSession, type Opening, type TokenPair } from '../open-session.ts';
import type { Sessions, Users } from '../ports.ts';
import { sessionEnd } from '../session.ts';

export type RefreshSession = { readonly refreshToken: string };
export type Refreshed = TokenPair & { readonly remembered: boolean };

type Deps = Opening & { readonly transact: Transact<{ users: Users; sessions: Sessions }>; readonly configuration: Configuration };

/**
 * Exchanges a refresh token for a new pair. One that was exchanged before ends its whole family, since it may be in a thief's
 * hands, but for the moment in which two honest tabs ask at once (AUT-02). However often it is exchanged, a session is over some
 * days after its login.
 * @throws DomainError `auth.invalid_token`
 */
export const refreshSession = (deps: Deps) => {
  const { transact, clock, digest, configuration } = deps;

  return async ({ refreshToken }: RefreshSession, actor: Actor): Promise<Refreshed> => {
    const found = await transact(actor, ({ sessions }) => sessions.findByToken(digest(refreshToken)));
    if (!found) throw ended();
    const mostDays = (await configuration.current()).of('security.session-days');
    const refreshed = await transact(
      { ...actor, userId: found.userId },
      async ({ users, sessions, record }): Promise<Refreshed | undefined> => {
        const now = clock.now();
        const happened = { entityId: found.userId, serviceCenterId: null, data: { sessionId: found.family } };
        // Whatever opens, exchanges or ends sessions of a user locks the user first, so that they come one after the other.
        const user = await users.getForChange(found.userId, everywhere);
        const login = await sessions.getForChange(found.family, everywhere);
        const presented = await sessions.getForChange(found.id, everywhere);
        const endsAt = sessionEnd(await sessions.loggedInAt(login.id), mostDays);
        if (login.revokedAt !== null || presented.expiresAt <= now || endsAt <= now || !user.isAtWork(now)) return undefined;
        if (!presented.isExchangeable(await sessions.successorsOf(presented.id), now)) {
          sessions.revoke({ family: found.family }, now);
          record({ name: 'RefreshTokenReused', ...happened });
          return undefined;
        }
        presented.lastUsedAt ??= now;
        const { session, pair } = openSession(deps, user, actor, { predecessor: presented, endsAt });
        sessions.add(session);
        record({ name: 'SessionRefreshed', ...happened });
        return { ...pair, remembered: session.remembered };
      },
    );
    if (!refreshed) throw ended();
    return refreshed;
  };
};

const ended = (): DomainError => new DomainError('auth.invalid_token', 'This session has ended. Please log in again.');
