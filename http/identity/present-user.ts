import { type Administered, factsOf } from '@dms/domain/identity/use-cases/change-user';
import { decide } from '@dms/domain/shared/access/decide';
import type { Actor } from '@dms/domain/shared/actor';

/** Names, roles and branches are for colleagues; when somebody last logged in or why they are kept out is for who decides on it. */
export const presentUser = ({ user, serviceCenters }: Administered, actor: Actor) => {
  const { id, email, phone, firstName, lastName, locale, role, status, version } = user;
  const { suspensionReason, suspendedUntil, lockedUntil, lastLoginAt, invitedAt, passwordChangedAt } = user;
  const administration = { suspensionReason, suspendedUntil, lockedUntil, lastLoginAt, invitedAt, passwordChangedAt };
  const administers = decide(actor, 'user.edit', factsOf(user)).outcome === 'allowed';
  const hidden = Object.fromEntries(Object.keys(administration).map((name) => [name, null]));
  return {
    id,
    email,
    phone,
    firstName,
    lastName,
    locale,
    role,
    status,
    serviceCenters,
    ...(administers ? administration : hidden),
    version,
  };
};
