import type { Payment as Receipt } from '@dms/domain/billing/payment';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { onlyBranchOf } from '@dms/domain/shared/only-branch';
import { Type } from '@sinclair/typebox';
import { created, noContent, ok } from '../answers.ts';
import { masked, maskedByBranch } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { ById } from '../schemas.ts';
import {
  ApplyAdvance,
  BeginOnlinePayment,
  BegunPayment,
  PaymentCallback,
  Payment,
  PaymentPage,
  PaymentQuery,
  RecordAdvance,
  RecordPayment,
  UndoPayment,
} from './payment-schemas.ts';

const tags = ['billing'] as const;

/** Of one invoice alone, its id is told beside the allocations. */
const present = (payment: Receipt, actor: Actor) => {
  const invoiceIds = [...new Set(payment.allocations.map(({ invoiceId }) => invoiceId))];
  const body = {
    ...payment,
    unallocated: payment.unallocated,
    invoiceId: invoiceIds.length === 1 ? invoiceIds[0]! : null,
    allocations: payment.allocations.map((row) => ({ ...row })),
  };
  return masked(actor, 'payment.read', { serviceCenterId: payment.serviceCenterId }, body);
};

const shown = (payment: Receipt, actor: Actor) => ok(present(payment, actor), { etag: payment.version });
const made = (payment: Receipt, actor: Actor) => created(`/payments/${payment.id}`, present(payment, actor), { etag: payment.version });

type Told = {
  readonly receivedAt?: string | undefined;
  readonly amount?: string | undefined;
  readonly allocations?: readonly { readonly invoiceId: string; readonly amount: string }[] | undefined;
};
const sums = ({ receivedAt, amount, allocations }: Told) => ({
  ...(receivedAt !== undefined && { receivedAt: new Date(receivedAt) }),
  ...(amount !== undefined && { amount: Money.parse(amount) }),
  ...(allocations && { allocations: allocations.map((share) => ({ invoiceId: share.invoiceId, amount: Money.parse(share.amount) })) }),
});

const receiving = ['payment.refused', 'payment.cash_limit', 'series.date_order', 'series.exhausted'] as const;

