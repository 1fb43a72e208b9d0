import type { IdentityReads } from '@dms/domain/identity/reads';
import { activateUser } from '@dms/domain/identity/use-cases/activate-user';
import { assignServiceCenters } from '@dms/domain/identity/use-cases/assign-service-centers';
import { changePassword } from '@dms/domain/identity/use-cases/change-password';
import { createUser, inviteByMail } from '@dms/domain/identity/use-cases/create-user';
import { deactivateUser } from '@dms/domain/identity/use-cases/deactivate-user';
import { editUser } from '@dms/domain/identity/use-cases/edit-user';
import { explainAccess } from '@dms/domain/identity/use-cases/explain-access';
import { listUsers } from '@dms/domain/identity/use-cases/list-users';
import { logIn } from '@dms/domain/identity/use-cases/log-in';
import { endSession, logOut, logOutEverywhere } from '@dms/domain/identity/use-cases/log-out';
import { readUser } from '@dms/domain/identity/use-cases/read-user';
import { refreshSession } from '@dms/domain/identity/use-cases/refresh-session';
import { requestPasswordReset } from '@dms/domain/identity/use-cases/request-password-reset';
import { acceptInvitation, resetPassword } from '@dms/domain/identity/use-cases/set-password-by-token';
import { suspendUser } from '@dms/domain/identity/use-cases/suspend-user';
import { unlockUser } from '@dms/domain/identity/use-cases/unlock-user';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresIdentityReads } from '../postgres/reads/identity.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const identity = {
  identityReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): IdentityReads =>
    translating(postgresIdentityReads(database.pool, readAggregate)),
  logIn,
  refreshSession,
  logOut,
  logOutEverywhere,
  endSession,
  changePassword,
  requestPasswordReset,
  resetPassword,
  acceptInvitation,
  createUser,
  inviteByMail,
  readUser,
  editUser,
  assignServiceCenters,
  suspendUser,
  activateUser,
  deactivateUser,
  unlockUser,
  explainAccess,
  listUsers,
};
