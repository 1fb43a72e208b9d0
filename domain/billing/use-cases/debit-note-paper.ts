import type { PaperCopy } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { type EInvoiceReads, type EInvoices, printedDocument } from '../e-invoice-registration.ts';
import { debitNotePdfStored } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { InvoiceDocument, Registered } from '../invoice-document.ts';
import type { Invoices } from '../ports.ts';
import type { BillingReads } from '../reads.ts';
import { readDebitNote } from './read-debit-notes.ts';
import { permitCosts } from '../transfer-costs.ts';

export type PrintDebitNote = { readonly debitNoteId: string; readonly copy?: PaperCopy | undefined };

/** One for the buyer and one for the books. */
const copies: readonly PaperCopy[] = ['ORIGINAL', 'DUPLICATE'];

/** The paper of an issued debit note, CGST Rule 53(1A); a draft has none, and an invoice under the id is no debit note. */
export const debitNotePaper: PaperSource<{ invoices: Invoices; eInvoices: EInvoices }, Registered<InvoiceDocument>> = {
  entityType: 'Invoice',
  find: async (unit, id, ref) => {
    const note = await unit.invoices.get(id, everywhere);
    if (note.kind !== 'DEBIT_NOTE') throw absent('debit note');
    const document = await printedDocument(unit, id, documentOf(note), ref);
    return {
      ...{ document, serviceCenterId: note.serviceCenterId, number: document.number, copies },
      stored: (paper) => debitNotePdfStored(note, aboutPaper(paper)),
    };
  },
};

const documentOf = ({ document }: Invoice): InvoiceDocument => {
  if (document === null) throw absent('PDF, as the debit note is still a draft');
  return document;
};

/**
 * The PDF of an issued debit note, for whoever may read the note. A cancelled one has papers of its own, which say so, and so has a registered one.
 * @throws DomainError `entity.absent` for a draft too
 */
export const printDebitNote =
  (deps: PrintDeps & { readonly billingReads: BillingReads; readonly eInvoiceReads: EInvoiceReads }) =>
  async ({ debitNoteId, copy = 'ORIGINAL' }: PrintDebitNote, actor: Actor): Promise<Printed> => {
    const note = await readDebitNote(deps)(debitNoteId, actor);
    permitCosts(actor, note);
    documentOf(note);
    if (!copies.includes(copy)) throw absent('such copy, as a debit note has two');
    const registered = (await deps.eInvoiceReads.ofDocument(note.id)) !== undefined;
    const paper = { kind: 'DEBIT_NOTE', id: note.id, copy, cancelled: note.status === 'CANCELLED', registered } as const;
    return printPaper(deps)(paper, note.serviceCenterId, actor);
  };
