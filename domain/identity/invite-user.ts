import type { Recording } from '../shared/unit-of-work.ts';
import type { User } from './user.ts';

/**
 * Invites somebody who has no password yet, or invites them again. What is recorded holds no secret: the token is made when
 * the letter is sent, and stands there alone.
 */
export const inviteUser = ({ record }: Pick<Recording, 'record'>, user: User, at: Date): void => {
  user.invitedAt = at;
  record({ name: 'UserInvited', entityId: user.id, serviceCenterId: null, data: {} });
};
