import type { Invoice } from '@dms/domain/billing/invoice';
import type { Actor } from '@dms/domain/shared/actor';
import { type BusinessDay, businessDay } from '@dms/domain/shared/calendar';
import { masked } from '../masking.ts';
import type { RoutesOf } from '../route.ts';
import { DebitNote, DebitNotePage, DebitNoteQuery, DraftDebitNote } from './debit-note-schemas.ts';
import { noteRoutes } from './note-routes.ts';

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
export const debitNoteRoutes: RoutesOf = (useCases) =>
  noteRoutes({
    path: '/debit-notes',
    operations: {
      draft: 'draftDebitNote',
      list: 'listDebitNotes',
      read: 'readDebitNote',
      print: 'printDebitNote',
      issue: 'issueDebitNote',
      discard: 'discardDebitNote',
    },
    permissions: { draft: 'debitnote.create', read: 'invoice.read', issue: 'debitnote.issue', discard: 'debitnote.discard' },
    summaries: {
      draft: 'Draws up a debit note on an invoice, by line, at its rates; its number comes with the issue',
      list: 'Debit notes, newest first',
      read: 'One debit note with its lines and what is due of it',
      print: 'The PDF of an issued debit note',
      issue: 'Gives the note its consecutive number and freezes it; from then on it is due',
      discard: 'Ends a draft that nobody wants; it never had a number',
    },
    printing:
      'A worker makes it after the issue. Who asks sooner, or for the second copy, waits a few seconds, then gets 202 with the job. The paper of a cancelled note says so.',
    refuses: {
      draft: ['debitnote.refused', 'invoice.transition'],
      issue: ['invoice.transition', 'debitnote.refused', 'series.date_order', 'series.exhausted'],
      discard: ['invoice.transition'],
    },
    schemas: { draft: DraftDebitNote, note: DebitNote, page: DebitNotePage, query: DebitNoteQuery },
    uses: {
      draft: useCases.draftDebitNote,
      list: useCases.listDebitNotes,
      read: useCases.readDebitNote,
      print: (debitNoteId, copy, actor) => useCases.printDebitNote({ debitNoteId, ...copy }, actor),
      issue: (debitNoteId, told, actor) => useCases.issueDebitNote({ debitNoteId, ...told }, actor),
      discard: (debitNoteId, told, actor) => useCases.discardDebitNote({ debitNoteId, ...told }, actor),
    },
    present: (note, actor) => presentWith(note, actor, businessDay(useCases.clock.now())),
  });
