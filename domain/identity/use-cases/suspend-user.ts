import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import { endSessions } from '../end-sessions.ts';
import { type Administered, type AdministrationDeps, changeUser, factsOf, type ToUser } from './change-user.ts';

export type SuspendUser = ToUser & {
  readonly reason: string;
  /** When it is over by itself; without it only activating lifts it. */
  readonly until?: Date | undefined;
};

/**
 * Keeps somebody out for a time, at once (AUT-08).
 * @throws DomainError `entity.absent`, `access.denied`, `user.transition`, `user.last_super_admin`, `version.stale`
 */
export const suspendUser =
  (deps: AdministrationDeps) =>
  ({ reason, until, ...to }: SuspendUser, actor: Actor): Promise<Administered> =>
    changeUser(deps)(to, actor, (user, unit) => {
      permit(actor, 'user.suspend', factsOf(user));
      if (user.status === 'INACTIVE') throw new DomainError('user.transition', `${user.name} has left: there is nothing to suspend.`);
      const now = deps.clock.now();
      if (until && until <= now) throw new DomainError('user.transition', 'A suspension ends in the future.');
      const from = user.status;
      user.suspend(reason, until ?? null);
      endSessions(unit, user, now);
      unit.record({
        name: 'UserSuspended',
        entityId: user.id,
        serviceCenterId: null,
        from,
        to: user.status,
        description: reason,
        data: { until: until?.toISOString() ?? null },
      });
    });
