import { type Actor, everywhere } from '../../shared/actor.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { accountKey, failLogin, type Failing, loginLimits, refuseGuessingAddress, wrongCredentials } from '../fail-login.ts';
import { noFailures } from '../login-state.ts';
import { openSession, type Opening, type TokenPair } from '../open-session.ts';
import type { Passwords, Sessions, Users } from '../ports.ts';
import type { User } from '../user.ts';

export type LogIn = { readonly username: string; readonly password: string; readonly rememberMe?: boolean };
export type LoggedIn = TokenPair & { readonly user: User };

type Deps = Omit<Failing, 'transact'> &
  Opening & { readonly transact: Transact<{ users: Users; sessions: Sessions }>; readonly passwords: Passwords };

type Entering = { readonly rememberMe?: boolean | undefined; readonly newHash?: string | undefined };

const liftSuspension = (user: User, record: Recording['record']): void => {
  const from = user.status;
  user.activate();
  record({ name: 'UserActivated', entityId: user.id, serviceCenterId: null, from, to: user.status, data: {} });
};

/**
 * Opens a session for who knows the password. Neither the answer nor its time tells whether the account exists or is locked
 * (AUT-03). The hash is compared outside of any transaction, because it takes a fifth of a second and no row waits for it.
 * @throws DomainError `auth.invalid_credentials`, or `rate.limited` for an address that guesses
 */
export const logIn = (deps: Deps) => {
  const { transact, passwords, failedLogins, clock, digest } = deps;

  const enter = (known: User, { rememberMe = false, newHash }: Entering, actor: Actor): Promise<LoggedIn | undefined> =>
    transact({ ...actor, userId: known.id }, async ({ users, sessions, record }) => {
      const { id } = known;
      const now = clock.now();
      // Locked, so that a change of the password or a lock made meanwhile is seen, and sees this session.
      const user = await users.getForChange(id, everywhere);
      if (!user.hasPasswordOf(known) || !user.mayLogIn(now)) return undefined;
      if (user.isSuspensionOver(now)) liftSuspension(user, record);
      if (newHash !== undefined && user.password === known.password) users.noteHash(id, newHash);
      const { session, pair } = openSession(deps, user, actor, { remembered: rememberMe });
      sessions.add(session);
      users.noteLogin(id, now);
      users.noteLoginState(id, noFailures);
      record({ name: 'LoggedIn', entityId: id, serviceCenterId: null, data: { sessionId: session.id } });
      return { ...pair, user };
    });

  /** A hash that was made when they were cheaper is made anew while the password is at hand (AUT-01). */
  const newHashOf = async (password: string, known: User): Promise<string | undefined> =>
    known.password !== null && passwords.isOutdated(known.password) ? passwords.hash(password) : undefined;

  return async ({ username, password, rememberMe }: LogIn, actor: Actor): Promise<LoggedIn> => {
    const limits = await loginLimits(deps);
    await refuseGuessingAddress(deps, limits, actor);
    const known = await transact(actor, ({ users }) => users.findByName(username));
    const account = accountKey(digest, username, known?.id);
    const matches = await passwords.matches(password, known?.password);
    // Whoever counts the last failure closes the door for all who are at it: a right guess after it is none.
    // Who is kept out is refused by the same steps as a wrong guess: a longer way would tell that this one was right.
    const mayEnter = matches && known?.mayLogIn(clock.now()) === true;
    const newHash = mayEnter ? await newHashOf(password, known) : undefined;
    const isOpen = mayEnter && (await failedLogins.clear(account, limits.failures));
    const entered = isOpen ? await enter(known, { rememberMe, newHash }, actor) : undefined;
    if (entered) return entered;
    await failLogin(deps, limits, actor, account, known?.id);
    throw wrongCredentials();
  };
};
