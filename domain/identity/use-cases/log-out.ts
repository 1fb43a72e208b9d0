import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Digest } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { AccessClaims, Sessions, Users } from '../ports.ts';

export type LogOut = {
  readonly refreshToken?: string | undefined;
  readonly claims?: Pick<AccessClaims, 'userId' | 'sessionId'> | undefined;
};

type Deps = {
  readonly transact: Transact<{ users: Users; sessions: Sessions }>;
  readonly clock: Clock;
  readonly digest: Digest;
};

/**
 * Ends the session of a refresh token and that of the access token that is shown. Mostly it is one; where a browser still had
 * the cookie of another login, both are over. What is not known is not there, and that is all.
 */
export const logOut =
  ({ transact, clock, digest }: Deps) =>
  async ({ refreshToken, claims }: LogOut, actor: Actor): Promise<void> => {
    const ofToken = refreshToken && (await transact(actor, ({ sessions }) => sessions.findByToken(digest(refreshToken))));
    const ended = new Map<string, string>();
    if (ofToken) ended.set(ofToken.family, ofToken.userId);
    if (claims) ended.set(claims.sessionId, claims.userId);
    for (const [sessionId, userId] of ended)
      await transact({ ...actor, userId }, async ({ users, sessions, record }) => {
        await users.getForChange(userId, everywhere);
        sessions.revoke({ family: sessionId }, clock.now());
        record({ name: 'LoggedOut', entityId: userId, serviceCenterId: null, data: { sessionId } });
      });
  };

/** Ends every session of the caller, the present one included. */
export const logOutEverywhere =
  ({ transact, clock }: Pick<Deps, 'transact' | 'clock'>) =>
  (_: object, actor: Actor): Promise<void> =>
    transact(actor, async ({ users, sessions, record }) => {
      const user = await users.getForChange(actor.userId ?? '', everywhere);
      sessions.revoke({ userId: user.id }, clock.now());
      record({ name: 'LoggedOutEverywhere', entityId: user.id, serviceCenterId: null, data: {} });
    });

/**
 * Ends one session, of the caller or of somebody whose sessions the caller may end.
 * @throws DomainError `entity.absent` or `access.denied`
 */
export const endSession =
  ({ transact, clock }: Pick<Deps, 'transact' | 'clock'>) =>
  ({ sessionId }: { readonly sessionId: string }, actor: Actor): Promise<void> =>
    transact(actor, async ({ users, sessions, record }) => {
      const session = await sessions.get(sessionId, everywhere);
      if (session.family !== session.id) throw absent('session');
      const user = await users.getForChange(session.userId, everywhere);
      permit(actor, 'user.session.revoke', { ownerIds: [user.id], serviceCenterIds: user.serviceCenterIds });
      sessions.revoke({ family: session.id }, clock.now());
      record({ name: 'SessionEnded', entityId: user.id, serviceCenterId: null, data: { sessionId: session.id } });
    });
