import type { CreditNote as Note } from '@dms/domain/billing/credit-note';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { masked, maskedByBranch } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { ById } from '../schemas.ts';
import {
  ApplyCreditNote,
  CreditNote,
  CreditNotePage,
  CreditNoteQuery,
  DiscardDraft,
  DraftCreditNote,
  RefundCreditNote,
} from './credit-note-schemas.ts';
import { Refund } from './payment-schemas.ts';
import { presentRefund } from './refund-routes.ts';

const tags = ['billing'] as const;

const present = (note: Note, actor: Actor) => {
  const { serviceCenterId, sourceType: source, openAmount } = note;
  const [lines, applications] = [note.lines.map((line) => ({ ...line })), note.applications.map((one) => ({ ...one }))];
  return masked(actor, 'creditnote.read', { serviceCenterId, source }, { ...note, openAmount, lines, applications });
};

/** Credit notes: what of an invoice is given back, and what that is used for. */
export const creditNoteRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/credit-notes',
    permission: 'creditnote.create',
    operationId: 'draftCreditNote',
    mayAsk: true,
    summary: 'Draws up a credit note on an invoice, by line; its number comes with the issue',
    tags,
    body: DraftCreditNote,
    answers: { 201: CreditNote },
    refuses: ['creditnote.refused', 'creditnote.too_late', 'creditnote.exceeds'],
    idempotency: 'required',
    handle: async ({ body: { invoiceId, reason, lines }, actor }) => {
      const asked = lines.map(({ lineId, quantity, amount }) => ({
        lineId,
        ...(quantity !== undefined && { quantity: Quantity.parse(quantity) }),
        ...(amount !== undefined && { amount: Money.parse(amount) }),
      }));
      const note = await useCases.draftCreditNote({ invoiceId, reason, lines: asked }, actor);
      return created(`/credit-notes/${note.id}`, present(note, actor), { etag: note.version });
    },
  }),
  route({
    method: 'GET',
    url: '/credit-notes',
    permission: 'creditnote.read',
    operationId: 'listCreditNotes',
    summary: 'Credit notes, newest first',
    tags,
    query: CreditNoteQuery,
    answers: { 200: CreditNotePage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await useCases.listCreditNotes(filter, { limit, cursor, sort, count }, actor);
      return ok({
        data: data.map(maskedByBranch(actor, 'creditnote.read')),
        page,
      });
    },
  }),
  route({
    method: 'GET',
    url: '/credit-notes/:id',
    permission: 'creditnote.read',
    operationId: 'readCreditNote',
    summary: 'One credit note with its lines and what it was applied to',
    tags,
    params: ById,
    answers: { 200: CreditNote },
    handle: async ({ params, actor }) => {
      const note = await useCases.readCreditNote(params.id, actor);
      return ok(present(note, actor), { etag: note.version });
    },
  }),
  route({
    method: 'GET',
    url: '/credit-notes/:id/pdf',
    permission: 'creditnote.read',
    operationId: 'printCreditNote',
    summary: 'The PDF of an issued credit note',
    description:
      'A worker makes it after the issue. Who asks sooner, or for the second copy, waits a few seconds, then gets 202 with the job.',
    tags,
    params: ById,
    query: CopyQuery,
    answers: paperAnswers,
    handle: async ({ params, query, actor }) => printedPaper(await useCases.printCreditNote({ creditNoteId: params.id, ...query }, actor)),
  }),
  route({
    method: 'POST',
    url: '/credit-notes/:id/issue',
    permission: 'creditnote.issue',
    operationId: 'issueCreditNote',
    mayAsk: true,
    summary: 'Gives the note its consecutive number, freezes it, and lowers what is due on its invoice',
    tags,
    params: ById,
    answers: { 200: CreditNote },
    refuses: ['creditnote.transition', 'creditnote.refused', 'creditnote.too_late', 'series.date_order', 'series.exhausted'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => {
      const note = await useCases.issueCreditNote({ creditNoteId: params.id, version: ifMatch }, actor);
      return ok(present(note, actor), { etag: note.version });
    },
  }),
  route({
    method: 'POST',
    url: '/credit-notes/:id/apply',
    permission: 'creditnote.apply',
    operationId: 'applyCreditNote',
    mayAsk: true,
    summary: 'Lowers what is due on another invoice of the same customer',
    tags,
    params: ById,
    body: ApplyCreditNote,
    answers: { 200: CreditNote },
    refuses: ['creditnote.transition', 'creditnote.refused', 'creditnote.exceeds', 'payment.exceeds_balance', 'invoice.transition'],
    conditional: true,
    idempotency: 'required',
    handle: async ({ params, body: { invoiceId, amount }, ifMatch, actor }) => {
      const command = {
        creditNoteId: params.id,
        invoiceId,
        amount: amount === undefined ? undefined : Money.parse(amount),
        version: ifMatch,
      };
      const note = await useCases.applyCreditNote(command, actor);
      return ok(present(note, actor), { etag: note.version });
    },
  }),
  route({
    method: 'POST',
    url: '/credit-notes/:id/refund',
    permission: 'refund.request',
    operationId: 'refundCreditNote',
    summary: 'Asks for what is open of the note to go back by the way its invoice was paid',
    description:
      'It is set aside at once. What becomes of it is told under `/refunds`: approved by somebody else, under way, there or not.',
    tags,
    params: ById,
    body: RefundCreditNote,
    answers: { 201: Refund },
    refuses: ['creditnote.transition', 'creditnote.exceeds', 'creditnote.refused', 'payment.refused'],
    conditional: true,
    idempotency: 'required',
    handle: async ({ params, body: { paymentId, amount, reason }, ifMatch, actor }) => {
      const told = { reason, paymentId, ...(amount !== undefined && { amount: Money.parse(amount) }) };
      const refund = await useCases.refundCreditNote({ ...told, creditNoteId: params.id, version: ifMatch }, actor);
      return created(`/refunds/${refund.id}`, presentRefund(refund, actor), { etag: refund.version });
    },
  }),
  route({
    method: 'POST',
    url: '/credit-notes/:id/discard',
    permission: 'creditnote.discard',
    operationId: 'discardCreditNote',
    summary: 'Ends a draft that nobody wants; what it would have given back can be on another note',
    tags,
    params: ById,
    body: DiscardDraft,
    answers: { 200: CreditNote },
    refuses: ['creditnote.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const note = await useCases.discardCreditNote({ ...body, creditNoteId: params.id, version: ifMatch }, actor);
      return ok(present(note, actor), { etag: note.version });
    },
  }),
];
