import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { IdentityReads, UserFilter, UserRow } from '../reads.ts';

/** The users of the actor's branches; where only one's own record may be read, that one. */
export const listUsers =
  ({ identityReads }: { readonly identityReads: IdentityReads }) =>
  (filter: UserFilter, page: PageRequest, actor: Actor): Promise<Page<UserRow>> => {
    const own = scopeOf(actor, 'user.read').kind === 'own' ? (actor.userId ?? undefined) : undefined;
    return identityReads.users(filter, reach(actor, 'user.read'), page, own);
  };
