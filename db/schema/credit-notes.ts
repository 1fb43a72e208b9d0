import { CreditNote, CreditNoteApplication, CreditNoteLine } from '@dms/domain/billing/credit-note';
import { defineEntity } from '@mikro-orm/core';
import { day, id, instant, integer, json, money, ref, text, version } from '../types/columns.ts';
import { taxedLine } from './taxed-line.ts';

export const CreditNoteSchema = defineEntity({
  class: CreditNote,
  tableName: 'credit_notes',
  properties: {
    id: id(),
    noteNumber: text().nullable(),
    serviceCenterId: ref(),
    customerId: ref().nullable(),
    invoiceId: ref(),
    sourceType: text(),
    reason: text(),
    status: text(),
    gstin: text().nullable(),
    seriesPrefix: text().nullable(),
    financialYear: integer().nullable(),
    placeOfSupply: text(),
    supplyType: text(),
    subtotal: money(),
    discount: money(),
    taxable: money(),
    cgst: money(),
    sgst: money(),
    igst: money(),
    tax: money(),
    roundOff: money(),
    totalAmount: money(),
    appliedAmount: money(),
    refundAmount: money(),
    refundedAmount: money(),
    documentDate: day().nullable(),
    issuedAt: instant().nullable(),
    document: json().nullable(),
    version: version(),
  },
});

export const CreditNoteLineSchema = defineEntity({
  class: CreditNoteLine,
  tableName: 'credit_note_lines',
  properties: { ...taxedLine(), creditNoteId: ref(), invoiceLineId: ref() },
});

export const CreditNoteApplicationSchema = defineEntity({
  class: CreditNoteApplication,
  tableName: 'credit_note_applications',
  properties: { id: id(), creditNoteId: ref(), invoiceId: ref(), amount: money(), appliedAt: instant(), appliedBy: ref().nullable() },
});
