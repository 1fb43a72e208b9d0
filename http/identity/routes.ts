import { scopeOf } from '@dms/domain/shared/access/decide';
import { reach } from '@dms/domain/shared/permit';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { UserPage, UserQuery } from './schemas.ts';

/** Who there is. */
export const identityRoutes: RoutesOf = ({ identityReads }) => [
  route({
    method: 'GET',
    url: '/users',
    permission: 'user.read',
    operationId: 'listUsers',
    summary: 'Users, such as the engineers of a branch',
    tags: ['identity'],
    query: UserQuery,
    answers: { 200: UserPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const own = scopeOf(actor, 'user.read').kind === 'own' ? (actor.userId ?? undefined) : undefined;
      return ok(await identityReads.users(filter, reach(actor, 'user.read'), { limit, cursor, sort, count }, own));
    },
  }),
];
