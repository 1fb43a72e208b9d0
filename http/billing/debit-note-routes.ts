import type { Invoice } from '@dms/domain/billing/invoice';
import type { Actor } from '@dms/domain/shared/actor';
import { type BusinessDay, businessDay } from '@dms/domain/shared/calendar';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { masked, maskedByBranch } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { ById } from '../schemas.ts';
import { DiscardDraft } from './credit-note-schemas.ts';
import { DebitNote, DebitNotePage, DebitNoteQuery, DraftDebitNote } from './debit-note-schemas.ts';

const tags = ['billing'] as const;

const presentWith = (note: Invoice, actor: Actor, today: BusinessDay) => {
  const { serviceCenterId, sourceType: source, balance, invoiceNumber: noteNumber, originalId: invoiceId } = note;
  const lines = note.lines.map((line) => ({ ...line }));
  return masked(
    actor,
    'invoice.read',
    { serviceCenterId, source },
    { ...note, noteNumber, invoiceId, reason: note.reason!, overdue: note.overdueOn(today), balance, lines },
  );
};

/** Debit notes: what an invoice charged too little. They are paid under `/payments`, as invoices are. */
export const debitNoteRoutes: RoutesOf = (useCases) => {
  const present = (note: Invoice, actor: Actor) => presentWith(note, actor, businessDay(useCases.clock.now()));
  return [
    route({
      method: 'POST',
      url: '/debit-notes',
      permission: 'debitnote.create',
      operationId: 'draftDebitNote',
      mayAsk: true,
      summary: 'Draws up a debit note on an invoice, by line, at its rates; its number comes with the issue',
      tags,
      body: DraftDebitNote,
      answers: { 201: DebitNote },
      refuses: ['debitnote.refused'],
      idempotency: 'required',
      handle: async ({ body: { invoiceId, reason, lines }, actor }) => {
        const asked = lines.map(({ lineId, quantity, amount }) => ({
          lineId,
          ...(quantity !== undefined && { quantity: Quantity.parse(quantity) }),
          ...(amount !== undefined && { amount: Money.parse(amount) }),
        }));
        const note = await useCases.draftDebitNote({ invoiceId, reason, lines: asked }, actor);
        return created(`/debit-notes/${note.id}`, present(note, actor), { etag: note.version });
      },
    }),
    route({
      method: 'GET',
      url: '/debit-notes',
      permission: 'invoice.read',
      operationId: 'listDebitNotes',
      summary: 'Debit notes, newest first',
      tags,
      query: DebitNoteQuery,
      answers: { 200: DebitNotePage },
      handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
        const { data, page } = await useCases.listDebitNotes(filter, { limit, cursor, sort, count }, actor);
        return ok({
          data: data.map(maskedByBranch(actor, 'invoice.read')),
          page,
        });
      },
    }),
    route({
      method: 'GET',
      url: '/debit-notes/:id',
      permission: 'invoice.read',
      operationId: 'readDebitNote',
      summary: 'One debit note with its lines and what is due of it',
      tags,
      params: ById,
      answers: { 200: DebitNote },
      handle: async ({ params, actor }) => {
        const note = await useCases.readDebitNote(params.id, actor);
        return ok(present(note, actor), { etag: note.version });
      },
    }),
    route({
      method: 'GET',
      url: '/debit-notes/:id/pdf',
      permission: 'invoice.read',
      operationId: 'printDebitNote',
      summary: 'The PDF of an issued debit note',
      description:
        'A worker makes it after the issue. Who asks sooner, or for the second copy, waits a few seconds, then gets 202 with the job. The paper of a cancelled note says so.',
      tags,
      params: ById,
      query: CopyQuery,
      answers: paperAnswers,
      handle: async ({ params, query, actor }) => printedPaper(await useCases.printDebitNote({ debitNoteId: params.id, ...query }, actor)),
    }),
    route({
      method: 'POST',
      url: '/debit-notes/:id/issue',
      permission: 'debitnote.issue',
      operationId: 'issueDebitNote',
      mayAsk: true,
      summary: 'Gives the note its consecutive number and freezes it; from then on it is due',
      tags,
      params: ById,
      answers: { 200: DebitNote },
      refuses: ['invoice.transition', 'debitnote.refused', 'series.date_order', 'series.exhausted'],
      conditional: true,
      handle: async ({ params, ifMatch, actor }) => {
        const note = await useCases.issueDebitNote({ debitNoteId: params.id, version: ifMatch }, actor);
        return ok(present(note, actor), { etag: note.version });
      },
    }),
    route({
      method: 'POST',
      url: '/debit-notes/:id/discard',
      permission: 'debitnote.discard',
      operationId: 'discardDebitNote',
      summary: 'Ends a draft that nobody wants; it never had a number',
      tags,
      params: ById,
      body: DiscardDraft,
      answers: { 200: DebitNote },
      refuses: ['invoice.transition'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        const note = await useCases.discardDebitNote({ ...body, debitNoteId: params.id, version: ifMatch }, actor);
        return ok(present(note, actor), { etag: note.version });
      },
    }),
  ];
};
