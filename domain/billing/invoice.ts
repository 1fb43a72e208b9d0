import { type BusinessDay, businessDay, compareDays } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { PricedDocument } from '../shared/gst/tax-engine.ts';
import { Money } from '../shared/money.ts';
import { step } from '../shared/state-machine.ts';
import type { InvoiceDocument } from './invoice-document.ts';
import { type InvoiceEvent, type InvoiceFacts, invoiceMachine, type InvoiceStatus } from './invoice.states.ts';
import type { DocumentKind } from './ports.ts';
import { TaxedLine } from './taxed-line.ts';

export const sourceTypes = ['job', 'order', 'visit', 'transfer', 'payment', 'opening'] as const;
export type SourceType = (typeof sourceTypes)[number];
export const payers = ['CUSTOMER', 'OEM_WARRANTY', 'INSURER', 'INTERNAL', 'GOODWILL'] as const;
export type Payer = (typeof payers)[number];

/** OPENING is what was due before the books began here: a receivable that is no document of a series, and in no return (IMP-01). */
export type InvoiceKind = DocumentKind | 'OPENING';

/** So much of an advance, in rupees. */
export type CountedAdvance = { readonly paymentId: string; readonly amount: string };

export class InvoiceLine extends TaxedLine {
  readonly invoiceId!: string;
  /** The line of the estimate or order that is billed. */
  readonly sourceLineId: string | null = null;

  constructor(fields: New<InvoiceLine, Exclude<keyof InvoiceLine, 'sourceLineId' | 'partId'>>) {
    super();
    Object.assign(this, fields);
  }
}

/** A statutory document. Once issued only what is settled of it and its due date change (INV-02); the database holds the rest fast. */
export class Invoice {
  readonly id!: string;
  readonly kind: InvoiceKind = 'INVOICE';
  invoiceNumber: string | null = null;
  readonly serviceCenterId!: string;
  /** A walk-in buyer has none. */
  readonly customerId: string | null = null;
  readonly sourceType!: SourceType;
  readonly sourceId!: string;
  readonly payer: Payer = 'CUSTOMER';
  /** The cancelled invoice that this one stands in place of. */
  readonly replacesId: string | null = null;
  /** Of a debit note: the invoice whose value it raises; the charge of a cheque has none. */
  readonly originalId: string | null = null;
  /** Of a debit note: why it is issued. */
  readonly reason: string | null = null;
  status: InvoiceStatus = 'DRAFT';
  /** Of the branch on the day of issue: the number is unique under it. */
  gstin: string | null = null;
  seriesPrefix: string | null = null;
  financialYear: number | null = null;
  placeOfSupply!: string;
  supplyType!: string;
  /** The GST state code that somebody set against the rules of the place of supply, and why (TAX-06). */
  placeOverride: string | null = null;
  placeOverrideReason: string | null = null;
  /** The advances that let it keep a rate of before a change: they count for no other bill (CGST Act s. 14). */
  countedAdvances: readonly CountedAdvance[] = [];
  readonly subtotal!: Money;
  readonly discount!: Money;
  readonly taxable!: Money;
  cgst!: Money;
  sgst!: Money;
  igst!: Money;
  tax!: Money;
  roundOff!: Money;
  totalAmount!: Money;
  /** What payments settle of it, less what of them was reversed or bounced. */
  paidAmount: Money = Money.zero;
  /** What credit notes applied to it settle. */
  creditedAmount: Money = Money.zero;
  /** What nobody expects any more. */
  writtenOffAmount: Money = Money.zero;
  documentDate: BusinessDay | null = null;
  issuedAt: Date | null = null;
  dueDate: BusinessDay | null = null;
  /** When the last of it was settled; none while something is due. */
  paidAt: Date | null = null;
  cancelledAt: Date | null = null;
  /** Since when its cancelling waits for the registration portal; it stays once that is done. Meanwhile the invoice stands, and is left alone. */
  cancellationAskedAt: Date | null = null;
  /** Since when nobody asks the portal any more, as it gave no answer for so long; none while somebody does. */
  cancellationStalledAt: Date | null = null;
  /** Why the portal did not cancel the registration, when it was asked last. */
  cancellationRefusal: string | null = null;
  /** The day in India on which it was last written off. */
  writtenOffOn: BusinessDay | null = null;
  /** The frozen copy: seller, buyer, place of supply and lines as they were at the issue (INV-02). */
  document: InvoiceDocument | null = null;
  lines: readonly InvoiceLine[] = [];
  readonly version: number = 1;

