import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock, Digest } from '../../shared/ports.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { endSessions } from '../end-sessions.ts';
import type { OneTimeToken, OneTimeTokenKind } from '../one-time-token.ts';
import { expectGoodPassword } from '../password-rules.ts';
import type { OneTimeTokens, Passwords, Sessions, Users } from '../ports.ts';
import type { User } from '../user.ts';

type Deps = {
  readonly transact: Transact<{ users: Users; sessions: Sessions; oneTimeTokens: OneTimeTokens }>;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly digest: Digest;
};

type Given = { readonly token: string; readonly password: string };
type Way = { readonly kind: OneTimeTokenKind; readonly event: EventName; readonly pointer: string };

/**
 * Sets a password for who holds the token of a letter. It is used up with it, and every session ends (AUT-04). The password is
 * judged before the token is touched, so that a weak one costs nothing but another try.
 */
const setByToken =
  ({ transact, passwords, clock, digest }: Deps, { kind, event, pointer }: Way) =>
  async ({ token, password }: Given, actor: Actor): Promise<void> => {
    const holds = (found: OneTimeToken | undefined, user: User | undefined): boolean =>
      found?.kind === kind && found.isUsable(clock.now()) && user?.isAtWork(clock.now()) === true;

    const { found, user: known } = await transact(actor, async ({ users, oneTimeTokens }) => {
      const found = await oneTimeTokens.findByHash(digest(token));
      return { found, user: found && (await users.get(found.userId, everywhere)) };
    });
    if (!found || !known || !holds(found, known)) throw useless();
    expectGoodPassword(password, known, pointer);
    const hash = await passwords.hash(password);

    await transact({ ...actor, userId: known.id }, async ({ users, sessions, oneTimeTokens, record }) => {
      const user = await users.getForChange(known.id, everywhere);
      const held = await oneTimeTokens.getForChange(found.id, everywhere);
      if (!holds(held, user)) throw useless();
      held.usedAt = clock.now();
      oneTimeTokens.withdraw(user.id, clock.now());
      user.changePassword(hash, clock.now());
      endSessions({ sessions }, user, clock.now());
      record({ name: event, entityId: user.id, serviceCenterId: null, data: {} });
    });
  };

const useless = (): DomainError => new DomainError('auth.link_invalid', 'This link was used already, is too old, or is none of ours.');

/** @throws DomainError `auth.link_invalid` or `password.refused` */
export const resetPassword = (deps: Deps) => {
  const set = setByToken(deps, { kind: 'RESET', event: 'PasswordReset', pointer: '/newPassword' });
  return ({ token, newPassword }: { readonly token: string; readonly newPassword: string }, actor: Actor) =>
    set({ token, password: newPassword }, actor);
};

/** @throws DomainError `auth.link_invalid` or `password.refused` */
export const acceptInvitation = (deps: Deps) => setByToken(deps, { kind: 'INVITATION', event: 'InvitationAccepted', pointer: '/password' });
