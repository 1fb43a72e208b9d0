import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { LoggedIn, LogIn, UserPage, UserQuery } from './schemas.ts';

/** Logging in, and who there is. */
export const identityRoutes: RoutesOf = ({ logIn, listUsers, identityReads }) => [
  route({
    method: 'POST',
    url: '/auth/login',
    permission: 'public',
    operationId: 'logIn',
    summary: 'Opens a session with a password',
    tags: ['identity'],
    body: LogIn,
    answers: { 200: LoggedIn },
    refuses: ['auth.invalid_credentials'],
    idempotency: 'none',
    rateLimit: 'auth',
    handle: async ({ body, actor }) => {
      const { user, ...tokens } = await logIn(body, actor);
      const { id, email, firstName, lastName, role } = user;
      const serviceCenters = await identityReads.serviceCentersOf(id);
      return ok({ ...tokens, user: { id, email, firstName, lastName, role, serviceCenters } });
    },
  }),
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
