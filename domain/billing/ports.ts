import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Repository } from '../shared/repository.ts';
import type { Invoice } from './invoice.ts';
import type { Payment } from './payment.ts';
import type { Refund } from './refund.ts';

export type Invoices = Repository<Invoice> & {
  /** Whether the source is on an invoice of this payer that was not cancelled (INV-04). */
  alreadyBilled(sourceType: string, sourceId: string, payer: string): Promise<boolean>;
  /** The last invoice of this source and payer that was cancelled, for the one that comes in its place. */
  cancelledOf(sourceType: string, sourceId: string, payer: string): Promise<string | null>;
};

export type Payments = Repository<Payment>;
export type Refunds = Repository<Refund>;

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
  readonly kind: DocumentKind;
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
