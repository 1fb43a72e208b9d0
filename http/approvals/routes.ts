import type { Approval as AskedFor } from '@dms/domain/approvals/approval';
import type { ErrorCode } from '@dms/domain/shared/errors';
import { type Answer, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { Approval, ApprovalPage, ApprovalQuery, Approve, Reject } from './schemas.ts';

const tags = ['approvals'] as const;
const answers = { 200: Approval };
const refuses: readonly ErrorCode[] = ['approval.transition'];
const shown = (approval: AskedFor): Answer => ok(approval, { etag: approval.version });

/** What somebody else decides on. */
export const approvalsRoutes: RoutesOf = ({ listApprovals, readApproval, approveApproval, rejectApproval, cancelApproval }) => [
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
    description: 'It is carried out once, in the transaction of the decision. What cannot be carried out any more is 409 `approval.stale`.',
    tags,
    params: ById,
    body: Approve,
    answers,
    refuses: [...refuses, 'approval.stale'],
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
];
