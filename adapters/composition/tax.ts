import type { EInvoiceReads, InvoiceRegistrationPortal } from '@dms/domain/billing/e-invoice-registration';
import type { GstReads } from '@dms/domain/billing/gst-reads';
import type { SeriesReads } from '@dms/domain/billing/series-reads';
import type { TaxRateReads } from '@dms/domain/billing/tax-rate-reads';
import { auditSeries } from '@dms/domain/billing/use-cases/audit-series';
import { exportEInvoice } from '@dms/domain/billing/use-cases/export-e-invoice';
import { exportInvoiceEWayBill, exportTransferEWayBill } from '@dms/domain/billing/use-cases/export-e-way-bill';
import { exportDocumentsIssued, exportGstr1, exportHsnSummary } from '@dms/domain/billing/use-cases/export-returns';
import { registerEInvoice } from '@dms/domain/billing/use-cases/register-e-invoice';
import { quoteTax } from '@dms/domain/billing/use-cases/quote-tax';
import { listTaxRates } from '@dms/domain/billing/use-cases/read-tax-rates';
import { setTaxRate } from '@dms/domain/billing/use-cases/set-tax-rate';
import { noPortal, stubPortal } from '../einvoice/stub-portal.ts';
import { postgresEInvoices } from '../postgres/e-invoices.ts';
import { postgresGstReads } from '../postgres/reads/gst.ts';
import { postgresSeriesReads } from '../postgres/reads/series.ts';
import { postgresTaxRateReads } from '../postgres/reads/tax-rates.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

/** Rates of tax, what is priced by them, and the returns that are made of it. */
export const tax = {
  taxRateReads: ({ database }: Foundation): TaxRateReads => translating(postgresTaxRateReads(database.pool)),
  seriesReads: ({ database }: Foundation): SeriesReads => translating(postgresSeriesReads(database.pool)),
  auditSeries,
  gstReads: ({ database }: Foundation): GstReads => translating(postgresGstReads(database.pool)),
  exportEInvoice,
  eInvoiceReads: ({ database }: Foundation): EInvoiceReads => translating(postgresEInvoices(database.pool)),
  registrationPortal: ({ config, clock }: Foundation): InvoiceRegistrationPortal => (config.production ? noPortal : stubPortal(clock)),
  registerEInvoice,
  exportTransferEWayBill,
  exportInvoiceEWayBill,
  exportGstr1,
  exportHsnSummary,
  exportDocumentsIssued,
  quoteTax,
  listTaxRates,
  setTaxRate,
};
