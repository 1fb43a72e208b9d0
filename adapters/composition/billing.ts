import { approvable } from '@dms/domain/approvals/approvable';
import type { BillingReads } from '@dms/domain/billing/reads';
import type { CreditNoteReads } from '@dms/domain/billing/credit-note-reads';
import { draftCreditNote } from '@dms/domain/billing/use-cases/draft-credit-note';
import { draftInvoice } from '@dms/domain/billing/use-cases/draft-invoice';
import { applyCreditNote, issueCreditNote } from '@dms/domain/billing/use-cases/issue-credit-note';
import { issueInvoice } from '@dms/domain/billing/use-cases/issue-invoice';
import { listCreditNotes, readCreditNote } from '@dms/domain/billing/use-cases/read-credit-notes';
import { listInvoices, printInvoice, readInvoice, readPayment } from '@dms/domain/billing/use-cases/read-invoices';
import { recordPayment } from '@dms/domain/billing/use-cases/record-payment';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresCreditNoteReads } from '../postgres/reads/credit-notes.ts';
import { postgresBillingReads } from '../postgres/reads/billing.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const billing = {
  billingReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): BillingReads =>
    translating(postgresBillingReads(database.pool, readAggregate)),
  creditNoteReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): CreditNoteReads =>
    translating(postgresCreditNoteReads(database.pool, readAggregate)),
  draftInvoice: approvable('draftInvoice', draftInvoice),
  issueInvoice,
  recordPayment: approvable('recordPayment', recordPayment),
  draftCreditNote: approvable('draftCreditNote', draftCreditNote),
  issueCreditNote: approvable('issueCreditNote', issueCreditNote),
  applyCreditNote: approvable('applyCreditNote', applyCreditNote),
  listCreditNotes,
  readCreditNote,
  listInvoices,
  readInvoice,
  readPayment,
  printInvoice,
};
