import type { DomainEvent } from '../shared/events.ts';
import type { CreditNote } from './credit-note.ts';
import type { RegisteredEInvoice } from './e-invoice-registration.ts';
import type { Invoice } from './invoice.ts';
import type { Refund } from './refund.ts';

const about = (note: CreditNote, name: DomainEvent['name'], more: DomainEvent['data'] = {}): DomainEvent => ({
  name,
  entityId: note.id,
  serviceCenterId: note.serviceCenterId,
  data: {
    noteNumber: note.noteNumber,
    invoiceId: note.invoiceId,
    customerId: note.customerId,
    totalAmount: note.totalAmount.toString(),
    documentDate: note.documentDate,
    ...more,
  },
});

export const creditNoteDrafted = (note: CreditNote): DomainEvent => ({
  ...about(note, 'CreditNoteDrafted', { reason: note.reason }),
  to: note.status,
});
export const creditNoteIssued = (note: CreditNote): DomainEvent => ({ ...about(note, 'CreditNoteIssued'), from: 'draft', to: 'issued' });

export const creditNoteApplied = (note: CreditNote, invoice: Invoice, amount: string, from: CreditNote['status']): DomainEvent => ({
  ...about(note, 'CreditNoteApplied', {
    amount,
    open: note.openAmount.toString(),
    toInvoiceId: invoice.id,
    invoiceNumber: invoice.invoiceNumber,
    invoiceStatus: invoice.status,
    balance: invoice.balance.toString(),
  }),
  from,
  to: note.status,
});

export const creditNoteRefundAsked = (note: CreditNote, refund: Refund): DomainEvent => ({
  ...about(note, 'CreditNoteRefundAsked', { refundId: refund.id, amount: refund.amount.toString(), open: note.openAmount.toString() }),
  from: note.status,
  to: note.status,
});

/** The money arrived, or it did not and is open again. */
export const creditNoteRefunded = (note: CreditNote, refund: Refund, from: CreditNote['status']): DomainEvent => ({
  ...about(note, refund.status === 'succeeded' ? 'CreditNoteRefunded' : 'CreditNoteRefundFailed', {
    refundId: refund.id,
    amount: refund.amount.toString(),
    open: note.openAmount.toString(),
  }),
  from,
  to: note.status,
});

export const creditNoteDiscarded = (note: CreditNote, reason: string | null): DomainEvent => ({
  ...about(note, 'CreditNoteDiscarded', { reason }),
  from: 'draft',
  to: note.status,
});

export const creditNoteRegistered = (note: CreditNote, { irn, ackNumber, ackDate }: RegisteredEInvoice): DomainEvent =>
  about(note, 'CreditNoteRegistered', { irn, ackNumber, ackDate: ackDate.toISOString() });

export const creditNotePdfStored = (
  note: CreditNote,
  paper: { readonly copy: string; readonly cancelled: boolean; readonly registered?: boolean },
): DomainEvent => about(note, 'CreditNotePdfStored', paper);
