import type { Invoice as Bill } from '@dms/domain/billing/invoice';
import type { Payment as Receipt } from '@dms/domain/billing/payment';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { created, ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { ById } from '../schemas.ts';
import { DraftInvoice, Invoice, InvoicePage, InvoiceQuery, Payment, RecordPayment } from './schemas.ts';

const tags = ['billing'] as const;

const presentInvoice = (invoice: Bill, actor: Actor) => {
  const lines = invoice.lines.map((line) => ({ ...line }));
  return masked(
    actor,
    'invoice.read',
    { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType },
    { ...invoice, balance: invoice.balance, lines },
  );
};

const presentPayment = (payment: Receipt, actor: Actor) =>
  masked(actor, 'payment.read', { serviceCenterId: payment.serviceCenterId }, { ...payment, invoiceId: payment.allocations[0]?.invoiceId });

/** Invoices and what is paid on them. */
export const billingRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/invoices',
    permission: 'invoice.create',
    operationId: 'draftInvoice',
    mayAsk: true,
    summary: 'Draws up the bill of a job for one payer; its number comes with the issue',
    tags,
    body: DraftInvoice,
    answers: { 201: Invoice },
    refuses: ['job.transition', 'invoice.nothing_to_bill', 'invoice.share', 'invoice.payer', 'tax_rate.unknown'],
    handle: async ({ body, actor }) => {
      const invoice = await useCases.draftInvoice(body, actor);
      return created(`/invoices/${invoice.id}`, presentInvoice(invoice, actor), { etag: invoice.version });
    },
  }),
  route({
    method: 'GET',
    url: '/invoices',
    permission: 'invoice.read',
    operationId: 'listInvoices',
    summary: 'Invoices, newest first',
    tags,
    query: InvoiceQuery,
    answers: { 200: InvoicePage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await useCases.listInvoices(filter, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map((row) => masked(actor, 'invoice.read', { serviceCenterId: row.serviceCenterId }, row)), page });
    },
  }),
  route({
    method: 'GET',
    url: '/invoices/:id',
    permission: 'invoice.read',
    operationId: 'readInvoice',
    summary: 'One invoice with its lines',
    tags,
    params: ById,
    answers: { 200: Invoice },
    handle: async ({ params, actor }) => {
      const invoice = await useCases.readInvoice(params.id, actor);
      return ok(presentInvoice(invoice, actor), { etag: invoice.version });
    },
  }),
  route({
    method: 'POST',
    url: '/invoices/:id/issue',
    permission: 'invoice.issue',
    operationId: 'issueInvoice',
    summary: 'Gives the invoice its consecutive number and freezes it',
    tags,
    params: ById,
    answers: { 200: Invoice },
    refuses: ['invoice.transition', 'job.transition', 'service_center.closed', 'series.date_order', 'series.exhausted'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => {
      const invoice = await useCases.issueInvoice({ invoiceId: params.id, version: ifMatch }, actor);
      return ok(presentInvoice(invoice, actor), { etag: invoice.version });
    },
  }),
  route({
    method: 'GET',
    url: '/invoices/:id/pdf',
    permission: 'invoice.print',
    operationId: 'printInvoice',
    summary: 'The PDF of an issued invoice',
    description:
      'A worker makes it after the issue. Who asks sooner, or for another copy, waits a few seconds, then gets 202 with the job. The paper of a cancelled invoice says so.',
    tags,
    params: ById,
    query: CopyQuery,
    answers: paperAnswers,
    handle: async ({ params, query, actor }) => printedPaper(await useCases.printInvoice({ invoiceId: params.id, ...query }, actor)),
  }),
  route({
    method: 'POST',
    url: '/payments',
    permission: 'payment.record',
    operationId: 'recordPayment',
    mayAsk: true,
    summary: 'Takes down money against an invoice',
    tags,
    body: RecordPayment,
    answers: { 201: Payment },
    refuses: ['payment.exceeds_balance', 'payment.refused', 'invoice.transition'],
    idempotency: 'required',
    handle: async ({ body: { amount, receivedAt, ...body }, actor }) => {
      const command = { ...body, amount: Money.parse(amount), ...(receivedAt !== undefined && { receivedAt: new Date(receivedAt) }) };
      const payment = await useCases.recordPayment(command, actor);
      return created(`/payments/${payment.id}`, presentPayment(payment, actor), { etag: payment.version });
    },
  }),
  route({
    method: 'GET',
    url: '/payments/:id',
    permission: 'payment.read',
    operationId: 'readPayment',
    summary: 'One payment',
    tags,
    params: ById,
    answers: { 200: Payment },
    handle: async ({ params, actor }) => {
      const payment = await useCases.readPayment(params.id, actor);
      return ok(presentPayment(payment, actor), { etag: payment.version });
    },
  }),
];
