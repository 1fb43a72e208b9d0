import { approvable } from '@dms/domain/approvals/approvable';
import type { BillingReads } from '@dms/domain/billing/reads';
import { draftInvoice } from '@dms/domain/billing/use-cases/draft-invoice';
import { issueInvoice } from '@dms/domain/billing/use-cases/issue-invoice';
import { listInvoices, printInvoice, readInvoice, readPayment } from '@dms/domain/billing/use-cases/read-invoices';
import { recordPayment } from '@dms/domain/billing/use-cases/record-payment';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresBillingReads } from '../postgres/reads/billing.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const billing = {
  billingReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): BillingReads =>
    translating(postgresBillingReads(database.pool, readAggregate)),
  draftInvoice: approvable('draftInvoice', draftInvoice),
  issueInvoice,
  recordPayment: approvable('recordPayment', recordPayment),
  listInvoices,
  readInvoice,
  readPayment,
  printInvoice,
};
