import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { PricedDocument } from '../shared/gst/tax-engine.ts';
import { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import type { InvoiceDocument } from './invoice-document.ts';
import { type InvoiceEvent, invoiceMachine, type InvoiceStatus } from './invoice.states.ts';
import type { DocumentKind } from './ports.ts';

export const sourceTypes = ['job', 'order', 'visit', 'transfer'] as const;
export type SourceType = (typeof sourceTypes)[number];
export const payers = ['CUSTOMER', 'OEM_WARRANTY', 'INSURER', 'INTERNAL', 'GOODWILL'] as const;
export type Payer = (typeof payers)[number];

/** One line with its tax, as it was priced. */
export class InvoiceLine {
  readonly id!: string;
  readonly invoiceId!: string;
  readonly position!: number;
  readonly kind!: string;
  /** The line of the estimate or order that is billed. */
  readonly sourceLineId: string | null = null;
  readonly partId: string | null = null;
  readonly description!: string;
  readonly hsn!: string;
  readonly unit!: string;
  readonly quantity!: Quantity;
  readonly unitPrice!: Money;
  readonly gross!: Money;
  readonly discount!: Money;
  readonly taxable!: Money;
  readonly taxRate!: string;
  readonly treatment!: string;
  readonly cgst!: Money;
  readonly sgst!: Money;
  readonly igst!: Money;

  constructor(fields: New<InvoiceLine, Exclude<keyof InvoiceLine, 'sourceLineId' | 'partId'>>) {
    Object.assign(this, fields);
  }
}

/** A statutory document. Once issued only what is paid on it changes (INV-02); the database holds the rest fast. */
export class Invoice {
  readonly id!: string;
  readonly kind: DocumentKind = 'INVOICE';
  invoiceNumber: string | null = null;
  readonly serviceCenterId!: string;
  /** A walk-in buyer has none. */
  readonly customerId: string | null = null;
  readonly sourceType!: SourceType;
  readonly sourceId!: string;
  readonly payer: Payer = 'CUSTOMER';
  status: InvoiceStatus = 'DRAFT';
  /** Of the branch on the day of issue: the number is unique under it. */
  gstin: string | null = null;
  seriesPrefix: string | null = null;
  financialYear: number | null = null;
  readonly placeOfSupply!: string;
  readonly supplyType!: string;
  readonly subtotal!: Money;
  readonly discount!: Money;
  readonly taxable!: Money;
  readonly cgst!: Money;
  readonly sgst!: Money;
  readonly igst!: Money;
  readonly tax!: Money;
  readonly roundOff!: Money;
  readonly totalAmount!: Money;
  paidAmount: Money = Money.zero;
  documentDate: BusinessDay | null = null;
  issuedAt: Date | null = null;
  dueDate: BusinessDay | null = null;
  paidAt: Date | null = null;
  /** The frozen copy: seller, buyer, place of supply and lines as they were at the issue (INV-02). */
  document: InvoiceDocument | null = null;
  lines: readonly InvoiceLine[] = [];
  readonly version: number = 1;

  constructor(fields: New<Invoice, InvoiceNeeds>) {
    Object.assign(this, fields);
  }

  get balance(): Money {
    return this.status === 'DRAFT' ? this.totalAmount : this.totalAmount.minus(this.paidAmount);
  }

  /** @throws DomainError `invoice.transition` unless it is a draft */
  refuseUnlessDraft(): void {
    this.expect('issue');
  }

  issue(issued: {
    readonly number: string;
    readonly gstin: string;
    readonly prefix: string;
    readonly financialYear: number;
    readonly day: BusinessDay;
    readonly at: Date;
    readonly dueDate: BusinessDay;
    readonly document: InvoiceDocument;
  }): void {
    this.walk('issue');
    this.invoiceNumber = issued.number;
    this.gstin = issued.gstin;
    this.seriesPrefix = issued.prefix;
    this.financialYear = issued.financialYear;
    this.documentDate = issued.day;
    this.issuedAt = issued.at;
    this.dueDate = issued.dueDate;
    this.document = issued.document;
    // Nothing to pay is paid: an explicit zero bill.
    if (this.totalAmount.isZero()) this.settle(issued.at);
  }

  /**
   * Takes money against the balance.
   * @throws DomainError `payment.exceeds_balance`, `invoice.transition`
   */
  receive(amount: Money, at: Date): void {
    if (this.status === 'DRAFT') throw new DomainError('invoice.transition', 'A draft cannot be paid: issue it first.');
    if (amount.compare(this.balance) > 0)
      throw new DomainError('payment.exceeds_balance', `₹${amount} is above the balance of ₹${this.balance}.`, {
        balance: this.balance.toString(),
      });
    this.paidAmount = this.paidAmount.plus(amount);
    this.settle(at);
  }

  private settle(at: Date): void {
    const paid = this.balance.isZero();
    this.walk(paid ? 'pay_rest' : 'pay_part');
    if (paid) this.paidAt = at;
  }

  private walk(event: InvoiceEvent): void {
    this.status = this.expect(event);
  }

  private expect(event: InvoiceEvent): InvoiceStatus {
    const walked = step(invoiceMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('invoice.transition', walked.missing.join(' '), { missing: walked.missing });
    return walked.to;
  }
}

type InvoiceNeeds =
  | 'id'
  | 'serviceCenterId'
  | 'sourceType'
  | 'sourceId'
  | 'placeOfSupply'
  | 'supplyType'
  | keyof ReturnType<typeof invoiceFigures>;

/** The sums of a priced document under the names that an invoice has for them. */
export const invoiceFigures = ({ subtotal, discount, taxable, cgst, sgst, igst, tax, roundOff, total }: PricedDocument) => ({
  subtotal,
  discount,
  taxable,
  cgst,
  sgst,
  igst,
  tax,
  roundOff,
  totalAmount: total,
});
