import { BilledShare } from '@dms/domain/billing/billed-share';
import { Invoice, InvoiceLine } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import { PaymentAllocation } from '@dms/domain/billing/payment-allocation';
import { Period } from '@dms/domain/billing/period';
import { Refund } from '@dms/domain/billing/refund';
import { defineEntity } from '@mikro-orm/core';
import { day, flag, id, instant, integer, json, money, quantity, rate, ref, text, version } from '../types/columns.ts';
import { taxedDocument, taxedLine } from './taxed.ts';

export const InvoiceSchema = defineEntity({
  class: Invoice,
  tableName: 'invoices',
  properties: {
    id: id(),
    ...taxedDocument(),
    kind: text(),
    invoiceNumber: text().nullable(),
    serviceCenterId: ref(),
    customerId: ref().nullable(),
    sourceType: text(),
    sourceId: ref(),
    payer: text(),
    replacesId: ref().nullable(),
    originalId: ref().nullable(),
    reason: text().nullable(),
    status: text(),
    placeOverride: text().nullable(),
    placeOverrideReason: text().nullable(),
    countedAdvances: json(),
    paidAmount: money(),
    creditedAmount: money(),
    writtenOffAmount: money(),
    dueDate: day().nullable(),
    paidAt: instant().nullable(),
    cancelledAt: instant().nullable(),
    cancellationAskedAt: instant().nullable(),
    cancellationStalledAt: instant().nullable(),
    cancellationRefusal: text().nullable(),
    writtenOffOn: day().nullable(),
    version: version(),
  },
});

export const InvoiceLineSchema = defineEntity({
  class: InvoiceLine,
  tableName: 'invoice_lines',
  properties: { ...taxedLine(), invoiceId: ref(), sourceLineId: ref().nullable() },
});

export const BilledShareSchema = defineEntity({
  class: BilledShare,
  tableName: 'billed_shares',
  properties: {
    id: id(),
    sourceType: text(),
    sourceId: ref(),
    sourceLineId: ref(),
    invoiceId: ref(),
    invoiceLineId: ref().nullable(),
    payer: text(),
    startsAt: money(),
    endsAt: money(),
    measure: money(),
    quantity: quantity(),
    gross: money(),
    discount: money(),
    billedAt: instant(),
    releasedAt: instant().nullable(),
  },
});

export const PaymentSchema = defineEntity({
  class: Payment,
  tableName: 'payments',
  properties: {
    id: id(),
    serviceCenterId: ref(),
    customerId: ref().nullable(),
    amount: money(),
    tdsAmount: money(),
    method: text(),
    reference: text().nullable(),
    notes: text().nullable(),
    status: text(),
    receivedAt: instant(),
    businessDay: day(),
    advanceFor: text().nullable(),
    placeOfSupply: text().nullable(),
    taxRate: rate().nullable(),
    allocatedAmount: money(),
    refundAmount: money(),
    refundedAmount: money(),
    noteRefundAmount: money(),
    bounceCharge: money(),
    chargeId: ref().nullable(),
    undoneAt: instant().nullable(),
    receiptNumber: text().nullable(),
    gstin: text().nullable(),
    seriesPrefix: text().nullable(),
    financialYear: integer().nullable(),
    receipt: json().nullable(),
    provider: text().nullable(),
    providerOrderId: text().nullable(),
    providerPaymentId: text().nullable(),
    meantFor: ref().nullable(),
    version: version(),
  },
});

export const PaymentAllocationSchema = defineEntity({
  class: PaymentAllocation,
  tableName: 'payment_allocations',
  properties: { id: id(), paymentId: ref(), invoiceId: ref(), amount: money(), businessDay: day(), allocatedAt: instant() },
});

export const PeriodSchema = defineEntity({
  class: Period,
  tableName: 'periods',
  properties: {
    id: id(),
    month: text(),
    locked: flag(),
    reason: text().nullable(),
    changedBy: ref().nullable(),
    changedAt: instant(),
    version: version(),
  },
});

export const RefundSchema = defineEntity({
  class: Refund,
  tableName: 'refunds',
  properties: {
    id: id(),
    paymentId: ref(),
    creditNoteId: ref().nullable(),
    serviceCenterId: ref(),
    customerId: ref().nullable(),
    amount: money(),
    method: text(),
    status: text(),
    reason: text(),
    requestedBy: ref().nullable(),
    requestedAt: instant(),
    decidedBy: ref().nullable(),
    decidedAt: instant().nullable(),
    reference: text().nullable(),
    failure: text().nullable(),
    settledAt: instant().nullable(),
    businessDay: day().nullable(),
    voucherNumber: text().nullable(),
    gstin: text().nullable(),
    seriesPrefix: text().nullable(),
    financialYear: integer().nullable(),
    voucher: json().nullable(),
    version: version(),
  },
});