/** Money in: payments and advances, and what is taken back of them. */
export const paymentRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/payments',
    permission: 'payment.record',
    operationId: 'recordPayment',
    mayAsk: true,
    summary: 'Takes down money against one invoice, or spread over several of one customer',
    tags,
    body: RecordPayment,
    answers: { 201: Payment },
    refuses: ['payment.exceeds_balance', 'invoice.transition', ...receiving],
    idempotency: 'required',
    handle: async ({ body: { amount, allocations, receivedAt, tds, ...body }, actor }) => {
      const command = {
        ...body,
        ...sums({ amount, allocations, receivedAt }),
        ...(tds !== undefined && { tds: Money.parse(tds) }),
      };
      return made(await useCases.recordPayment(command, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/payments/online',
    permission: 'payment.record',
    operationId: 'beginOnlinePayment',
    summary: 'Has a provider collect money for an invoice',
    description: 'The payment is `pending` until the provider says that the money is there; the customer pays under `checkoutUrl`.',
    tags,
    body: BeginOnlinePayment,
    answers: { 201: BegunPayment },
    refuses: ['payment.exceeds_balance', 'invoice.transition', 'payment.refused'],
    idempotency: 'required',
    handle: async ({ body: { invoiceId, amount }, actor }) => {
      const told = { invoiceId, ...(amount !== undefined && { amount: Money.parse(amount) }) };
      const { payment, checkoutUrl } = await useCases.beginOnlinePayment(told, actor);
      return created(`/payments/${payment.id}`, { ...present(payment, actor), checkoutUrl }, { etag: payment.version });
    },
  }),
  route({
    method: 'POST',
    url: '/payment-callbacks/:provider',
    permission: 'public',
    operationId: 'takePaymentCallback',
    summary: 'What a payment provider says of money it collects',
    description:
      'Signed as Standard Webhooks has it, by `webhook-id`, `webhook-timestamp` and `webhook-signature` over the very bytes of the body, and at most five minutes old. A callback that comes again, or too late, has no second effect.',
    tags,
    params: Type.Object({ provider: Type.String({ maxLength: 50, examples: ['stub'] }) }),
    body: PaymentCallback,
    rawBody: true,
    answers: { 204: Type.Null() },
    refuses: ['callback.refused', 'payment.refused', 'entity.absent', 'period.locked'],
    rateLimit: 'public',
    handle: async ({ params, body, headers, actor }) => {
      const header = (name: string): string | undefined => [headers[name]].flat()[0];
      const callback = {
        ...{ id: header('webhook-id'), timestamp: header('webhook-timestamp'), signature: header('webhook-signature') },
        body: typeof body === 'string' ? body : '',
      };
      await useCases.takeCallback({ provider: params.provider, callback }, actor);
      return noContent();
    },
  }),
  route({
    method: 'GET',
    url: '/payments',
    permission: 'payment.read',
    operationId: 'listPayments',
    summary: 'Payments, the last received first',
    tags,
    query: PaymentQuery,
    answers: { 200: PaymentPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await useCases.listPayments(filter, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(maskedByBranch(actor, 'payment.read')), page });
    },
  }),
  route({
    method: 'GET',
    url: '/payments/:id',
    permission: 'payment.read',
    operationId: 'readPayment',
    summary: 'One payment with what it settles',
    tags,
    params: ById,
    answers: { 200: Payment },
    handle: async ({ params, actor }) => shown(await useCases.readPayment(params.id, actor), actor),
  }),
  route({
    method: 'GET',
    url: '/payments/:id/pdf',
    permission: 'payment.read',
    operationId: 'printReceipt',
    summary: 'The PDF of the receipt of a payment; of an advance the receipt voucher',
    description:
      'A worker makes it when the money is taken down. Who asks sooner, or for another copy, waits a few seconds, then gets 202 with the job. There are two copies. The receipt of a payment that was reversed or not honoured says so.',
    tags,
    params: ById,
    query: CopyQuery,
    answers: paperAnswers,
    handle: async ({ params, query, actor }) => printedPaper(await useCases.printReceipt({ paymentId: params.id, ...query }, actor)),
  }),
  route({
    method: 'POST',
    url: '/payments/:id/reverse',
    permission: 'payment.reverse',
    operationId: 'reversePayment',
    mayAsk: true,
    summary: 'Takes back a payment that was recorded by mistake; what it settled is due again',
    tags,
    params: ById,
    body: UndoPayment,
    answers: { 200: Payment },
    refuses: ['payment.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.reversePayment({ ...body, paymentId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/payments/:id/bounce',
    permission: 'payment.bounce',
    operationId: 'bouncePayment',
    mayAsk: true,
    summary: 'Takes down that a cheque was not honoured; what it settled is due again',
    tags,
    params: ById,
    body: UndoPayment,
    answers: { 200: Payment },
    refuses: ['payment.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.bouncePayment({ ...body, paymentId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/advances',
    permission: 'advance.create',
    operationId: 'recordAdvance',
    mayAsk: true,
    summary: 'Takes money before there is an invoice, with a receipt voucher (CGST Rule 50)',
    tags,
    body: RecordAdvance,
    answers: { 201: Payment },
    refuses: ['service_center.closed', ...receiving],
    idempotency: 'required',
    handle: async ({ body: { serviceCenterId, amount, receivedAt, ...body }, actor }) => {
      const told = { ...sums({ receivedAt }), amount: Money.parse(amount) };
      const command = { ...body, ...told, serviceCenterId: serviceCenterId ?? onlyBranchOf(actor) };
      return made(await useCases.recordAdvance(command, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/advances/:id/apply',
    permission: 'advance.apply',
    operationId: 'applyAdvance',
    summary: 'Uses the credit that a payment leaves for invoices of its customer',
    tags,
    params: ById,
    body: ApplyAdvance,
    answers: { 200: Payment },
    refuses: ['payment.exceeds_balance', 'payment.refused', 'payment.cash_limit', 'invoice.transition'],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, body: { invoiceId, ...body }, ifMatch, actor }) =>
      shown(await useCases.applyAdvance({ invoiceId, ...sums(body), paymentId: params.id, version: ifMatch }, actor), actor),
  }),
];
