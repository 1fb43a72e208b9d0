import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import { endSessions } from '../end-sessions.ts';
import { type Administered, type AdministrationDeps, changeUser, factsOf, type ToUser } from './change-user.ts';

/**
 * Takes the account of somebody who has left. What they did stays theirs; their sessions end at once.
 * @throws DomainError `entity.absent`, `access.denied`, `user.last_super_admin`, `version.stale`
 */
export const deactivateUser =
  (deps: AdministrationDeps) =>
  (to: ToUser, actor: Actor): Promise<Administered> =>
    changeUser(deps)(to, actor, (user, unit) => {
      permit(actor, 'user.deactivate', factsOf(user));
      if (user.status === 'INACTIVE') return;
      const from = user.status;
      user.deactivate();
      endSessions(unit, user, deps.clock.now());
      unit.record({ name: 'UserDeactivated', entityId: user.id, serviceCenterId: null, from, to: user.status, data: {} });
    });
