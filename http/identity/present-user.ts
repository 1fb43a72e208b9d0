import { type Administered, factsOf } from '@dms/domain/identity/use-cases/change-user';
import type { Actor } from '@dms/domain/shared/actor';
import { masked } from '../masking.ts';

/** A user as this caller sees them; field by field, since a user also has a password. */
export const presentUser = ({ user, serviceCenters }: Administered, actor: Actor) => {
  const { id, email, phone, firstName, lastName, locale, role, status, skills, dailyHours, leave, version } = user;
  const { suspensionReason, suspendedUntil, lockedUntil, lastLoginAt, invitedAt, passwordChangedAt } = user;
  const person = { id, email, phone, firstName, lastName, locale, role, status, skills, dailyHours, leave, serviceCenters };
  const administration = { suspensionReason, suspendedUntil, lockedUntil, lastLoginAt, invitedAt, passwordChangedAt };
  return masked(actor, 'user.read', factsOf(user), { ...person, ...administration, version });
};
