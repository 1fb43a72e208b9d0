import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { IdentityReads } from '../reads.ts';
import { type Administered, factsOf } from './change-user.ts';

/** @throws DomainError `entity.absent` for a colleague's where only one's own may be read */
export const readUser =
  ({ identityReads }: { readonly identityReads: IdentityReads }) =>
  async (userId: string, actor: Actor): Promise<Administered> => {
    const user = await identityReads.user(userId, reach(actor, 'user.read'));
    permit(actor, 'user.read', factsOf(user));
    return { user, serviceCenters: await identityReads.serviceCentersOf(userId) };
  };
