import { type Actor, everywhere } from '../../shared/actor.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { endSessions } from '../end-sessions.ts';
import { accountKey, failLogin, type Failing, loginLimits, refuseGuessingAddress, wrongCredentials } from '../fail-login.ts';
import { expectGoodPassword } from '../password-rules.ts';
import type { OneTimeTokens, Passwords, Sessions, Users } from '../ports.ts';

export type ChangePassword = { readonly currentPassword: string; readonly newPassword: string };

type Deps = Omit<Failing, 'transact'> & {
  readonly transact: Transact<{ users: Users; sessions: Sessions; oneTimeTokens: OneTimeTokens }>;
  readonly passwords: Passwords;
};

/**
 * Changes the caller's own password and ends every session, the present one included: who knew the old one is out (AUT-05).
 * A wrong current password counts as a failed login, so that a stolen token does not serve to guess it.
 * @throws DomainError `auth.invalid_credentials`, `password.refused` or `rate.limited`
 */
export const changePassword = (deps: Deps) => {
  const { transact, passwords, failedLogins, clock, digest } = deps;

  return async ({ currentPassword, newPassword }: ChangePassword, actor: Actor): Promise<void> => {
    const limits = await loginLimits(deps);
    await refuseGuessingAddress(deps, limits, actor);
    const known = await transact(actor, ({ users }) => users.get(actor.userId ?? '', everywhere));
    const account = accountKey(digest, known.email, known.id);
    const matches = await passwords.matches(currentPassword, known.password);
    const isOpen = matches && known.mayLogIn(clock.now()) && (await failedLogins.clear(account, limits.failures));
    if (!isOpen) {
      await failLogin(deps, limits, actor, account, known.id);
      throw wrongCredentials();
    }
    expectGoodPassword(newPassword, known, '/newPassword');
    const hash = await passwords.hash(newPassword);
    await transact(actor, async ({ users, sessions, oneTimeTokens, record }) => {
      const user = await users.getForChange(known.id, everywhere);
      if (!user.hasPasswordOf(known) || !user.mayLogIn(clock.now())) throw wrongCredentials();
      user.changePassword(hash, clock.now());
      endSessions({ sessions }, user, clock.now());
      // Whoever read a letter that asks for a new password has lost it with this one.
      oneTimeTokens.withdraw(user.id, clock.now());
      record({ name: 'PasswordChanged', entityId: user.id, serviceCenterId: null, data: {} });
    });
  };
};
