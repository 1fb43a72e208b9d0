import type { Configuration } from '../configuration/ports.ts';
import type { Actor } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import type { Clock, Digest, Ids } from '../shared/ports.ts';
import type { Transact } from '../shared/unit-of-work.ts';
import { afterFailure, isLocked, type LockoutRule } from './login-state.ts';
import { networkOf } from './network-of.ts';
import type { FailedLogins, Users } from './ports.ts';

export type Failing = {
  readonly transact: Transact<{ users: Users }>;
  readonly failedLogins: FailedLogins;
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

/** The one sentence for a wrong name, a wrong password and a locked account (AUT-03). */
export const wrongCredentials = (): DomainError => new DomainError('auth.invalid_credentials', 'The name or the password is wrong.');

const MINUTE_MS = 60_000;

export type LoginLimits = LockoutRule & { readonly perAddress: number };

/** AUT-03 in figures, as they are configured now. */
export const loginLimits = async ({ configuration }: Pick<Failing, 'configuration'>): Promise<LoginLimits> => {
  const { perAccount, perAddress, minutes } = (await configuration.current()).of('security.failed-logins');
  return { failures: perAccount, perAddress, windowMs: minutes * MINUTE_MS };
};

const addressKey = (address: string | null): string => `address:${address === null ? 'unknown' : networkOf(address)}`;

/** Names that do not exist are counted like the others, under a digest: nobody needs to read what was typed. */
export const accountKey = (digest: Digest, username: string, userId: string | undefined): string =>
  `account:${userId ?? digest(username.trim().toLowerCase())}`;

/**
 * Before anything is looked up: an address that guesses at many accounts waits, whichever it names.
 * @throws DomainError `rate.limited`
 */
export const refuseGuessingAddress = async ({ failedLogins }: Failing, { perAddress }: LoginLimits, { address }: Actor): Promise<void> => {
  const { failures, leftMs } = await failedLogins.current(addressKey(address));
  if (failures < perAddress) return;
  const retryAfterSeconds = Math.ceil(leftMs / 1000);
  throw new DomainError('rate.limited', `Too many failed logins from here. Try again in ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
  });
};

/**
 * Takes down a failed login: Redis counts first, over all processes; the lock is kept with the user. Who does not exist takes
 * the same steps, to no effect.
 */
export const failLogin = async (
  { transact, failedLogins, clock, ids }: Omit<Failing, 'configuration'>,
  rule: LockoutRule,
  actor: Actor,
  account: string,
  userId: string | undefined,
): Promise<void> => {
  const [counted = 0] = await failedLogins.count([account, addressKey(actor.address)], rule.windowMs);
  const entityId = userId ?? ids.next();
  const locked = await transact(actor, async ({ users, record }) => {
    const before = await users.loginStateForChange(entityId);
    const known = before !== undefined;
    record({ name: 'LoginFailed', entityId, serviceCenterId: null, data: { known } });
    if (!known || isLocked(before, clock.now())) return known;
    const after = afterFailure(before, clock.now(), rule, counted);
    users.noteLoginState(entityId, after);
    const locks = isLocked(after, clock.now());
    if (locks) record({ name: 'AccountLocked', entityId, serviceCenterId: null, data: { failures: rule.failures } });
    return locks;
  });
  // From here on PostgreSQL keeps the lock; who lifts it there has lifted it.
  if (locked) await failedLogins.clear(account, Infinity);
};
