/** What an account remembers of failed logins. It is no part of the user's version: a failed login changes nobody. */
export type LoginState = {
  readonly failedLogins: number;
  readonly firstFailureAt: Date | null;
  readonly lockedUntil: Date | null;
};

/** AUT-03: so many failures within the window lock an account for as long. */
export type LockoutRule = { readonly failures: number; readonly windowMs: number };

export const isLocked = ({ lockedUntil }: LoginState, now: Date): boolean => lockedUntil !== null && lockedUntil > now;

/**
 * The state after one more failure, of which all processes together may already have counted `counted` in the window.
 * While it is locked nothing is counted, so that nobody can keep an account locked for ever by trying on.
 */
export const afterFailure = (state: LoginState, now: Date, { failures, windowMs }: LockoutRule, counted: number): LoginState => {
  if (isLocked(state, now)) return state;
  const isInWindow = state.firstFailureAt !== null && now.getTime() - state.firstFailureAt.getTime() < windowMs;
  const failedLogins = Math.max(isInWindow ? state.failedLogins + 1 : 1, counted);
  if (failedLogins >= failures) return { ...noFailures, lockedUntil: new Date(now.getTime() + windowMs) };
  return { failedLogins, firstFailureAt: isInWindow ? state.firstFailureAt : now, lockedUntil: null };
};

export const noFailures: LoginState = { failedLogins: 0, firstFailureAt: null, lockedUntil: null };
