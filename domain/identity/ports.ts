import type { Repository } from '../shared/repository.ts';
import type { LoginState } from './login-state.ts';
import type { OneTimeToken, OneTimeTokenKind } from './one-time-token.ts';
import type { Session } from './session.ts';
import type { User } from './user.ts';

export type Users = Repository<User> & {
  /**
   * The ids of all active super administrators who have a password, whom nobody else changes until this unit ends (ACC-09). Locked
   * before any other user. Who never accepted the invitation is none that could take over.
   */
  lockSuperAdmins(): Promise<readonly string[]>;
  /** By e-mail address or phone, whichever was typed. */
  findByName(username: string): Promise<User | undefined>;
  /** A login is no change of the user: it takes no version, and two at once do not get in each other's way. */
  noteLogin(userId: string, at: Date): void;
  /** The same password under another hash: no change of the user either. */
  noteHash(userId: string, hash: string): void;
  /** What is remembered of failures, which nobody else changes until this unit ends; undefined where there is no such user. */
  loginStateForChange(userId: string): Promise<LoginState | undefined>;
  /** Takes no version either: who knows a name could otherwise make every edit of the user stale. */
  noteLoginState(userId: string, state: LoginState): void;
};

export type Sessions = Repository<Session> & {
  findByToken(refreshTokenHash: string): Promise<Session | undefined>;
  /** What the token was exchanged for: one, or several within the grace. */
  successorsOf(sessionId: string): Promise<Session[]>;
  /** When the login was that a family began with. */
  loggedInAt(family: string): Promise<Date>;
  /** Ends whole families at the end of the unit: one, or all of a user. */
  revoke(which: { readonly family: string } | { readonly userId: string }, at: Date): void;
};

export type OneTimeTokens = Repository<OneTimeToken> & {
  findByHash(tokenHash: string): Promise<OneTimeToken | undefined>;
  /** Makes older tokens of the kind useless at the end of the unit: only the newest letter counts. */
  supersede(userId: string, kind: OneTimeTokenKind, at: Date): void;
  /** Makes every token of the user useless at the end of the unit: what the letters were for is settled, or their address is the user's no more. */
  withdraw(userId: string, at: Date): void;
};

/** Hashing never holds up anybody else: implementations run it off the event loop (AUT-01). */
export type Passwords = {
  hash(password: string): Promise<string>;
  /** Whether a hash is cheaper to guess at than those that are made now. */
  isOutdated(hash: string): boolean;
  /** With no hash it takes as long and says no, so that an unknown name cannot be told from a wrong password (AUT-03). */
  matches(password: string, hash: string | null | undefined): Promise<boolean>;
};

/** `sessionId` is the family: it stays the same while refresh tokens are exchanged. */
export type AccessClaims = { readonly userId: string; readonly sessionId: string; readonly tokenVersion: number };

export type Tokens = {
  signAccess(claims: AccessClaims): { readonly token: string; readonly expiresInSeconds: number };
  /** 32 random bytes as text, for a refresh token or a link; only their digest is kept. */
  newSecret(): string;
  readonly refreshLifetimeMs: number;
};

/**
 * Counts failed logins over all processes, by account and by address, and by account what letters were asked for. It may forget; what it must not forget, the locks, is
 * kept with the user.
 */
export type FailedLogins = {
  /** One more failure for each key. A window begins with the first and forgets all when it ends. Answers the counts, in the order of the keys. */
  count(keys: readonly string[], windowMs: number): Promise<number[]>;
  /** How many are counted now, and for how much longer. */
  current(key: string): Promise<{ readonly failures: number; readonly leftMs: number }>;
  /** Forgets the failures of the key if they are fewer than `limit`, at one stroke; false if they are not. `Infinity` forgets any. */
  clear(key: string, limit: number): Promise<boolean>;
};
