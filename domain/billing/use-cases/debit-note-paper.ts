import type { PaperCopy } from '../../files/ports.ts';
import type { PrintDeps, Printed } from '../../files/use-cases/print-paper.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { type EInvoiceReads, type EInvoices, printedDocument } from '../e-invoice-registration.ts';
import { debitNotePdfStored } from '../events.ts';
import type { InvoiceDocument, Registered } from '../invoice-document.ts';
import type { Invoices } from '../ports.ts';
import type { BillingReads } from '../reads.ts';
import { issuedNote, noteCopies, printNote } from './print-note.ts';
import { readDebitNote } from './read-debit-notes.ts';

export type PrintDebitNote = { readonly debitNoteId: string; readonly copy?: PaperCopy | undefined };

const what = 'debit note';

/** The paper of an issued debit note, CGST Rule 53(1A); a draft has none, and an invoice under the id is no debit note. */
export const debitNotePaper: PaperSource<{ invoices: Invoices; eInvoices: EInvoices }, Registered<InvoiceDocument>> = {
  entityType: 'Invoice',
  find: async (unit, id, ref) => {
    const note = await unit.invoices.get(id, everywhere);
    if (note.kind !== 'DEBIT_NOTE') throw absent(what);
    const document = await printedDocument(unit, id, issuedNote(note, what), ref);
    return {
      ...{ document, serviceCenterId: note.serviceCenterId, number: document.number, copies: noteCopies },
      stored: (paper) => debitNotePdfStored(note, aboutPaper(paper)),
    };
  },
};

/** The PDF of an issued debit note, for whoever may read the note. Errors as `printNote`. */
export const printDebitNote =
  (deps: PrintDeps & { readonly billingReads: BillingReads; readonly eInvoiceReads: EInvoiceReads }) =>
  async ({ debitNoteId, copy = 'ORIGINAL' }: PrintDebitNote, actor: Actor): Promise<Printed> => {
    const note = await readDebitNote(deps)(debitNoteId, actor);
    return printNote(deps, note, { what, kind: 'DEBIT_NOTE', copy, cancelled: note.status === 'CANCELLED' }, actor);
  };
