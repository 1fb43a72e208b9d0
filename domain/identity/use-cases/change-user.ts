import type { BranchRef, ServiceCenters } from '../../service-centers/ports.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import type { OneTimeTokens, Sessions, Users } from '../ports.ts';
import type { User } from '../user.ts';

/** What every command to a user says: which one, and the version it was decided on (If-Match). */
export type ToUser = { readonly userId: string; readonly version?: number | undefined };

/** A user with the branches by code, as answers show them. */
export type Administered = { readonly user: User; readonly serviceCenters: readonly BranchRef[] };

type Repositories = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly oneTimeTokens: OneTimeTokens;
  readonly serviceCenters: ServiceCenters;
};
export type UserUnit = Repositories & Recording;

export type AdministrationDeps = { readonly transact: Transact<Repositories>; readonly clock: Clock; readonly ids: Ids };

/** What the access matrix wants to know of a user: where they work, that they are their own, and what they are. */
export const factsOf = (user: Pick<User, 'id' | 'role' | 'serviceCenterIds'>): Facts => ({
  serviceCenterIds: user.serviceCenterIds,
  ownerIds: [user.id],
  targetRoles: [user.role],
});

export const administered = async (unit: Pick<UserUnit, 'serviceCenters'>, user: User): Promise<Administered> => ({
  user,
  serviceCenters: await unit.serviceCenters.refs(user.serviceCenterIds),
});

/**
 * Loads the user for change, lets `change` have them, and sees to it that a super administrator remains (ACC-09). All active
 * ones are locked first, in one order: of two requests that would each leave the other's as the last, the second finds it gone.
 * @throws DomainError `entity.absent`, `version.stale`, `user.last_super_admin`
 */
export const changeUser =
  ({ transact }: AdministrationDeps) =>
  ({ userId, version }: ToUser, actor: Actor, change: (user: User, unit: UserUnit) => void | Promise<void>): Promise<Administered> =>
    transact(actor, async (unit) => {
      const superAdmins = await unit.users.lockSuperAdmins();
      const user = await unit.users.getForChange(userId, reach(actor, 'user.read'));
      expectVersion(user, version);
      const heldPower = superAdmins.includes(user.id);
      const role = user.role;
      await change(user, unit);
      const keepsPower = user.role === role && user.isActive;
      if (heldPower && !keepsPower && superAdmins.length === 1)
        throw new DomainError('user.last_super_admin', `${user.name} is the only active super administrator left.`);
      return administered(unit, user);
    });
