import type { Administered } from '@dms/domain/identity/use-cases/change-user';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { presentUser } from './present-user.ts';
import {
  AssignServiceCenters,
  CreateUser,
  EditUser,
  ExplainAccess,
  Explanation,
  InviteUser,
  SuspendUser,
  UserDetail,
} from './user-schemas.ts';

const tags = ['identity'] as const;
const answers = { 200: UserDetail };
const aboutUsers = ['user.branches', 'phone.invalid', 'record.duplicate'] as const;

// Logins are noted beside the version.
const shown = (administered: Administered, actor: Actor) =>
  ok(presentUser(administered, actor), { etag: administered.user.version, holdsMore: true });
const made = (administered: Administered, actor: Actor) =>
  created(`/users/${administered.user.id}`, presentUser(administered, actor), { etag: administered.user.version });

/** Who there is, what they may do, and whether they may. */
export const usersRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/users',
    permission: 'user.create',
    operationId: 'createUser',
    summary: 'Takes somebody on, with a password or by an invitation',
    tags,
    body: CreateUser,
    answers: { 201: UserDetail },
    refuses: [...aboutUsers, 'password.refused'],
    handle: async ({ body: { serviceCenterIds = [], ...body }, actor }) =>
      made(await useCases.createUser({ ...body, serviceCenterIds }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/users/invitations',
    permission: 'user.invite',
    operationId: 'inviteUser',
    summary: 'Invites somebody to choose a password',
    description: 'Who was invited before and has not accepted gets another letter; what is known of them stays as it is.',
    tags,
    body: InviteUser,
    answers: { 201: UserDetail },
    refuses: aboutUsers,
    handle: async ({ body: { serviceCenterIds = [], ...body }, actor }) =>
      made(await useCases.inviteByMail({ ...body, serviceCenterIds }, actor), actor),
  }),
  route({
    method: 'GET',
    url: '/users/:id',
    permission: 'user.read',
    operationId: 'readUser',
    summary: 'One user',
    tags,
    params: ById,
    answers,
    handle: async ({ params, actor }) => shown(await useCases.readUser(params.id, actor), actor),
  }),
  route({
    method: 'PATCH',
    url: '/users/:id',
    permission: 'user.edit',
    operationId: 'editUser',
    summary: 'Changes what is known of a user, or their role',
    description: 'A new role ends every session of the user.',
    tags,
    params: ById,
    body: EditUser,
    answers,
    refuses: [...aboutUsers, 'user.last_super_admin'],
    handle: async ({ params, body: { dailyHours, ...body }, ifMatch, actor }) => {
      const hours = dailyHours === undefined ? {} : { dailyHours: dailyHours === null ? null : Quantity.parse(dailyHours) };
      return shown(await useCases.editUser({ ...body, ...hours, userId: params.id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'PUT',
    url: '/users/:id/service-centers',
    permission: 'user.branch.assign',
    operationId: 'assignServiceCenters',
    summary: 'Says where somebody works from now on',
    tags,
    params: ById,
    body: AssignServiceCenters,
    answers,
    refuses: ['user.branches'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.assignServiceCenters({ ...body, userId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/users/:id/suspend',
    permission: 'user.suspend',
    operationId: 'suspendUser',
    summary: 'Keeps somebody out for a time, at once',
    tags,
    params: ById,
    body: SuspendUser,
    answers,
    refuses: ['user.transition', 'user.last_super_admin'],
    conditional: true,
    handle: async ({ params, body: { reason, until }, ifMatch, actor }) => {
      const command = { userId: params.id, version: ifMatch, reason, ...(until !== undefined && { until: new Date(until) }) };
      return shown(await useCases.suspendUser(command, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/users/:id/activate',
    permission: 'user.activate',
    operationId: 'activateUser',
    summary: 'Lets somebody in again',
    tags,
    params: ById,
    answers,
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => shown(await useCases.activateUser({ userId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/users/:id/deactivate',
    permission: 'user.deactivate',
    operationId: 'deactivateUser',
    summary: 'Closes the account of somebody who has left',
    tags,
    params: ById,
    answers,
    refuses: ['user.last_super_admin'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) =>
      shown(await useCases.deactivateUser({ userId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/users/:id/unlock',
    permission: 'user.unlock',
    operationId: 'unlockUser',
    summary: 'Forgets the failed logins of an account',
    tags,
    params: ById,
    answers,
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => shown(await useCases.unlockUser({ userId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/authz/explain',
    permission: 'self',
    operationId: 'explainAccess',
    summary: 'Whether you may do something, by which rule, and who could',
    description: 'What is not said is taken as favourable, and the reason names it. Enforcement judges by the same table.',
    tags,
    body: ExplainAccess,
    answers: { 200: Explanation },
    idempotency: 'none',
    handle: async ({ body: { amount, ...question }, actor }) =>
      ok(await useCases.explainAccess({ ...question, ...(amount !== undefined && { amount: Money.parse(amount) }) }, actor)),
  }),
];
