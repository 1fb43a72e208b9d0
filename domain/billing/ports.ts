import type { BusinessDay, BusinessMonth } from '../shared/calendar.ts';
import type { SeriesKind } from '../shared/gst/document-series.ts';
import type { Money } from '../shared/money.ts';
import type { Repository } from '../shared/repository.ts';
import type { BilledShare } from './billed-share.ts';
import type { GivenBack } from './credit-lines.ts';
import type { CreditNote } from './credit-note.ts';
import type { Invoice } from './invoice.ts';
import type { Payment } from './payment.ts';
import type { Period } from './period.ts';
import type { Refund } from './refund.ts';

// Other modules ask for it here.
export type { EInvoices } from './e-invoice-registration.ts';

export type Invoices = Repository<Invoice> & {
  /** The numbers of the credit and debit notes on the invoice that are issued and not cancelled. Ask under the lock of the invoice. */
  notesOn(invoiceId: string): Promise<readonly string[]>;
  /** The numbers of what is dated in the month and waits for the registration portal to cancel it, in order. Ask under the lock of the month. */
  beingCancelledIn(month: BusinessMonth): Promise<readonly string[]>;
  /** The opening balances under these GSTINs with these numbers, given in capital letters (IMP-01). */
  openings(gstins: readonly string[], numbers: readonly string[]): Promise<Invoice[]>;
};

export type CreditNotes = Repository<CreditNote> & {
  /** What all credit notes on the invoice give back, drafts among them and discarded ones not. Ask under the lock of the invoice. */
  givenBackOn(invoiceId: string): Promise<GivenBack>;
};

/** What of each source is on a bill (INV-04). Ask under the lock of the source. */
export type BilledShares = {
  add(share: BilledShare): void;
  /** On whichever bill, be it a draft or cancelled, but not discarded. */
  ofSource(sourceType: string, sourceId: string): Promise<BilledShare[]>;
  /** On bills that are issued and not cancelled, and on the one that is about to be issued. */
  issuedWith(invoice: { readonly id: string; readonly sourceType: string; readonly sourceId: string }): Promise<BilledShare[]>;
  /** What issued bills of the source come to so far. */
  totalOf(sourceType: string, sourceId: string): Promise<Money>;
  /** With a bill that is cancelled, what was on it can be billed anew. */
  release(invoiceId: string, at: Date): void;
};

export type OpenAdvance = { readonly paymentId: string; readonly day: BusinessDay; readonly open: Money };

export type Payments = Repository<Payment> & {
  /** The payment that a provider collects under an order, locked. */
  ofOrder(provider: string, orderId: string): Promise<Payment | undefined>;
  /**
   * The customer's credit at the branch of advances for services, by day, locked: what of each settles nothing yet, nor was counted by a
   * bill that stands (CGST Act s. 14).
   */
  openAdvances(customerId: string, serviceCenterId: string): Promise<readonly OpenAdvance[]>;
  /** The ids of those that settle the invoice now, in their order. */
  settling(invoiceId: string): Promise<readonly string[]>;
  /** What refunds of credit notes on the invoice give back of the payment, unless they failed. Ask under the lock of the payment. */
  givenByNotes(paymentId: string, invoiceId: string): Promise<Money>;
};
export type Refunds = Repository<Refund>;

export type Periods = {
  /**
   * The month if anything was ever decided of it. Whoever writes a day of it just now is waited for; whoever comes later waits until this
   * unit ends, so that a month is never locked around a write that it does not see.
   */
  forChange(month: BusinessMonth): Promise<Period | undefined>;
  add(period: Period): void;
};

/** What came in cash, by person and day and by what is billed (PAY-04). A sum that was added to stays locked until the unit ends. */
export type CashTotals = {
  /** Adds, below zero too, and says what the sum is then. */
  addFromPerson(customerId: string, day: BusinessDay, amount: Money): Promise<Money>;
  /** `source` names what is billed: `job` and its id. */
  addForSource(source: string, amount: Money): Promise<Money>;
};

/** Which series a number is taken from: per GSTIN, kind of document, prefix and financial year (TAX-09). */
export type SeriesKey = {
  readonly gstin: string;
  readonly kind: SeriesKind;
  readonly prefix: string;
  readonly financialYear: number;
};
export const documentKinds = ['INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE', 'CHALLAN', 'RECEIPT'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export type NumberSeries = {
  /**
   * Takes the next number of the series for a document dated `day`. The row stays locked until the unit of work ends, and
   * goes back with it: so no number is lost or given twice (INV-01). Take it last, when nothing else is waited for.
   * @throws DomainError `series.date_order` if a later-dated document was numbered before
   */
  take(key: SeriesKey, day: BusinessDay): Promise<number>;
};
