import type { Refund as Repayment } from '@dms/domain/billing/refund';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { created, ok } from '../answers.ts';
import { masked, maskedByBranch } from '../masking.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { CompleteRefund, Refund, RefundPage, RefundQuery, RefuseRefund, RequestRefund } from './payment-schemas.ts';

const tags = ['billing'] as const;
const answers = { 200: Refund };

export const presentRefund = (refund: Repayment, actor: Actor) =>
  masked(actor, 'refund.read', { serviceCenterId: refund.serviceCenterId }, { ...refund });
const shown = (refund: Repayment, actor: Actor) => ok(presentRefund(refund, actor), { etag: refund.version });

/** Money that goes back: asked for, agreed to by somebody else, under way, there. */
export const refundRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/payments/:id/refund',
    permission: 'refund.request',
    operationId: 'requestRefund',
    summary: 'Asks for money to go back by the way it came',
    description:
      'It is set aside at once: first what is the customer’s credit, then what settles invoices, which are due again by as much.',
    tags,
    params: ById,
    body: RequestRefund,
    answers: { 201: Refund },
    refuses: ['payment.refused', 'payment.transition'],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, body: { amount, reason }, ifMatch, actor }) => {
      const told = { reason, ...(amount !== undefined && { amount: Money.parse(amount) }) };
      const refund = await useCases.requestRefund({ ...told, paymentId: params.id, version: ifMatch }, actor);
      return created(`/refunds/${refund.id}`, presentRefund(refund, actor), { etag: refund.version });
    },
  }),
  route({
    method: 'GET',
    url: '/refunds',
    permission: 'refund.read',
    operationId: 'listRefunds',
    summary: 'Refunds, the last asked for first',
    tags,
    query: RefundQuery,
    answers: { 200: RefundPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await useCases.listRefunds(filter, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(maskedByBranch(actor, 'refund.read')), page });
    },
  }),
  route({
    method: 'GET',
    url: '/refunds/:id',
    permission: 'refund.read',
    operationId: 'readRefund',
    summary: 'One refund',
    tags,
    params: ById,
    answers,
    handle: async ({ params, actor }) => shown(await useCases.readRefund(params.id, actor), actor),
  }),
  route({
    method: 'GET',
    url: '/refunds/:id/pdf',
    permission: 'refund.read',
    operationId: 'printRefundVoucher',
    summary: 'The PDF of the refund voucher of an advance that went back',
    description:
      'A worker makes it once the money went back. Who asks sooner, or for the second copy, waits a few seconds, then gets 202 with the job.',
    tags,
    params: ById,
    query: CopyQuery,
    answers: paperAnswers,
    handle: async ({ params, query, actor }) => printedPaper(await useCases.printRefundVoucher({ refundId: params.id, ...query }, actor)),
  }),
  route({
    method: 'POST',
    url: '/refunds/:id/approve',
    permission: 'refund.approve',
    operationId: 'approveRefund',
    mayAsk: true,
    summary: 'Somebody else than who asked agrees',
    tags,
    params: ById,
    answers,
    refuses: ['refund.transition'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) =>
      shown(await useCases.approveRefund({ refundId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/refunds/:id/reject',
    permission: 'refund.approve',
    operationId: 'rejectRefund',
    summary: 'Declines; what was set aside is the customer’s credit',
    tags,
    params: ById,
    body: RefuseRefund,
    answers,
    refuses: ['refund.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.rejectRefund({ ...body, refundId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/refunds/:id/process',
    permission: 'refund.request',
    operationId: 'processRefund',
    summary: 'The transfer was ordered, or the cash counted out',
    tags,
    params: ById,
    answers,
    refuses: ['refund.transition'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) =>
      shown(await useCases.processRefund({ refundId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/refunds/:id/complete',
    permission: 'refund.request',
    operationId: 'completeRefund',
    summary: 'The money arrived; of an advance that no bill had used it leaves a refund voucher',
    tags,
    params: ById,
    body: CompleteRefund,
    answers,
    refuses: ['refund.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.completeRefund({ ...body, refundId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/refunds/:id/fail',
    permission: 'refund.request',
    operationId: 'failRefund',
    summary: 'The money did not arrive; what was set aside is the customer’s credit',
    tags,
    params: ById,
    body: RefuseRefund,
    answers,
    refuses: ['refund.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.failRefund({ ...body, refundId: params.id, version: ifMatch }, actor), actor),
  }),
];
