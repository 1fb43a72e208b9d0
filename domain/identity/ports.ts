import type { Repository } from '../shared/repository.ts';
import type { Session } from './session.ts';
import type { User } from './user.ts';

export type Users = Repository<User> & {
  /** By e-mail address or phone, whichever was typed. */
  findByName(username: string): Promise<User | undefined>;
  /** A login is no change of the user: it takes no version, and two at once do not get in each other's way. */
  noteLogin(userId: string, at: Date): void;
};

export type Sessions = Repository<Session>;

/** Hashing never holds up anybody else: implementations run it off the event loop (AUT-01). */
export type Passwords = {
  hash(password: string): Promise<string>;
  /** With no hash it takes as long and says no, so that an unknown name cannot be told from a wrong password (AUT-03). */
  matches(password: string, hash: string | undefined): Promise<boolean>;
};

export type AccessClaims = { readonly userId: string; readonly sessionId: string; readonly tokenVersion: number };

export type Tokens = {
  signAccess(claims: AccessClaims): { readonly token: string; readonly expiresInSeconds: number };
  /** 32 random bytes for the refresh token, as text; only their digest is kept. */
  newRefresh(): string;
  readonly refreshLifetimeMs: number;
};
