import { approvable } from '@dms/domain/approvals/approvable';
import type { BillingReads } from '@dms/domain/billing/reads';
import { cancelInvoice } from '@dms/domain/billing/use-cases/cancel-invoice';
import { cancelRegistration, noteUnanswered } from '@dms/domain/billing/use-cases/cancel-registration';
import { changeDueDate } from '@dms/domain/billing/use-cases/change-due-date';
import type { CreditNoteReads } from '@dms/domain/billing/credit-note-reads';
import { draftDebitNote } from '@dms/domain/billing/use-cases/draft-debit-note';
import { issueDebitNote } from '@dms/domain/billing/use-cases/issue-debit-note';
import { listDebitNotes, readDebitNote } from '@dms/domain/billing/use-cases/read-debit-notes';
import { discardCreditNote, discardDebitNote, discardInvoice } from '@dms/domain/billing/use-cases/discard-draft';
import { refundCreditNote } from '@dms/domain/billing/use-cases/refund-credit-note';
import { printCreditNote } from '@dms/domain/billing/use-cases/credit-note-paper';
import { printDebitNote } from '@dms/domain/billing/use-cases/debit-note-paper';
import { draftCreditNote } from '@dms/domain/billing/use-cases/draft-credit-note';
import { draftInvoice } from '@dms/domain/billing/use-cases/draft-invoice';
import { applyCreditNote, issueCreditNote } from '@dms/domain/billing/use-cases/issue-credit-note';
import { importReceivables } from '@dms/domain/billing/use-cases/import-receivables';
import { issueInvoice } from '@dms/domain/billing/use-cases/issue-invoice';
import { listInvoices, printInvoice, readInvoice } from '@dms/domain/billing/use-cases/read-invoices';
import { listPeriods, lockPeriod, unlockPeriod } from '@dms/domain/billing/use-cases/lock-period';
import { listPayments, listRefunds, readPayment, readRefund } from '@dms/domain/billing/use-cases/read-payments';
import { applyAdvance, recordAdvance } from '@dms/domain/billing/use-cases/advances';
import { listCreditNotes, readCreditNote } from '@dms/domain/billing/use-cases/read-credit-notes';
import { printReceipt } from '@dms/domain/billing/use-cases/receipt-paper';
import { printRefundVoucher } from '@dms/domain/billing/use-cases/refund-voucher-paper';
import { remindOfPayments } from '@dms/domain/billing/use-cases/remind-of-payments';
import { beginOnlinePayment } from '@dms/domain/billing/use-cases/begin-online-payment';
import { sendInvoice } from '@dms/domain/billing/use-cases/send-invoice';
import { takeCallback } from '@dms/domain/billing/use-cases/take-callback';
import type { PaymentProviders } from '@dms/domain/billing/payment-provider';
import { paymentProviders } from '../payments/stub-provider.ts';
import { overridePlaceOfSupply } from '@dms/domain/billing/use-cases/override-place-of-supply';
import { recordPayment } from '@dms/domain/billing/use-cases/record-payment';
import {
  approveRefund,
  completeRefund,
  failRefund,
  processRefund,
  rejectRefund,
  requestRefund,
} from '@dms/domain/billing/use-cases/refund-payment';
import { bouncePayment, reversePayment } from '@dms/domain/billing/use-cases/undo-payment';
import { writeOffInvoice } from '@dms/domain/billing/use-cases/write-off-invoice';
import type { ReceivableReads } from '@dms/domain/billing/receivable-reads';
import { ageReceivables, readStatement } from '@dms/domain/billing/use-cases/read-receivables';
import { postgresReceivableReads } from '../postgres/reads/receivables.ts';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresCreditNoteReads } from '../postgres/reads/credit-notes.ts';
import { postgresBillingReads } from '../postgres/reads/billing.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const billing = {
  importReceivables,
  receivableReads: ({ database }: Foundation): ReceivableReads => translating(postgresReceivableReads(database.pool)),
  readStatement,
  ageReceivables,
  billingReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): BillingReads =>
    translating(postgresBillingReads(database.pool, readAggregate)),
  creditNoteReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): CreditNoteReads =>
    translating(postgresCreditNoteReads(database.pool, readAggregate)),
  draftInvoice: approvable('draftInvoice', draftInvoice),
  issueInvoice,
  cancelInvoice,
  cancelRegistration,
  noteUnanswered,
  changeDueDate,
  overridePlaceOfSupply,
  writeOffInvoice: approvable('writeOffInvoice', writeOffInvoice),
  recordPayment: approvable('recordPayment', recordPayment),
  recordAdvance: approvable('recordAdvance', recordAdvance),
  applyAdvance,
  remindOfPayments,
  sendInvoice,
  paymentProviders: ({ config }: Foundation): PaymentProviders => paymentProviders(config.payments, config.production),
  beginOnlinePayment,
  takeCallback,
  reversePayment: approvable('reversePayment', reversePayment),
  bouncePayment: approvable('bouncePayment', bouncePayment),
  requestRefund,
  approveRefund: approvable('approveRefund', approveRefund),
  rejectRefund,
  processRefund,
  completeRefund,
  failRefund,
  draftCreditNote: approvable('draftCreditNote', draftCreditNote),
  issueCreditNote: approvable('issueCreditNote', issueCreditNote),
  applyCreditNote: approvable('applyCreditNote', applyCreditNote),
  refundCreditNote,
  discardCreditNote,
  discardInvoice,
  draftDebitNote: approvable('draftDebitNote', draftDebitNote),
  issueDebitNote: approvable('issueDebitNote', issueDebitNote),
  discardDebitNote,
  listDebitNotes,
  readDebitNote,
  listCreditNotes,
  readCreditNote,
  listInvoices,
  readInvoice,
  lockPeriod,
  unlockPeriod: approvable('unlockPeriod', unlockPeriod),
  listPeriods,
  listPayments,
  readPayment,
  listRefunds,
  readRefund,
  printInvoice,
  printReceipt,
  printRefundVoucher,
  printCreditNote,
  printDebitNote,
};
