import type { DomainEvent } from '../shared/events.ts';
import type { Invoice } from './invoice.ts';
import type { Payment } from './payment.ts';

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
export const invoicePdfStored = (invoice: Invoice, paper: { readonly copy: string; readonly cancelled: boolean }): DomainEvent => {
  const event = about(invoice, 'InvoicePdfStored');
  return { ...event, data: { ...event.data, ...paper } };
};

export const paymentReceived = (payment: Payment, invoice: Invoice, from: Invoice['status']): DomainEvent => ({
  name: 'PaymentReceived',
  entityId: payment.id,
  serviceCenterId: payment.serviceCenterId,
  from,
  to: invoice.status,
  data: {
    invoiceId: invoice.id,
    invoiceNumber: invoice.invoiceNumber,
    customerId: payment.customerId,
    amount: payment.amount.toString(),
    method: payment.method,
    balance: invoice.balance.toString(),
  },
});
