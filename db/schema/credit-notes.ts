import { CreditNote, CreditNoteApplication, CreditNoteLine } from '@dms/domain/billing/credit-note';
import { defineEntity } from '@mikro-orm/core';
import { id, instant, money, ref, text, version } from '../types/columns.ts';
import { taxedDocument, taxedLine } from './taxed.ts';

export const CreditNoteSchema = defineEntity({
  class: CreditNote,
  tableName: 'credit_notes',
  properties: {
    id: id(),
    ...taxedDocument(),
    noteNumber: text().nullable(),
    serviceCenterId: ref(),
    customerId: ref().nullable(),
    invoiceId: ref(),
    sourceType: text(),
    reason: text(),
    status: text(),
    appliedAmount: money(),
    refundAmount: money(),
    refundedAmount: money(),
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
