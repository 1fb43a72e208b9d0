import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Digest } from '../../shared/ports.ts';
import { accountKey } from '../fail-login.ts';
import { noFailures } from '../login-state.ts';
import type { FailedLogins } from '../ports.ts';
import { type Administered, type AdministrationDeps, changeUser, factsOf, type ToUser } from './change-user.ts';

type Deps = AdministrationDeps & { readonly failedLogins: FailedLogins; readonly digest: Digest };

/**
 * Forgets the failed logins of an account, before the lock would end by itself (AUT-03).
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`
 */
export const unlockUser =
  (deps: Deps) =>
  async (to: ToUser, actor: Actor): Promise<Administered> => {
    const unlocked = await changeUser(deps)(to, actor, (user, { record }) => {
      permit(actor, 'user.unlock', factsOf(user));
      Object.assign(user, noFailures);
      record({ name: 'UserUnlocked', entityId: user.id, serviceCenterId: null, data: {} });
    });
    await deps.failedLogins.clear(accountKey(deps.digest, unlocked.user.email, unlocked.user.id), Infinity);
    return unlocked;
  };
