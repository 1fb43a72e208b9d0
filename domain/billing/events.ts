import type { DomainEvent, Json } from '../shared/events.ts';
import type { Money } from '../shared/money.ts';
import type { CancelReason } from './e-invoice-cancelling.ts';
import type { RegisteredEInvoice } from './e-invoice-registration.ts';
import type { Invoice } from './invoice.ts';
import type { Payment } from './payment.ts';
import type { Period } from './period.ts';
import type { Refund } from './refund.ts';
import type { RefundStatus } from './refund.states.ts';

const about = (invoice: Invoice, name: DomainEvent['name']): DomainEvent => ({
  name,
  entityId: invoice.id,
  serviceCenterId: invoice.serviceCenterId,
  data: {
    invoiceNumber: invoice.invoiceNumber,
    customerId: invoice.customerId,
    sourceType: invoice.sourceType,
    sourceId: invoice.sourceId,
    totalAmount: invoice.totalAmount.toString(),
    documentDate: invoice.documentDate,
    dueDate: invoice.dueDate,
  },
});

export const invoiceDrafted = (invoice: Invoice): DomainEvent => ({ ...about(invoice, 'InvoiceDrafted'), to: invoice.status });
export const invoiceIssued = (invoice: Invoice): DomainEvent => ({ ...about(invoice, 'InvoiceIssued'), from: 'DRAFT', to: invoice.status });
export const invoiceCancelled = (invoice: Invoice, from: Invoice['status'], reason: string): DomainEvent =>
  changed(invoice, 'InvoiceCancelled', from, { reason });

/** The registration portal is to cancel it: until it says whether it did, the invoice stands as it is. */
export const invoiceCancellationAsked = (invoice: Invoice, code: CancelReason, reason: string): DomainEvent => {
  const event = about(invoice, 'InvoiceCancellationAsked');
  return { ...event, data: { ...event.data, code, reason } };
};
/** The portal gave no answer for so long that nobody asks it any more, since then. */
export const invoiceCancellationStalled = (invoice: Invoice): DomainEvent => {
  const event = about(invoice, 'InvoiceCancellationStalled');
  return { ...event, data: { ...event.data, askedAt: invoice.cancellationAskedAt!.toISOString() } };
};
export const invoiceCancellationRefused = (invoice: Invoice, refusal: string): DomainEvent => {
  const event = about(invoice, 'InvoiceCancellationRefused');
  return { ...event, data: { ...event.data, refusal } };
};

export const invoiceWrittenOff = (invoice: Invoice, from: Invoice['status'], amount: Money, reason: string): DomainEvent =>
  changed(invoice, 'InvoiceWrittenOff', from, { amount: amount.toString(), reason });

export const invoiceDiscarded = (invoice: Invoice, reason: string | null): DomainEvent =>
  changed(invoice, 'InvoiceDiscarded', 'DRAFT', { reason });

const aboutDebitNote = (note: Invoice, name: DomainEvent['name']): DomainEvent => {
  const event = about(note, name);
  return { ...event, data: { ...event.data, originalId: note.originalId, reason: note.reason } };
};
export const debitNoteDrafted = (note: Invoice): DomainEvent => ({ ...aboutDebitNote(note, 'DebitNoteDrafted'), to: note.status });
export const debitNoteIssued = (note: Invoice): DomainEvent => ({
  ...aboutDebitNote(note, 'DebitNoteIssued'),
  from: 'DRAFT',
  to: note.status,
});

/** `override` is the state that was set by hand, or null where the rules decide again. */
export const invoicePlaceOverridden = (invoice: Invoice, before: string, reason: string): DomainEvent => {
  const { placeOfSupply, placeOverride: override, supplyType } = invoice;
  return changed(invoice, 'InvoicePlaceOverridden', invoice.status, { before, placeOfSupply, override, supplyType, reason });
};

export const invoiceDueDateChanged = (invoice: Invoice, before: string | null, reason: string | null): DomainEvent =>
  changed(invoice, 'InvoiceDueDateChanged', invoice.status, { before, reason });

const changed = (invoice: Invoice, name: DomainEvent['name'], from: Invoice['status'], more: DomainEvent['data']): DomainEvent => {
  const event = about(invoice, name);
  return { ...event, data: { ...event.data, ...more }, from, to: invoice.status };
};

/** It names no address: that is contact data. */
export const invoiceSent = (invoice: Invoice, toCustomer: boolean): DomainEvent => {
  const event = about(invoice, 'InvoiceSent');
  return { ...event, data: { ...event.data, toCustomer } };
};

type StoredPaper = { readonly copy: string; readonly cancelled: boolean; readonly registered?: boolean };

export const invoicePdfStored = (invoice: Invoice, paper: StoredPaper): DomainEvent => {
  const event = about(invoice, 'InvoicePdfStored');
  return { ...event, data: { ...event.data, ...paper } };
};

export const debitNotePdfStored = (note: Invoice, paper: StoredPaper): DomainEvent => {
  const event = aboutDebitNote(note, 'DebitNotePdfStored');
  return { ...event, data: { ...event.data, ...paper } };
};

export const eInvoiceRegistered = (invoice: Invoice, { documentKind, irn, ackNumber, ackDate }: RegisteredEInvoice): DomainEvent => {
  const event = about(invoice, 'EInvoiceRegistered');
  return { ...event, data: { ...event.data, documentKind, irn, ackNumber, ackDate: ackDate.toISOString() } };
};

