import { absent } from '../shared/errors.ts';
import type { CancelReason, EInvoiceCancellation, PortalState } from './e-invoice-cancelling.ts';
import type { EInvoice, Registrable } from './e-invoice.ts';
import type { Registered } from './invoice-document.ts';

/** What the registration portal answers. It is printed with the invoice: the reference number, its receipt, and the text of the QR code. */
export type PortalAnswer = {
  /** The invoice reference number: 64 hexadecimal digits. */
  readonly irn: string;
  readonly ackNumber: string;
  readonly ackDate: Date;
  readonly signedQr: string;
};

/** Where e-invoices are registered (CGST Rule 48(4)). */
export type InvoiceRegistrationPortal = {
  /**
   * Registers the document. One that is registered already is a duplicate there, and gets the first answer again: so whoever does not
   * know whether it came through asks once more.
   * @throws DomainError `e_invoice.refused` with what the portal says; also for one that was cancelled, whose number is not used again
   */
  register(document: EInvoice): Promise<PortalAnswer>;
  /**
   * Cancels a registration. One that is cancelled already gets the first answer again.
   * @param remark at most 100 characters
   * @throws DomainError `e_invoice.refused` with what the portal says: after 24 hours, or while an e-way bill made of it is active
   */
  cancel(irn: string, because: { readonly code: CancelReason; readonly remark: string }): Promise<{ readonly cancelledAt: Date }>;
  /** What became of a registration, for whoever lost the answer. */
  stateOf(irn: string): Promise<PortalState>;
};

export type RegisteredEInvoice = PortalAnswer & {
  readonly documentKind: Registrable['kind'];
  /** Of the invoice, the debit note or the credit note. */
  readonly documentId: string;
  readonly registeredAt: Date;
  /** Nobody where the system did it. */
  readonly registeredBy: string | null;
};

export type EInvoices = {
  ofDocument(documentId: string): Promise<RegisteredEInvoice | undefined>;
  /** Whether this is the first of its document; another unit that keeps one just now is waited for. */
  keep(registered: RegisteredEInvoice): Promise<boolean>;
  /** The portal is about to be asked: until an answer is kept, or it is known to refuse, it may have registered the document. */
  ask(documentId: string, at: Date): Promise<void>;
  /** Whether the portal was asked and nobody knows its answer yet. */
  isAsked(documentId: string): Promise<boolean>;
  /** The answer is known. */
  answered(documentId: string): Promise<void>;
  /** The portal is to cancel the registration, for this reason and no other. */
  askCancellation(asked: EInvoiceCancellation): Promise<void>;
  /** What the portal is asked, or has done. */
  cancellationOf(documentId: string): Promise<EInvoiceCancellation | undefined>;
  /** The portal has cancelled it. */
  cancelled(documentId: string, at: Date): Promise<void>;
  /** The portal did not, and it is known: the document may be cancelled anew, for another reason too. */
  dropCancellation(documentId: string): Promise<void>;
};

/** Whether a document is registered, and as what. */
export type EInvoiceReads = Pick<EInvoices, 'ofDocument'>;

/**
 * What is drawn of a document: with what the portal answered, where the paper of the registered one is meant.
 * @throws DomainError `entity.absent` for such a paper of what is not registered
 */
export const printedDocument = async <Document extends object>(
  { eInvoices }: { readonly eInvoices: EInvoiceReads },
  documentId: string,
  document: Document,
  { registered = false }: { readonly registered?: boolean | undefined },
): Promise<Registered<Document>> => {
  if (!registered) return document;
  const answer = await eInvoices.ofDocument(documentId);
  if (!answer) throw absent('registration of this document');
  const { irn, ackNumber, ackDate, signedQr } = answer;
  return { ...document, registration: { irn, ackNumber, ackDate: ackDate.toISOString(), signedQr } };
};
