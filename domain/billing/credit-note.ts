import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import type { Ids } from '../shared/ports.ts';
import { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import { type CreditNoteEvent, creditNoteMachine, type CreditNoteStatus } from './credit-note.states.ts';
import type { SourceType } from './invoice.ts';
import type { CreditNoteDocument } from './note-document.ts';
import { TaxedLine } from './taxed-line.ts';

/** What is credited of one line of the invoice: a quantity of it, or, with none, an amount of its value. */
export class CreditNoteLine extends TaxedLine {
  readonly creditNoteId!: string;
  readonly invoiceLineId!: string;
  override readonly quantity: Quantity = Quantity.zero;

  constructor(fields: New<CreditNoteLine, Exclude<keyof CreditNoteLine, 'partId' | 'quantity'>>) {
    super();
    Object.assign(this, fields);
  }
}

/** The part of a note that lowers the balance of one invoice. */
export class CreditNoteApplication {
  readonly id!: string;
  readonly creditNoteId!: string;
  readonly invoiceId!: string;
  readonly amount!: Money;
  readonly appliedAt!: Date;
  readonly appliedBy: string | null = null;

  constructor(fields: New<CreditNoteApplication, Exclude<keyof CreditNoteApplication, 'appliedBy'>>) {
    Object.assign(this, fields);
  }
}

/** A credit note on an invoice (CGST Act s. 34). As fast as the invoice once it is issued; what of it is used up is all that changes (INV-02). */
export class CreditNote {
  readonly id!: string;
  noteNumber: string | null = null;
  readonly serviceCenterId!: string;
  readonly customerId: string | null = null;
  /** The invoice that it corrects. */
  readonly invoiceId!: string;
  readonly sourceType!: SourceType;
  readonly reason!: string;
  status: CreditNoteStatus = 'draft';
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
  /** What of it lowers the balance of invoices. */
  appliedAmount: Money = Money.zero;
  /** What goes back or went back as money, from the moment it is asked for. */
  refundAmount: Money = Money.zero;
  /** What did go back. */
  refundedAmount: Money = Money.zero;
  documentDate: BusinessDay | null = null;
  issuedAt: Date | null = null;
  document: CreditNoteDocument | null = null;
  readonly lines: readonly CreditNoteLine[] = [];
  applications: readonly CreditNoteApplication[] = [];
  readonly version: number = 1;

  constructor(fields: New<CreditNote, CreditNoteNeeds>) {
    Object.assign(this, fields);
  }

  /** What of it is the customer's still, as credit. */
  get openAmount(): Money {
    const there = this.status !== 'draft' && this.status !== 'discarded';
    return there ? this.totalAmount.minus(this.appliedAmount).minus(this.refundAmount) : Money.zero;
  }

  /** @throws DomainError `creditnote.transition` unless it is a draft */
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
    readonly document: CreditNoteDocument;
  }): void {
    this.walk('issue');
    this.noteNumber = issued.number;
    this.gstin = issued.gstin;
    this.seriesPrefix = issued.prefix;
    this.financialYear = issued.financialYear;
    this.documentDate = issued.day;
    this.issuedAt = issued.at;
    this.document = issued.document;
    // One whose total was rounded to nothing has nothing to apply.
    if (this.totalAmount.isZero()) this.walk('apply_rest');
  }

  /**
   * Uses up so much of it on an invoice, whose balance is lowered by whoever calls.
   * @throws DomainError `creditnote.transition`, `creditnote.exceeds`
   */
  apply(invoiceId: string, amount: Money, by: string | null, at: Date, ids: Ids): void {
    if (!amount.isPositive() || amount.compare(this.openAmount) > 0)
      throw new DomainError('creditnote.exceeds', `Of this credit note ₹${this.openAmount} are open, and ₹${amount} cannot be applied.`);
    this.appliedAmount = this.appliedAmount.plus(amount);
    this.walk(this.isUsedUp ? 'apply_rest' : 'apply_part');
    const applied = { creditNoteId: this.id, invoiceId, amount, appliedAt: at, appliedBy: by };
    this.applications = [...this.applications, new CreditNoteApplication({ id: ids.next(), ...applied })];
  }

  /**
   * Sets aside what is to go back as money.
   * @throws DomainError `creditnote.transition` before the issue, `creditnote.exceeds` beyond what is open
   */
  holdRefund(amount: Money): void {
    this.expect('refund_part');
    if (!amount.isPositive() || amount.compare(this.openAmount) > 0)
      throw new DomainError('creditnote.exceeds', `Of this credit note ₹${this.openAmount} are open, and ₹${amount} cannot be refunded.`);
    this.refundAmount = this.refundAmount.plus(amount);
  }

  /** The refund failed: what was set aside is open again. */
  dropRefund(amount: Money): void {
    this.refundAmount = this.refundAmount.minus(amount);
  }

  /** The money went back. */
  refund(amount: Money): void {
    this.refundedAmount = this.refundedAmount.plus(amount);
    this.walk(this.isUsedUp ? 'refund_rest' : 'refund_part');
  }

  /**
   * Nobody wants it: it ends without a number, and what is on it can be on another.
   * @throws DomainError `creditnote.transition` unless it is a draft
   */
  discard(): void {
    this.walk('discard');
  }

  private get isUsedUp(): boolean {
    return this.appliedAmount.plus(this.refundedAmount).equals(this.totalAmount);
  }

  private walk(event: CreditNoteEvent): void {
    this.status = this.expect(event);
  }

  private expect(event: CreditNoteEvent): CreditNoteStatus {
    const walked = step(creditNoteMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('creditnote.transition', walked.missing.join(' '), { missing: walked.missing });
    return walked.to;
  }
}

type CreditNoteNeeds =
  | 'id'
  | 'serviceCenterId'
  | 'invoiceId'
  | 'sourceType'
  | 'reason'
  | 'placeOfSupply'
  | 'supplyType'
  | 'subtotal'
  | 'discount'
  | 'taxable'
  | 'cgst'
  | 'sgst'
  | 'igst'
  | 'tax'
  | 'roundOff'
  | 'totalAmount';