  constructor(fields: New<Invoice, InvoiceNeeds>) {
    Object.assign(this, fields);
  }

  /** What is still due: the total less what was paid, credited and written off. Nothing is due on a cancelled one. */
  get balance(): Money {
    return this.status === 'CANCELLED' || this.status === 'DISCARDED' ? Money.zero : this.totalAmount.minus(this.settled);
  }

  /** OVERDUE is derived: it was due before that day, and something of it still is. Nobody waits for what goes between registrations. */
  overdueOn(day: BusinessDay): boolean {
    const due = this.status === 'UNPAID' || this.status === 'PARTIAL';
    return due && this.sourceType !== 'transfer' && this.dueDate !== null && compareDays(this.dueDate, day) < 0;
  }

  private get settled(): Money {
    return Money.sum([this.paidAmount, this.creditedAmount, this.writtenOffAmount]);
  }

  /** @throws DomainError `invoice.transition` unless it is a draft */
  refuseUnlessDraft(): void {
    this.expect('issue');
  }

  /**
   * Takes the same lines at other rates, or at another place of supply: what is taxed stays.
   * @throws DomainError `invoice.transition` unless it is a draft
   */
  retax({ cgst, sgst, igst, tax, roundOff, total, supplyType }: PricedDocument, lines: readonly InvoiceLine[], place: string): void {
    this.refuseUnlessDraft();
    Object.assign(this, { cgst, sgst, igst, tax, roundOff, totalAmount: total, lines, supplyType, placeOfSupply: place });
  }

  /**
   * Sets its place of supply by hand, or leaves it to the rules again; the tax follows by `retax`.
   * @throws DomainError `invoice.transition` unless it is a draft
   */
  overridePlace(state: string | null, reason: string): void {
    if (this.status !== 'DRAFT')
      throw new DomainError('invoice.transition', 'The place of supply is set before the issue: afterwards a credit note corrects it.');
    this.placeOverride = state;
    this.placeOverrideReason = state === null ? null : reason;
  }

  /** Keeps the advances that it is rated by. */
  rateBy(advances: readonly CountedAdvance[]): void {
    this.refuseUnlessDraft();
    this.countedAdvances = advances;
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
    this.refuseAbove(amount);
    this.paidAmount = this.paidAmount.plus(amount);
    this.settle(at);
  }

  /**
   * An applied credit note lowers the balance as money does.
   * @throws DomainError `payment.exceeds_balance`, `invoice.transition`
   */
  credit(amount: Money, at: Date): void {
    this.refuseAbove(amount);
    this.creditedAmount = this.creditedAmount.plus(amount);
    this.settle(at);
  }

  /**
   * What was received proves not to be there, as it was reversed or bounced: it is due again.
   * @throws DomainError `payment.refused` for more than was paid
   */
  takeBack(amount: Money): void {
    if (!amount.isPositive() || amount.compare(this.paidAmount) > 0)
      throw new DomainError('payment.refused', `₹${amount} cannot be taken back of the ₹${this.paidAmount} that are paid.`);
    this.paidAmount = this.paidAmount.minus(amount);
    this.paidAt = null;
    const reopened: InvoiceStatus = this.settled.isZero() ? 'UNPAID' : 'PARTIAL';
    if (this.status !== reopened) this.walk(reopened === 'UNPAID' ? 'reopen' : 'reopen_part');
  }

  /**
   * Gives up what is due. Says how much that was.
   * @throws DomainError `invoice.transition`
   */
  writeOff(at: Date): Money {
    this.refuseWhileCancelling();
    const lost = this.balance;
    this.walk('write_off');
    this.writtenOffAmount = this.writtenOffAmount.plus(lost);
    this.writtenOffOn = businessDay(at);
    this.paidAt = at;
    return lost;
  }

  /**
   * Takes the invoice out of the books on the day it bears, while nothing is settled of it. Its number is kept and reported.
   * @param asked the day on which it was asked for: what waited for the portal is done on a later one too
   * @throws DomainError `invoice.transition`
   */
  cancel(asked: BusinessDay, at: Date): void {
    this.walk('cancel', this.cancellingOn(asked));
    this.cancelledAt = at;
    this.cancellationStalledAt = null;
    this.paidAt = null;
  }

