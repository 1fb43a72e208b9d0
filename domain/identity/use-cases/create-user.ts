import { decide } from '../../shared/access/decide.ts';
import type { Actor, Role } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { normaliseMobile } from '../../shared/identifiers/mobile.ts';
import { permit } from '../../shared/permit.ts';
import { inviteUser } from '../invite-user.ts';
import { expectGoodPassword } from '../password-rules.ts';
import type { Passwords } from '../ports.ts';
import { User } from '../user.ts';
import { placeAt, refuseUnlessFitting } from './assign-service-centers.ts';
import { type Administered, administered, type AdministrationDeps, factsOf } from './change-user.ts';

export type CreateUser = {
  readonly email: string;
  readonly phone?: string | undefined;
  readonly firstName: string;
  readonly lastName?: string | undefined;
  readonly locale?: string | undefined;
  readonly role: Role;
  readonly serviceCenterIds: readonly string[];
  /** Without one an invitation goes out. */
  readonly password?: string | undefined;
};

type Deps = AdministrationDeps & { readonly passwords: Passwords };

/** Somebody may be given only what the actor may give, and at each branch named. */
const permitCreation = (actor: Actor, role: Role, serviceCenterIds: readonly string[]): void => {
  const places = serviceCenterIds.length > 0 ? serviceCenterIds : [null];
  for (const serviceCenterId of places) {
    permit(actor, 'user.create', { serviceCenterId, targetRoles: [role] });
    permit(actor, 'user.role.assign', { serviceCenterId, targetRoles: [role] });
  }
};

/**
 * Takes on somebody who can log in, with a password or by an invitation.
 * @throws DomainError `access.denied`, `entity.absent` for a branch that is not the actor's, `user.branches`, `record.duplicate`,
 * `phone.invalid`, and what the rules for passwords refuse (AUT-07)
 */
export const createUser =
  (deps: Deps) =>
  async ({ serviceCenterIds, password, phone, ...fields }: CreateUser, actor: Actor): Promise<Administered> => {
    const { transact, clock, ids, passwords } = deps;
    refuseUnlessFitting(fields.role, serviceCenterIds);
    permitCreation(actor, fields.role, serviceCenterIds);
    if (password !== undefined) expectGoodPassword(password, fields, '/password');
    const hash = password === undefined ? null : await passwords.hash(password);
    return transact(actor, async (unit) => {
      const now = clock.now();
      const user = new User({
        id: ids.next(),
        email: fields.email.trim(),
        firstName: fields.firstName.trim(),
        lastName: fields.lastName?.trim() || null,
        role: fields.role,
        phone: phone === undefined ? null : normaliseMobile(phone),
        ...(fields.locale !== undefined && { locale: fields.locale }),
        ...(hash !== null && { password: hash, passwordChangedAt: now }),
      });
      unit.users.add(user);
      unit.record({ name: 'UserCreated', entityId: user.id, serviceCenterId: null, data: { role: user.role } });
      await placeAt(deps, unit, user, serviceCenterIds, actor);
      if (hash === null) inviteUser(unit, user, now);
      return administered(unit, user);
    });
  };

/**
 * Invites somebody: a new user, or one who has not accepted yet and gets another letter.
 * @throws DomainError as `createUser`; `record.duplicate` for anybody else who has the address, and for an invitation as something else
 */
export const inviteByMail =
  (deps: Deps) =>
  (command: Omit<CreateUser, 'password'>, actor: Actor): Promise<Administered> =>
    deps.transact(actor, async (unit) => {
      const known = await unit.users.findByName(command.email.trim());
      if (!known) return createUser(deps)(command, actor);
      // Of somebody whom the actor has not to do with no more is told than that the address is taken (ACC-03).
      const isTheirs = decide(actor, 'user.invite', factsOf(known)).outcome === 'allowed';
      if (!isTheirs || known.password !== null || !known.isActive)
        throw new DomainError('record.duplicate', 'There is a user with this e-mail address.');
      refuseOtherTerms(known, command);
      inviteUser(unit, known, deps.clock.now());
      return administered(unit, known);
    });

/** A second letter repeats the first: who is to be something else is edited, so that nobody is told a role they do not get. */
const refuseOtherTerms = (known: User, { role, serviceCenterIds }: Omit<CreateUser, 'password'>): void => {
  const same = known.role === role && String(known.serviceCenterIds.toSorted()) === String([...new Set(serviceCenterIds)].toSorted());
  if (same) return;
  const detail = 'They are invited already, for another role or other branches. Change the user, then invite again.';
  throw new DomainError('record.duplicate', detail);
};
