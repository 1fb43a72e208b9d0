import type { Invoice as Bill } from '@dms/domain/billing/invoice';
import type { Actor } from '@dms/domain/shared/actor';
import { type BusinessDay, businessDay } from '@dms/domain/shared/calendar';
import { accepted, created, ok } from '../answers.ts';
import { masked, maskedByBranch } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { ById, JobStarted } from '../schemas.ts';
import { DiscardDraft } from './note-schemas.ts';
import {
  CancelInvoice,
  ChangeDueDate,
  DraftInvoice,
  EndInvoice,
  Invoice,
  InvoicePage,
  InvoiceQuery,
  OverridePlaceOfSupply,
  SendInvoice,
} from './schemas.ts';

const tags = ['billing'] as const;

const presentWith = (invoice: Bill, actor: Actor, today: BusinessDay) => {
  const lines = invoice.lines.map((line) => ({ ...line }));
  return masked(
    actor,
    'invoice.read',
    { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType },
    { ...invoice, overdue: invoice.overdueOn(today), balance: invoice.balance, lines },
  );
};

/** Invoices. */
export const billingRoutes: RoutesOf = (useCases) => {
  const presentInvoice = (invoice: Bill, actor: Actor) => presentWith(invoice, actor, businessDay(useCases.clock.now()));
  return [
    route({
      method: 'POST',
      url: '/invoices',
      permission: 'invoice.create',
      operationId: 'draftInvoice',
      mayAsk: true,
      summary: 'Draws up the invoice of a job for one payer; its number comes with the issue',
      tags,
      body: DraftInvoice,
      answers: { 201: Invoice },
      refuses: ['job.transition', 'invoice.nothing_to_bill', 'invoice.share', 'invoice.payer', 'tax_rate.unknown', 'tax.invalid'],
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
        return ok({
          data: data.map(maskedByBranch(actor, 'invoice.read')),
          page,
        });
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
      refuses: [
        'invoice.transition',
        'invoice.recipient',
        'job.transition',
        'service_center.closed',
        'series.date_order',
        'series.exhausted',
      ],
      conditional: true,
      handle: async ({ params, ifMatch, actor }) => {
        const invoice = await useCases.issueInvoice({ invoiceId: params.id, version: ifMatch }, actor);
        return ok(presentInvoice(invoice, actor), { etag: invoice.version });
      },
    }),
    route({
      method: 'POST',
      url: '/invoices/:id/cancel',
      permission: 'invoice.cancel',
      operationId: 'cancelInvoice',
      summary: 'Takes an unpaid invoice out of the books on the day it bears; its number is kept, and its job is ready again',
      description:
        'One that is registered as an e-invoice is cancelled once the registration portal has cancelled that, within 24 hours of its acknowledgement: ' +
        '202 with the invoice as it stands, `cancellationAskedAt` set. Then it is `CANCELLED`, or `cancellationRefusal` says why not.',
      tags,
      params: ById,
      body: CancelInvoice,
      answers: { 200: Invoice, 202: Invoice },
      refuses: ['invoice.transition', 'job.transition', 'e_invoice.too_late'],
      conditional: true,
      handle: async ({ params, body: { reasonCode: code, ...body }, ifMatch, actor }) => {
        const invoice = await useCases.cancelInvoice({ ...body, code, invoiceId: params.id, version: ifMatch }, actor);
        const shown = presentInvoice(invoice, actor);
        return invoice.isBeingCancelled ? accepted(`/invoices/${invoice.id}`, shown) : ok(shown, { etag: invoice.version });
      },
    }),
    route({
      method: 'POST',
      url: '/invoices/:id/discard',
      permission: 'invoice.discard',
      operationId: 'discardInvoice',
      summary: 'Ends a draft that nobody wants; it never had a number, and what is on it can be billed anew',
      tags,
      params: ById,
      body: DiscardDraft,
      answers: { 200: Invoice },
      refuses: ['invoice.transition'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        const invoice = await useCases.discardInvoice({ ...body, invoiceId: params.id, version: ifMatch }, actor);
        return ok(presentInvoice(invoice, actor), { etag: invoice.version });
      },
    }),
    route({
      method: 'POST',
      url: '/invoices/:id/write-off',
      permission: 'writeoff',
      operationId: 'writeOffInvoice',
      mayAsk: true,
      summary: 'Gives up what is due on an invoice',
      tags,
      params: ById,
      body: EndInvoice,
      answers: { 200: Invoice },
      refuses: ['invoice.transition'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        const invoice = await useCases.writeOffInvoice({ ...body, invoiceId: params.id, version: ifMatch }, actor);
        return ok(presentInvoice(invoice, actor), { etag: invoice.version });
      },
    }),
    route({
      method: 'PATCH',
      url: '/invoices/:id/due-date',
      permission: 'invoice.edit-due-date',
      operationId: 'changeDueDate',
      summary: 'Gives the buyer until another day; reminders move with it',
      tags,
      params: ById,
      body: ChangeDueDate,
      answers: { 200: Invoice },
      refuses: ['invoice.transition', 'invoice.due_date'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        const invoice = await useCases.changeDueDate({ ...body, invoiceId: params.id, version: ifMatch }, actor);
        return ok(presentInvoice(invoice, actor), { etag: invoice.version });
      },
    }),
    route({
      method: 'PATCH',
      url: '/invoices/:id/place-of-supply',
      permission: 'invoice.override-place',
      operationId: 'overridePlaceOfSupply',
      summary: 'Sets the place of supply of a draft by hand, or leaves it to the rules again; its tax follows',
      tags,
      params: ById,
      body: OverridePlaceOfSupply,
      answers: { 200: Invoice },
      refuses: ['invoice.transition', 'tax.invalid'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        const invoice = await useCases.overridePlaceOfSupply({ ...body, invoiceId: params.id, version: ifMatch }, actor);
        return ok(presentInvoice(invoice, actor), { etag: invoice.version });
      },
    }),
    route({
      method: 'POST',
      url: '/invoices/:id/send',
      permission: 'invoice.send',
      operationId: 'sendInvoice',
      summary: 'Mails the PDF of an issued invoice again, or to another address',
      tags,
      params: ById,
      body: SendInvoice,
      answers: { 202: JobStarted },
      refuses: ['invoice.transition'],
      handle: async ({ params, body: { to }, actor }) => {
        const jobId = await useCases.sendInvoice({ invoiceId: params.id, to }, actor);
        return accepted(`/jobs/${jobId}`, { jobId });
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
  ];
};
