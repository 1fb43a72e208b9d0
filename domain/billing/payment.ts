import type { BusinessDay } from '../shared/calendar.ts';
import { businessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import type { Ids } from '../shared/ports.ts';
import { divideRounded } from '../shared/rounding.ts';
import { step } from '../shared/state-machine.ts';
import { PaymentAllocation } from './payment-allocation.ts';
import { type PaymentEvent, type PaymentFacts, paymentMachine, type PaymentStatus } from './payment.states.ts';
import type { ReceiptDocument } from './receipt-document.ts';

export const paymentMethods = ['CASH', 'CARD', 'UPI', 'ONLINE', 'CHEQUE'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** What an advance is for: tax is due on one for services, and none on one for goods (Notification 66/2017). */
export const advanceSupplies = ['GOODS', 'SERVICE'] as const;
export type AdvanceSupply = (typeof advanceSupplies)[number];

/** What writing an allocation takes. */
export type Booking = { readonly at: Date; readonly ids: Ids };

export type Receipted = {
  readonly number: string;
  readonly gstin: string;
  readonly prefix: string;
  readonly financialYear: number;
  readonly document: ReceiptDocument;
};

/** Money in: what came, what it was used for, and what went back. */
export class Payment {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly customerId: string | null = null;
  /** What changed hands. */
  readonly amount!: Money;
  /** Tax that the customer kept back and pays to the government for us (TDS): it settles an invoice as money does. */
  readonly tdsAmount: Money = Money.zero;
  readonly method!: PaymentMethod;
  readonly reference: string | null = null;
  readonly notes: string | null = null;
  status: PaymentStatus = 'captured';
  /** When it came in, and the day in India; while it is pending, when it was begun. */
  receivedAt!: Date;
  businessDay!: BusinessDay;
  /** Only of an advance. */
  readonly advanceFor: AdvanceSupply | null = null;
  /** GST state code, and whole percent: what Table 11 of GSTR-1 asks of an advance for services. */
  readonly placeOfSupply: string | null = null;
  readonly taxRate: string | null = null;
  /** What of it settles invoices now: the sum of the allocations. */
  allocatedAmount: Money = Money.zero;
  /** What goes back or went back, from the moment a refund is asked for. */
  refundAmount: Money = Money.zero;
  /** What did go back. */
  refundedAmount: Money = Money.zero;
  /** What credit notes give back of it, from the moment it is asked for; it settles its invoices all the same. */
  noteRefundAmount: Money = Money.zero;
  /** What the customer owes us for a cheque that was not honoured. */
  bounceCharge: Money = Money.zero;
  /** The debit note by which that is billed. */
  chargeId: string | null = null;
  /** When it was reversed or bounced. */
  undoneAt: Date | null = null;
  receiptNumber: string | null = null;
  gstin: string | null = null;
  seriesPrefix: string | null = null;
  financialYear: number | null = null;
  /** The frozen copy of the receipt. */
  receipt: ReceiptDocument | null = null;
  /** Who collects it, and under which order, where a provider does. */
  readonly provider: string | null = null;
  readonly providerOrderId: string | null = null;
  /** The invoice for which a provider collects it. */
  readonly meantFor: string | null = null;
  providerPaymentId: string | null = null;
  allocations: readonly PaymentAllocation[] = [];
  readonly version: number = 1;

  constructor(fields: New<Payment, 'id' | 'serviceCenterId' | 'amount' | 'method' | 'receivedAt' | 'businessDay'>) {
    Object.assign(this, fields);
  }

  /** What it settles at most. */
  get worth(): Money {
    return this.amount.plus(this.tdsAmount);
  }

  /** What of it settles nothing and does not go back: the customer's credit. */
  get unallocated(): Money {
    const there = this.status === 'captured' || this.status === 'partially_refunded';
    const left = this.worth.minus(this.allocatedAmount).minus(this.refundAmount);
    return there && left.isPositive() ? left : Money.zero;
  }

  /** What of an advance no bill uses, nor anybody got back: as Table 11 of GSTR-1 counts it. */
  get openAdvance(): Money {
    return this.amount.minus(this.allocatedAmount).minus(this.refundedAmount);
  }

  /** What can still go back of it: it settles invoices until it did. */
  get refundable(): Money {
    return this.amount.minus(this.refundAmount).minus(this.noteRefundAmount);
  }

  /** So much of what it settles changed hands; the rest is tax deducted at source, which is no money. */
  inMoney(settled: Money): Money {
    return this.tdsAmount.isZero() ? settled : Money.ofPaise(divideRounded(settled.paise * this.amount.paise, this.worth.paise));
  }

  /** What it no longer settles once so much went back: the customer's credit goes first. */
  toRelease(amount: Money): Money {
    return Money.sum([this.allocatedAmount, this.refundedAmount, amount]).minus(this.worth);
  }

  /** What settles each invoice now, in the order of the invoices' ids: the order in which they are locked. */
  get applied(): readonly { readonly invoiceId: string; readonly amount: Money }[] {
    return [...Map.groupBy(this.allocations, ({ invoiceId }) => invoiceId)]
      .map(([invoiceId, rows]) => ({ invoiceId, amount: Money.sum(rows.map(({ amount }) => amount)) }))
      .filter(({ amount }) => amount.isPositive())
      .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1));
  }

  /**
   * Uses some of it for an invoice; the invoice receives it apart.
   * @throws DomainError `payment.refused` beyond what is left of it
   */
  allocate(invoiceId: string, amount: Money, booking: Booking): void {
    if (!amount.isPositive() || amount.compare(this.unallocated) > 0)
      throw new DomainError('payment.refused', `₹${amount} cannot be used of the ₹${this.unallocated} that are left of this payment.`);
    this.book(invoiceId, amount, booking);
  }

  /**
   * Lets an invoice go again, as far as it settles it; the invoice takes it back apart.
   * @throws DomainError `payment.refused` beyond what it settles there
   */
  release(invoiceId: string, amount: Money, booking: Booking): void {
    const settled = this.applied.find((one) => one.invoiceId === invoiceId)?.amount ?? Money.zero;
    if (!amount.isPositive() || amount.compare(settled) > 0)
      throw new DomainError('payment.refused', `₹${amount} cannot be taken back of the ₹${settled} that this payment settles there.`);
    this.book(invoiceId, Money.zero.minus(amount), booking);
  }

  /** It was recorded by mistake, or the cheque was not honoured. Whoever calls has released its invoices. */
  undo(event: 'bounce' | 'reverse', charge: Money, at: Date): void {
    this.walk(event);
    this.bounceCharge = charge;
    this.undoneAt = at;
  }

  /** @throws DomainError `payment.transition` */
  refuseUnlessUndoable(event: 'bounce' | 'reverse'): void {
    this.expect(event);
  }

  /**
   * Sets money aside that is to go back. What it settles stays settled until it did.
   * @throws DomainError `payment.refused` beyond what is left
   */
  holdRefund(amount: Money): void {
    if (!amount.isPositive() || amount.compare(this.refundable) > 0)
      throw new DomainError('payment.refused', `₹${amount} cannot be refunded of the ₹${this.refundable} that are left of this payment.`);
    this.refundAmount = this.refundAmount.plus(amount);
  }

  /**
   * What a credit note on the invoice can still give back by the way this came: what it brought there, and not what goes back already.
   * @param given what notes on this invoice give back of it so far
   */
  returnable(invoiceId: string, given: Money): Money {
    const brought = (this.applied.find((one) => one.invoiceId === invoiceId)?.amount ?? Money.zero).minus(given);
    const left = brought.compare(this.refundable) < 0 ? brought : this.refundable;
    return left.isPositive() ? left : Money.zero;
  }

  /**
   * Sets aside what a credit note gives back of it.
   * @throws DomainError `payment.refused` above what goes back in cash
   */
  holdNoteRefund(amount: Money, cashLimit: Money): void {
    if (amount.compare(this.refundable) > 0)
      throw new DomainError('payment.refused', `₹${amount} cannot go back of the ₹${this.refundable} that are left of this payment.`);
    if (this.method === 'CASH' && Money.sum([this.refundAmount, this.noteRefundAmount, amount]).compare(cashLimit) > 0)
      throw new DomainError('payment.refused', `No more than ₹${cashLimit} of a payment goes back in cash.`);
    this.noteRefundAmount = this.noteRefundAmount.plus(amount);
  }

  /** The refund of a credit note that was told to have failed did arrive. */
  holdNoteRefundAgain(amount: Money): void {
    this.noteRefundAmount = this.noteRefundAmount.plus(amount);
  }

  /** The refund failed: what was set aside is open on the credit note again. */
  dropNoteRefund(amount: Money): void {
    this.noteRefundAmount = this.noteRefundAmount.minus(amount);
  }

  /** The refund failed: what was set aside settles what it settled, or is the customer's credit again. */
  dropRefund(amount: Money): void {
    this.refundAmount = this.refundAmount.minus(amount);
  }

  /** The money went back. */
  refund(amount: Money): void {
    this.refundedAmount = this.refundedAmount.plus(amount);
    this.walk(this.refundedAmount.equals(this.amount) ? 'refund_rest' : 'refund_part');
  }

  /** @throws DomainError `payment.transition` unless the provider was still to say */
  capture(providerPaymentId: string, at: Date): void {
    this.walk('capture');
    this.providerPaymentId = providerPaymentId;
    this.receivedAt = at;
    this.businessDay = businessDay(at);
  }

  fail(): void {
    this.walk('fail');
  }

  receipted({ number, gstin, prefix, financialYear, document }: Receipted): void {
    this.receiptNumber = number;
    this.gstin = gstin;
    this.seriesPrefix = prefix;
    this.financialYear = financialYear;
    this.receipt = document;
  }

  private book(invoiceId: string, amount: Money, { at, ids }: Booking): void {
    const row = { id: ids.next(), paymentId: this.id, invoiceId, amount, businessDay: businessDay(at), allocatedAt: at };
    this.allocations = [...this.allocations, new PaymentAllocation(row)];
    this.allocatedAmount = this.allocatedAmount.plus(amount);
  }

  private walk(event: PaymentEvent): void {
    this.status = this.expect(event);
  }

  private expect(event: PaymentEvent): PaymentStatus {
    const facts: PaymentFacts = {
      byCheque: this.method === 'CHEQUE',
      refunding: this.refundAmount.plus(this.noteRefundAmount).isPositive(),
      collected: this.provider !== null,
    };
    const walked = step(paymentMachine, this.status, event, facts);
    if (!walked.possible) throw new DomainError('payment.transition', walked.missing.join(' '), { missing: walked.missing });
    return walked.to;
  }
}