export const periodTurned = ({ id, month, locked, reason }: Period): DomainEvent => ({
  name: locked ? 'PeriodLocked' : 'PeriodUnlocked',
  entityId: id,
  serviceCenterId: null,
  data: { month, reason },
});

const aboutPayment = (payment: Payment, name: DomainEvent['name'], data: DomainEvent['data'] = {}): DomainEvent => ({
  name,
  entityId: payment.id,
  serviceCenterId: payment.serviceCenterId,
  data: {
    customerId: payment.customerId,
    amount: payment.amount.toString(),
    method: payment.method,
    receiptNumber: payment.receiptNumber,
    credit: payment.unallocated.toString(),
    ...data,
  },
});

const settledOf = (shares: readonly Settled[], before: readonly Invoice['status'][]): Json =>
  shares.map(({ invoice, amount }, index) => ({
    invoiceId: invoice.id,
    invoiceNumber: invoice.invoiceNumber,
    amount: amount.toString(),
    balance: invoice.balance.toString(),
    from: before[index] ?? null,
    to: invoice.status,
  }));

type Settled = { readonly invoice: Invoice; readonly amount: Money };

/** Of one invoice its own steps are told as those of the event; of several each beside it. */
export const paymentReceived = (payment: Payment, shares: readonly Settled[], before: readonly Invoice['status'][]): DomainEvent => {
  const only = shares.length === 1 ? shares[0]!.invoice : undefined;
  return {
    ...aboutPayment(payment, 'PaymentReceived', {
      ...(only && { invoiceId: only.id, invoiceNumber: only.invoiceNumber, balance: only.balance.toString() }),
      invoices: settledOf(shares, before),
      tds: payment.tdsAmount.toString(),
    }),
    ...(only && { from: before[0]!, to: only.status }),
  };
};

export const paymentBegun = (payment: Payment): DomainEvent => ({
  ...aboutPayment(payment, 'PaymentBegun', { invoiceId: payment.meantFor, provider: payment.provider }),
  to: payment.status,
});

export const paymentFailed = (payment: Payment): DomainEvent => ({
  ...aboutPayment(payment, 'PaymentFailed', { invoiceId: payment.meantFor, provider: payment.provider }),
  from: 'pending',
  to: payment.status,
});

export const receiptPdfStored = (payment: Payment, paper: StoredPaper): DomainEvent => aboutPayment(payment, 'ReceiptPdfStored', paper);

export const advanceReceived = (payment: Payment): DomainEvent =>
  aboutPayment(payment, 'AdvanceReceived', {
    advanceFor: payment.advanceFor,
    placeOfSupply: payment.placeOfSupply,
    taxRate: payment.taxRate,
  });

export const advanceApplied = (payment: Payment, shares: readonly Settled[], before: readonly Invoice['status'][]): DomainEvent =>
  aboutPayment(payment, 'AdvanceApplied', { invoices: settledOf(shares, before) });

const undoneAs = { reverse: 'PaymentReversed', bounce: 'PaymentBounced' } as const;

export const paymentUndone = (
  event: keyof typeof undoneAs,
  payment: Payment,
  reopened: readonly Settled[],
  reason: string,
): DomainEvent => ({
  ...aboutPayment(payment, undoneAs[event], { reason, charge: payment.bounceCharge.toString(), invoices: settledOf(reopened, []) }),
  from: 'captured',
  to: payment.status,
});

const aboutRefund = (refund: Refund, name: DomainEvent['name'], data: DomainEvent['data'] = {}): DomainEvent => ({
  name,
  entityId: refund.id,
  serviceCenterId: refund.serviceCenterId,
  data: {
    paymentId: refund.paymentId,
    creditNoteId: refund.creditNoteId,
    customerId: refund.customerId,
    amount: refund.amount.toString(),
    method: refund.method,
    ...data,
  },
});

export const refundRequested = (refund: Refund): DomainEvent => ({
  ...aboutRefund(refund, 'RefundRequested', { reason: refund.reason }),
  to: refund.status,
});

const refundSteps: { readonly [Status in RefundStatus]: DomainEvent['name'] } = {
  requested: 'RefundRequested',
  approved: 'RefundApproved',
  processing: 'RefundProcessing',
  succeeded: 'RefundSucceeded',
  failed: 'RefundFailed',
};

/** `reopened` are the invoices that what went back settles no longer. */
export const refundChanged = (refund: Refund, from: RefundStatus, reopened: readonly Settled[]): DomainEvent => {
  const { reference, failure, status, voucherNumber } = refund;
  const invoices = reopened.length > 0 && { invoices: settledOf(reopened, []) };
  return { ...aboutRefund(refund, refundSteps[status], { reference, failure, voucherNumber, ...invoices }), from, to: status };
};

/** An alarm: it arrived though it was told to have failed, and meanwhile the money was used or sent back otherwise. */
export const refundContradicted = (refund: Refund, reference: string): DomainEvent =>
  aboutRefund(refund, 'RefundContradicted', { reference, failure: refund.failure });

export const refundVoucherPdfStored = (refund: Refund, paper: StoredPaper): DomainEvent =>
  aboutRefund(refund, 'RefundVoucherPdfStored', { voucherNumber: refund.voucherNumber, ...paper });
