import type { PaperCopy } from '../../files/ports.ts';
import type { PrintDeps, Printed } from '../../files/use-cases/print-paper.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { creditNotePdfStored } from '../credit-note-events.ts';
import type { CreditNoteReads } from '../credit-note-reads.ts';
import { type EInvoiceReads, type EInvoices, printedDocument } from '../e-invoice-registration.ts';
import type { Registered } from '../invoice-document.ts';
import type { CreditNoteDocument } from '../note-document.ts';
import type { CreditNotes } from '../ports.ts';
import { issuedNote, noteCopies, printNote } from './print-note.ts';
import { readCreditNote } from './read-credit-notes.ts';

export type PrintCreditNote = { readonly creditNoteId: string; readonly copy?: PaperCopy | undefined };

const what = 'credit note';

/** The paper of an issued credit note, CGST Rule 53(1A); a draft has none. */
export const creditNotePaper: PaperSource<{ creditNotes: CreditNotes; eInvoices: EInvoices }, Registered<CreditNoteDocument>> = {
  entityType: 'CreditNote',
  find: async (unit, id, ref) => {
    const note = await unit.creditNotes.get(id, everywhere);
    const document = await printedDocument(unit, id, issuedNote(note, what), ref);
    return {
      ...{ document, serviceCenterId: note.serviceCenterId, number: document.number, copies: noteCopies },
      stored: (paper) => creditNotePdfStored(note, aboutPaper(paper)),
    };
  },
};

/** The PDF of an issued credit note, for whoever may read the note. Errors as `printNote`. */
export const printCreditNote =
  (deps: PrintDeps & { readonly creditNoteReads: CreditNoteReads; readonly eInvoiceReads: EInvoiceReads }) =>
  async ({ creditNoteId, copy = 'ORIGINAL' }: PrintCreditNote, actor: Actor): Promise<Printed> => {
    const note = await readCreditNote(deps)(creditNoteId, actor);
    return printNote(deps, note, { what, kind: 'CREDIT_NOTE', copy, cancelled: false }, actor);
  };