  /**
   * It is to be cancelled once the portal has cancelled its registration: until that is known nothing is paid, credited or changed of it.
   * @throws DomainError `invoice.transition` where it could not be cancelled now
   */
  askCancellation(at: Date): void {
    this.expect('cancel', this.cancellingOn(businessDay(at)));
    this.cancellationAskedAt = at;
    this.cancellationRefusal = null;
  }

  /** The portal has not answered for so long that nobody asks it any more. */
  stallCancellation(at: Date): void {
    if (!this.isBeingCancelled) throw new DomainError('invoice.transition', 'Nobody waits for the registration portal to cancel it.');
    this.cancellationStalledAt = at;
  }

  /** The portal is asked once more for what it was asked, where nobody does so any more. Says whether nobody did. */
  askCancellationAgain(): boolean {
    const stalled = this.cancellationStalledAt !== null;
    this.cancellationStalledAt = null;
    return stalled;
  }

  /** The portal did not cancel its registration, and says why: it stands, and is paid and corrected as any other. */
  stand(refusal: string): void {
    this.cancellationAskedAt = null;
    this.cancellationStalledAt = null;
    this.cancellationRefusal = refusal;
  }

  /** Whether its cancelling waits for the portal. */
  get isBeingCancelled(): boolean {
    return this.cancellationAskedAt !== null && this.status !== 'CANCELLED';
  }

  /** @throws DomainError `invoice.transition` */
  refuseWhileCancelling(): void {
    if (!this.isBeingCancelled) return;
    const message = 'It is being cancelled: whether it is, the registration portal has to say first.';
    throw new DomainError('invoice.transition', message, { missing: [message] });
  }

  /**
   * Nobody wants the draft: it ends without a number, and what is on it can be billed anew.
   * @throws DomainError `invoice.transition` unless it is a draft
   */
  discard(): void {
    this.walk('discard');
  }

  /**
   * Gives the buyer until another day: the one thing that may be changed on an issued invoice (INV-06).
   * @throws DomainError `invoice.transition` while nothing is due, `invoice.due_date` for a day before the invoice
   */
  dueOn(day: BusinessDay): void {
    this.refuseWhileCancelling();
    if (this.status !== 'UNPAID' && this.status !== 'PARTIAL')
      throw new DomainError('invoice.transition', 'Nothing is due on it: there is no day to move.');
    if (compareDays(day, this.documentDate!) < 0)
      throw new DomainError('invoice.due_date', `An invoice of ${this.documentDate} cannot have been due on ${day}.`);
    this.dueDate = day;
  }

  /** @throws DomainError `invoice.transition` where no money is taken, `payment.exceeds_balance` for more than is due */
  refuseAbove(amount: Money): void {
    this.refuseWhileCancelling();
    if (this.status === 'DRAFT') throw new DomainError('invoice.transition', 'A draft cannot be paid: issue it first.');
    if (this.status === 'CANCELLED' || this.status === 'DISCARDED')
      throw new DomainError('invoice.transition', `A ${this.status.toLowerCase()} invoice takes no money.`);
    if (amount.compare(this.balance) <= 0) return;
    const balance = this.balance.toString();
    const message =
      this.status === 'WRITTEN_OFF'
        ? 'Nothing is due on it, as it was written off. Take the money to the customer’s credit: as an advance, or beside what another invoice takes.'
        : `₹${amount} is above the balance of ₹${balance}.`;
    throw new DomainError('payment.exceeds_balance', message, { balance });
  }

  private cancellingOn(day: BusinessDay): InvoiceFacts {
    return { sameDay: this.documentDate === day, untouched: this.settled.isZero() };
  }

  private settle(at: Date): void {
    const paid = this.balance.isZero();
    this.walk(paid ? 'pay_rest' : 'pay_part');
    if (paid) this.paidAt = at;
  }

  private walk(event: InvoiceEvent, facts: InvoiceFacts = {}): void {
    this.status = this.expect(event, facts);
  }

  private expect(event: InvoiceEvent, facts: InvoiceFacts = {}): InvoiceStatus {
    const walked = step(invoiceMachine, this.status, event, facts);
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
