import { people, withoutBranch } from '../../shared/access/matrix.ts';
import type { Actor, Role } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit, reach } from '../../shared/permit.ts';
import { ServiceCenterAssignment, type User } from '../user.ts';
import { type Administered, type AdministrationDeps, changeUser, factsOf, type ToUser, type UserUnit } from './change-user.ts';

export type AssignServiceCenters = ToUser & { readonly serviceCenterIds: readonly string[] };

/** Roles that no branch bounds have none; all others work somewhere. */
export const refuseUnlessFitting = (role: Role, serviceCenterIds: readonly string[]): void => {
  const branchless = withoutBranch.includes(role);
  if (branchless === (serviceCenterIds.length === 0)) return;
  const sentence = `${people[role].charAt(0).toUpperCase()}${people[role].slice(1)} ${branchless ? 'have no branch: they work for all of them' : 'need a branch to work at'}.`;
  throw new DomainError('user.branches', sentence, { errors: [{ pointer: '/serviceCenterIds', message: sentence }] });
};

/**
 * Puts the user at these branches and no others. Each that is added or taken away has to be the actor's to give.
 * @throws DomainError `user.branches`, `entity.absent` for a branch that is not there or not the actor's
 */
export const placeAt = async (
  { clock, ids }: Pick<AdministrationDeps, 'clock' | 'ids'>,
  { serviceCenters, record }: Pick<UserUnit, 'serviceCenters' | 'record'>,
  user: User,
  wanted: readonly string[],
  actor: Actor,
): Promise<void> => {
  refuseUnlessFitting(user.role, wanted);
  const before = user.serviceCenterIds;
  const added = [...new Set(wanted)].filter((id) => !before.includes(id));
  const removed = before.filter((id) => !wanted.includes(id));
  if (added.length + removed.length === 0) return;
  for (const id of added) await serviceCenters.get(id, reach(actor, 'user.branch.assign'));
  for (const serviceCenterId of [...added, ...removed]) permit(actor, 'user.branch.assign', { targetRoles: [user.role], serviceCenterId });
  const newcomers = added.map(
    (serviceCenterId) =>
      new ServiceCenterAssignment({ id: ids.next(), userId: user.id, serviceCenterId, assignedAt: clock.now(), assignedBy: actor.userId }),
  );
  user.assignments = [...user.assignments.filter(({ serviceCenterId }) => !removed.includes(serviceCenterId)), ...newcomers];
  record({ name: 'UserBranchesChanged', entityId: user.id, serviceCenterId: null, data: { added, removed } });
};

/** Says where somebody works from now on. It counts at once, whatever their token says (ACC-01). */
export const assignServiceCenters =
  (deps: AdministrationDeps) =>
  ({ serviceCenterIds, ...to }: AssignServiceCenters, actor: Actor): Promise<Administered> =>
    changeUser(deps)(to, actor, async (user, unit) => {
      permit(actor, 'user.branch.assign', factsOf(user));
      await placeAt(deps, unit, user, serviceCenterIds, actor);
    });
