import type { Approval as AskedFor } from '@dms/domain/approvals/approval';
import type { Delegation as Delegated } from '@dms/domain/approvals/delegation';
import type { ErrorCode } from '@dms/domain/shared/errors';
import { type Answer, created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  Approval,
  ApprovalPage,
  ApprovalQuery,
  Approve,
  Delegate,
  Delegation,
  DelegationPage,
  DelegationQuery,
  Reject,
} from './schemas.ts';

const tags = ['approvals'] as const;
const answers = { 200: Approval };
const refuses: readonly ErrorCode[] = ['approval.transition'];
const shown = (approval: AskedFor): Answer => ok(approval, { etag: approval.version });

const shownDelegation = (delegation: Delegated): Answer => ok(delegation, { etag: delegation.version });

/** What somebody else decides on, and who decides in whose place. */
export const approvalsRoutes: RoutesOf = ({
  listApprovals,
  readApproval,
  approveApproval,
  rejectApproval,
  cancelApproval,
  delegateApprovals,
  listDelegations,
  readDelegation,
  endDelegation,
}) => [
  route({
    method: 'GET',
    url: '/approvals',
    permission: 'approval.read',
    operationId: 'listApprovals',
    summary: 'Approvals: to decide, asked for, or all that one may see',
    tags,
    query: ApprovalQuery,
    answers: { 200: ApprovalPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await listApprovals(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/approvals/:id',
    permission: 'approval.read',
    operationId: 'readApproval',
    summary: 'One approval, with what was asked for',
    tags,
    params: ById,
    answers,
    handle: async ({ params, actor }) => shown(await readApproval(params.id, actor)),
  }),
  route({
    method: 'POST',
    url: '/approvals/:id/approve',
    permission: 'approval.decide',
    operationId: 'approveApproval',
    summary: 'Lets what was asked for happen, at once',
    description:
      'It is carried out once, in the transaction of the decision. What cannot be carried out any more is 409 `approval.stale`; what is of a module that is switched off waits, 409 `module.off`.',
    tags,
    params: ById,
    body: Approve,
    answers,
    refuses: [...refuses, 'approval.stale', 'module.off'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await approveApproval({ approvalId: params.id, version: ifMatch, comments: body.comments }, actor)),
  }),
  route({
    method: 'POST',
    url: '/approvals/:id/reject',
    permission: 'approval.decide',
    operationId: 'rejectApproval',
    summary: 'Refuses what was asked for',
    tags,
    params: ById,
    body: Reject,
    answers,
    refuses,
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await rejectApproval({ approvalId: params.id, version: ifMatch, reason: body.rejectionReason }, actor)),
  }),
  route({
    method: 'POST',
    url: '/approvals/:id/cancel',
    permission: 'approval.cancel',
    operationId: 'cancelApproval',
    summary: 'Takes back what one asked for',
    tags,
    params: ById,
    answers,
    refuses,
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => shown(await cancelApproval({ approvalId: params.id, version: ifMatch }, actor)),
  }),
  route({
    method: 'POST',
    url: '/approvals/delegations',
    permission: 'approval.delegate',
    operationId: 'delegateApprovals',
    summary: 'Lets another user decide in the place of the caller',
    description: 'On these business days, both included, with the right of the caller. Who stands in cannot hand it on.',
    tags,
    body: Delegate,
    answers: { 201: Delegation },
    refuses: ['delegation.refused', 'record.duplicate', 'entity.absent'],
    handle: async ({ body, actor }) => {
      const delegation = await delegateApprovals(body, actor);
      return created(`/delegations/${delegation.id}`, delegation, { etag: delegation.version });
    },
  }),
  route({
    method: 'GET',
    url: '/approvals/delegations',
    permission: 'approval.delegate',
    operationId: 'listDelegations',
    summary: 'Delegations: given, received, or of the branches of the caller',
    tags,
    query: DelegationQuery,
    answers: { 200: DelegationPage },
    handle: async ({ query, actor }) => ok(await listDelegations(query, actor)),
  }),
  route({
    method: 'GET',
    url: '/delegations/:id',
    permission: 'approval.delegate',
    operationId: 'readDelegation',
    summary: 'One delegation',
    tags,
    params: ById,
    answers: { 200: Delegation },
    handle: async ({ params, actor }) => shownDelegation(await readDelegation(params.id, actor)),
  }),
  route({
    method: 'POST',
    url: '/delegations/:id/end',
    permission: 'approval.delegate',
    operationId: 'endDelegation',
    summary: 'Ends a delegation at once',
    tags,
    params: ById,
    answers: { 200: Delegation },
    refuses: ['delegation.refused'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) =>
      shownDelegation(await endDelegation({ delegationId: params.id, version: ifMatch }, actor)),
  }),
];
