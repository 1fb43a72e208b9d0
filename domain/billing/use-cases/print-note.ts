import type { PaperCopy, PaperRef } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { EInvoiceReads } from '../e-invoice-registration.ts';
import { permitCosts } from '../transfer-costs.ts';

type NoteOnPaper<Document> = {
  readonly id: string;
  readonly serviceCenterId: string;
  readonly sourceType: string;
  readonly document: Document | null;
};

/** Of a note on an invoice, one for the buyer and one for the books. */
export const noteCopies: readonly PaperCopy[] = ['ORIGINAL', 'DUPLICATE'];

/**
 * What the paper of a note is drawn of (CGST Rule 53(1A)).
 * @throws DomainError `entity.absent` for a draft, which has none
 */
export const issuedNote = <Document>({ document }: Pick<NoteOnPaper<Document>, 'document'>, what: string): Document => {
  if (document === null) throw absent(`PDF, as the ${what} is still a draft`);
  return document;
};

/**
 * The PDF of an issued note that the actor may read. A cancelled one has papers of its own, which say so, and so has a registered one.
 * @throws DomainError `entity.absent` for a draft and for a copy that there is not, `access.denied`
 */
export const printNote = async (
  deps: PrintDeps & { readonly eInvoiceReads: EInvoiceReads },
  note: NoteOnPaper<unknown>,
  { what, ...paper }: Pick<PaperRef, 'kind' | 'copy' | 'cancelled'> & { readonly what: string },
  actor: Actor,
): Promise<Printed> => {
  permitCosts(actor, note);
  issuedNote(note, what);
  if (!noteCopies.includes(paper.copy)) throw absent(`such copy, as a ${what} has two`);
  const registered = (await deps.eInvoiceReads.ofDocument(note.id)) !== undefined;
  return printPaper(deps)({ ...paper, id: note.id, registered }, note.serviceCenterId, actor);
};
