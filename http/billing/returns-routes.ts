import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { DocumentsIssued, EInvoice, Gstr1, HsnSummary, RegisteredEInvoice, ReturnPeriod } from './returns-schemas.ts';

const tags = ['billing'] as const;
const refuses = ['gstin.invalid', 'entity.absent'] as const;
const asked = { permission: 'gst.export', tags, query: ReturnPeriod, refuses, rateLimit: 'export' } as const;

type Registered = { readonly irn: string; readonly ackNumber: string; readonly ackDate: Date; readonly signedQr: string };

const registration = (path: string, { irn, ackNumber, ackDate, signedQr }: Registered, first: boolean) => {
  const body = { irn, ackNumber, ackDate, signedQr };
  return first ? created(path, body) : ok(body);
};

/** What the GST portal is told of a month. */
export const returnsRoutes: RoutesOf = (useCases) => [
  route({
    ...asked,
    method: 'GET',
    url: '/gst/gstr1',
    operationId: 'exportOutwardSupplies',
    summary: 'GSTR-1 of a month and GSTIN, over all its branches',
    answers: { 200: Gstr1 },
    handle: async ({ query, actor }) => ok(await useCases.exportGstr1(query, actor)),
  }),
  route({
    ...asked,
    method: 'GET',
    url: '/gst/hsn-summary',
    operationId: 'exportHsnSummary',
    summary: 'What was supplied in a month by HSN, unit and rate, to registered buyers and to others',
    answers: { 200: HsnSummary },
    handle: async ({ query, actor }) => ok(await useCases.exportHsnSummary(query, actor)),
  }),
  route({
    ...asked,
    method: 'GET',
    url: '/gst/documents-issued',
    operationId: 'exportDocumentsIssued',
    summary: 'What each series gave out in a month, and how many were cancelled',
    answers: { 200: DocumentsIssued },
    handle: async ({ query, actor }) => ok(await useCases.exportDocumentsIssued(query, actor)),
  }),
  route({
    method: 'GET',
    url: '/invoices/:id/e-invoice',
    permission: 'invoice.print',
    operationId: 'exportEInvoice',
    summary: 'An issued invoice as INV-01 v1.1, the form that the registration portal takes',
    tags,
    params: ById,
    answers: { 200: EInvoice },
    refuses: ['e_invoice.refused'],
    handle: async ({ params, actor }) => ok(await useCases.exportEInvoice(params.id, actor)),
  }),
  route({
    method: 'POST',
    url: '/invoices/:id/e-invoice',
    permission: 'invoice.issue',
    operationId: 'registerEInvoice',
    summary: 'Registers an issued invoice at the registration portal',
    description: 'Once: whoever asks again gets 200 with the first answer. Nothing is sent that the portal would refuse.',
    tags,
    params: ById,
    answers: { 200: RegisteredEInvoice, 201: RegisteredEInvoice },
    refuses: ['e_invoice.refused', 'e_invoice.portal_missing'],
    // It needs no key, and one would keep a transaction open while the portal is asked.
    idempotency: 'none',
    handle: async ({ params, actor }) => {
      const { registered, first } = await useCases.registerEInvoice(params.id, actor);
      return registration(`/invoices/${params.id}/e-invoice`, registered, first);
    },
  }),
  route({
    method: 'GET',
    url: '/credit-notes/:id/e-invoice',
    permission: 'creditnote.read',
    operationId: 'exportCreditNoteEInvoice',
    summary: 'An issued credit note as INV-01 v1.1, the form that the registration portal takes',
    tags,
    params: ById,
    answers: { 200: EInvoice },
    refuses: ['e_invoice.refused'],
    handle: async ({ params, actor }) => ok(await useCases.exportCreditNoteEInvoice(params.id, actor)),
  }),
  route({
    method: 'POST',
    url: '/credit-notes/:id/e-invoice',
    permission: 'creditnote.issue',
    operationId: 'registerCreditNoteEInvoice',
    summary: 'Registers an issued credit note at the registration portal',
    description: 'Once: whoever asks again gets 200 with the first answer. Nothing is sent that the portal would refuse.',
    tags,
    params: ById,
    answers: { 200: RegisteredEInvoice, 201: RegisteredEInvoice },
    refuses: ['e_invoice.refused', 'e_invoice.portal_missing'],
    idempotency: 'none',
    handle: async ({ params, actor }) => {
      const { registered, first } = await useCases.registerCreditNoteEInvoice(params.id, actor);
      return registration(`/credit-notes/${params.id}/e-invoice`, registered, first);
    },
  }),
];
