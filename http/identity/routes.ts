import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { UserPage, UserQuery } from './schemas.ts';

/** Who there is. */
export const identityRoutes: RoutesOf = ({ listUsers }) => [
  route({
    method: 'GET',
    url: '/users',
    permission: 'user.read',
    operationId: 'listUsers',
    summary: 'Users, such as the engineers of a branch',
    tags: ['identity'],
    query: UserQuery,
    answers: { 200: UserPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await listUsers(filter, { limit, cursor, sort, count }, actor)),
  }),
];
