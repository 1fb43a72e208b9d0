import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock, Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Passwords, Sessions, Tokens, Users } from '../ports.ts';
import { Session } from '../session.ts';
import type { User } from '../user.ts';

export type LogIn = { readonly username: string; readonly password: string };
export type LoggedIn = { readonly accessToken: string; readonly refreshToken: string; readonly expiresIn: number; readonly user: User };

type Deps = {
  readonly transact: Transact<{ users: Users; sessions: Sessions }>;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

/**
 * Opens a session for who knows the password. The answer never tells whether the account exists (AUT-03).
 * The hash is compared outside of any transaction, because it takes a fifth of a second and no row waits for it.
 * @throws DomainError `auth.invalid_credentials`
 */
export const logIn =
  ({ transact, passwords, tokens, clock, ids, digest }: Deps) =>
  async ({ username, password }: LogIn, actor: Actor): Promise<LoggedIn> => {
    const known = await transact(actor, ({ users }) => users.findByName(username));
    const matches = await passwords.matches(password, known?.password);
    if (!known || !matches || !known.mayLogIn(clock.now())) {
      await transact(actor, async ({ record }) => record(loginFailed(known?.id ?? ids.next(), known !== undefined)));
      throw new DomainError('auth.invalid_credentials', 'The name or the password is wrong.');
    }
    return transact(actor, async ({ users, sessions, record }) => {
      const user = await users.findByName(username);
      const now = clock.now();
      if (!user || user.password !== known.password || !user.mayLogIn(now))
        throw new DomainError('auth.invalid_credentials', 'The name or the password is wrong.');
      const refreshToken = tokens.newRefresh();
      const id = ids.next();
      const session = new Session({
        id,
        userId: user.id,
        family: id,
        refreshTokenHash: digest(refreshToken),
        ipAddress: actor.address,
        userAgent: actor.agent,
        expiresAt: new Date(now.getTime() + tokens.refreshLifetimeMs),
      });
      sessions.add(session);
      users.noteLogin(user.id, now);
      record({ name: 'LoggedIn', entityId: user.id, serviceCenterId: null, data: { sessionId: session.id } });
      const access = tokens.signAccess({ userId: user.id, sessionId: session.id, tokenVersion: user.tokenVersion });
      return { accessToken: access.token, refreshToken, expiresIn: access.expiresInSeconds, user };
    });
  };

const loginFailed = (entityId: string, known: boolean) =>
  ({ name: 'LoginFailed', entityId, serviceCenterId: null, data: { known } }) as const;
