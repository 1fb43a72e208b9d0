import type { CreditNote as Note } from '@dms/domain/billing/credit-note';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { created, ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { ApplyCreditNote, CreditNote, CreditNotePage, CreditNoteQuery, DraftCreditNote, RefundCreditNote } from './credit-note-schemas.ts';
import { noteRoutes } from './note-routes.ts';
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
  ...noteRoutes({
    path: '/credit-notes',
    operations: {
      draft: 'draftCreditNote',
      list: 'listCreditNotes',
      read: 'readCreditNote',
      print: 'printCreditNote',
      issue: 'issueCreditNote',
      discard: 'discardCreditNote',
    },
    permissions: { draft: 'creditnote.create', read: 'creditnote.read', issue: 'creditnote.issue', discard: 'creditnote.discard' },
    summaries: {
      draft: 'Draws up a credit note on an invoice, by line; its number comes with the issue',
      list: 'Credit notes, newest first',
      read: 'One credit note with its lines and what it was applied to',
      print: 'The PDF of an issued credit note',
      issue: 'Gives the note its consecutive number, freezes it, and lowers what is due on its invoice',
      discard: 'Ends a draft that nobody wants; what it would have given back can be on another note',
    },
    printing:
      'A worker makes it after the issue. Who asks sooner, or for the second copy, waits a few seconds, then gets 202 with the job.',
    refuses: {
      draft: ['creditnote.refused', 'creditnote.too_late', 'creditnote.exceeds', 'invoice.transition'],
      issue: [
        'creditnote.transition',
        'creditnote.refused',
        'creditnote.too_late',
        'creditnote.exceeds',
        'invoice.transition',
        'series.date_order',
        'series.exhausted',
      ],
      discard: ['creditnote.transition'],
    },
    schemas: { draft: DraftCreditNote, note: CreditNote, page: CreditNotePage, query: CreditNoteQuery },
    uses: {
      draft: useCases.draftCreditNote,
      list: useCases.listCreditNotes,
      read: useCases.readCreditNote,
      print: (creditNoteId, copy, actor) => useCases.printCreditNote({ creditNoteId, ...copy }, actor),
      issue: (creditNoteId, told, actor) => useCases.issueCreditNote({ creditNoteId, ...told }, actor),
      discard: (creditNoteId, told, actor) => useCases.discardCreditNote({ creditNoteId, ...told }, actor),
    },
    present,
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
];
