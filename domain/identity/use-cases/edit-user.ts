import { withoutBranch } from '../../shared/access/matrix.ts';
import type { Actor, Role } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { normaliseMobile } from '../../shared/identifiers/mobile.ts';
import { faultOfLeave, type Leave } from '../../shared/leave.ts';
import { permit } from '../../shared/permit.ts';
import type { Quantity } from '../../shared/quantity.ts';
import { endSessions } from '../end-sessions.ts';
import type { User } from '../user.ts';
import { placeAt } from './assign-service-centers.ts';
import { type Administered, type AdministrationDeps, changeUser, factsOf, type ToUser, type UserUnit } from './change-user.ts';
import { isSameValue } from '../../shared/same-value.ts';

export type EditUser = ToUser & {
  readonly email?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | null | undefined;
  readonly locale?: string | undefined;
  /** The types of job an engineer can do; none is all of them. */
  readonly skills?: readonly string[] | undefined;
  readonly dailyHours?: Quantity | null | undefined;
  readonly leave?: readonly Leave[] | undefined;
  readonly role?: Role | undefined;
  /** Needed where the new role works at branches and the old one did not. */
  readonly serviceCenterIds?: readonly string[] | undefined;
};

type Given = Omit<EditUser, 'userId' | 'version' | 'role' | 'serviceCenterIds'>;

/** What was given, as it is kept. */
const normal = ({ email, phone, firstName, lastName, locale, skills, dailyHours, leave }: Given): Partial<User> => ({
  ...(email !== undefined && { email: email.trim() }),
  ...(phone !== undefined && { phone: phone === null ? null : normaliseMobile(phone) }),
  ...(firstName !== undefined && { firstName: firstName.trim() }),
  ...(lastName !== undefined && { lastName: lastName?.trim() || null }),
  ...(locale !== undefined && { locale }),
  ...(skills !== undefined && { skills }),
  ...(dailyHours !== undefined && { dailyHours }),
  ...(leave !== undefined && { leave: possible(leave) }),
});

/** @throws DomainError `request.invalid` for days that there are not, or that end before they begin */
const possible = (leave: readonly Leave[]): readonly Leave[] => {
  const fault = faultOfLeave(leave);
  if (fault === undefined) return leave;
  throw new DomainError('request.invalid', fault, { errors: [{ pointer: '/leave', message: fault }] });
};

const editFields = (user: User, given: Given, actor: Actor, { oneTimeTokens, record }: UserUnit, at: Date): void => {
  const fields = Object.entries(normal(given)).filter(([field, value]) => !isSameValue(user[field as keyof User], value));
  if (fields.length === 0) return;
  permit(actor, 'user.edit', factsOf(user));
  Object.assign(user, Object.fromEntries(fields));
  // A letter that went to another address is not for whoever reads it there.
  if (fields.some(([field]) => field === 'email')) oneTimeTokens.withdraw(user.id, at);
  record({ name: 'UserEdited', entityId: user.id, serviceCenterId: null, data: { fields: fields.map(([field]) => field) } });
};

/** A new role ends every session: what a token allowed it allows no more (AUT-05). */
const changeRole = (user: User, role: Role, actor: Actor, unit: UserUnit, at: Date): void => {
  const from = user.role;
  permit(actor, 'user.role.assign', { ...factsOf(user), targetRoles: [from, role] });
  user.role = role;
  endSessions(unit, user, at);
  unit.record({ name: 'UserRoleChanged', entityId: user.id, serviceCenterId: null, from, to: role, data: {} });
};

/**
 * Changes what is known of a user, or what they are.
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `user.branches`, `user.last_super_admin`, `phone.invalid`, `record.duplicate`
 */
export const editUser =
  (deps: AdministrationDeps) =>
  ({ userId, version, role, serviceCenterIds, ...given }: EditUser, actor: Actor): Promise<Administered> =>
    changeUser(deps)({ userId, version }, actor, async (user, unit) => {
      editFields(user, given, actor, unit, deps.clock.now());
      if (role !== undefined && role !== user.role) changeRole(user, role, actor, unit, deps.clock.now());
      if (role === undefined && serviceCenterIds === undefined) return;
      // Who rises above the branches leaves them; who comes down has to be told where to work.
      const places = serviceCenterIds ?? (withoutBranch.includes(user.role) ? [] : user.serviceCenterIds);
      await placeAt(deps, unit, user, places, actor);
    });
