import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import { type Administered, type AdministrationDeps, changeUser, factsOf, type ToUser } from './change-user.ts';

/**
 * Lets somebody in again who was suspended or had left (AUT-08). They log in anew.
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`
 */
export const activateUser =
  (deps: AdministrationDeps) =>
  (to: ToUser, actor: Actor): Promise<Administered> =>
    changeUser(deps)(to, actor, (user, { record }) => {
      permit(actor, 'user.activate', factsOf(user));
      if (user.isActive) return;
      const from = user.status;
      user.activate();
      record({ name: 'UserActivated', entityId: user.id, serviceCenterId: null, from, to: user.status, data: {} });
    });
