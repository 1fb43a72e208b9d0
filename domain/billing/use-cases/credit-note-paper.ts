import type { PaperCopy } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { creditNotePdfStored } from '../credit-note-events.ts';
import type { CreditNoteReads } from '../credit-note-reads.ts';
import type { CreditNote } from '../credit-note.ts';
import { type EInvoiceReads, type EInvoices, printedDocument } from '../e-invoice-registration.ts';
import type { Registered } from '../invoice-document.ts';
import type { CreditNoteDocument } from '../note-document.ts';
import type { CreditNotes } from '../ports.ts';
import { readCreditNote } from './read-credit-notes.ts';
import { permitCosts } from '../transfer-costs.ts';

export type PrintCreditNote = { readonly creditNoteId: string; readonly copy?: PaperCopy | undefined };

/** One for the buyer and one for the books. */
const copies: readonly PaperCopy[] = ['ORIGINAL', 'DUPLICATE'];

/** The paper of an issued credit note, CGST Rule 53(1A); a draft has none. */
export const creditNotePaper: PaperSource<{ creditNotes: CreditNotes; eInvoices: EInvoices }, Registered<CreditNoteDocument>> = {
  entityType: 'CreditNote',
  find: async (unit, id, ref) => {
    const note = await unit.creditNotes.get(id, everywhere);
    const document = await printedDocument(unit, id, documentOf(note), ref);
    return {
      ...{ document, serviceCenterId: note.serviceCenterId, number: document.number, copies },
      stored: (paper) => creditNotePdfStored(note, aboutPaper(paper)),
    };
  },
};

const documentOf = ({ document }: CreditNote): CreditNoteDocument => {
  if (document === null) throw absent('PDF, as the credit note is still a draft');
  return document;
};

/**
 * The PDF of an issued credit note, for whoever may read the note; a registered one has a paper of its own.
 * @throws DomainError `entity.absent` for a draft too
 */
export const printCreditNote =
  (deps: PrintDeps & { readonly creditNoteReads: CreditNoteReads; readonly eInvoiceReads: EInvoiceReads }) =>
  async ({ creditNoteId, copy = 'ORIGINAL' }: PrintCreditNote, actor: Actor): Promise<Printed> => {
    const note = await readCreditNote(deps)(creditNoteId, actor);
    permitCosts(actor, note);
    documentOf(note);
    if (!copies.includes(copy)) throw absent('such copy, as a credit note has two');
    const registered = (await deps.eInvoiceReads.ofDocument(note.id)) !== undefined;
    return printPaper(deps)({ kind: 'CREDIT_NOTE', id: note.id, copy, cancelled: false, registered }, note.serviceCenterId, actor);
  };
