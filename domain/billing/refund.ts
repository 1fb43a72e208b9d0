import type { BusinessDay } from '../shared/calendar.ts';
import { businessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { Money } from '../shared/money.ts';
import { step } from '../shared/state-machine.ts';
import type { PaymentMethod } from './payment.ts';
import type { RefundVoucherDocument } from './refund-voucher.ts';
import { type RefundEvent, refundMachine, type RefundStatus } from './refund.states.ts';

export type Vouchered = {
  readonly number: string;
  readonly gstin: string;
  readonly prefix: string;
  readonly financialYear: number;
  readonly document: RefundVoucherDocument;
};

/** Money that goes back of a payment, by the way it came. */
export class Refund {
  readonly id!: string;
  readonly paymentId!: string;
  /** Where it gives back what a credit note left open. */
  readonly creditNoteId: string | null = null;
  readonly serviceCenterId!: string;
  readonly customerId: string | null = null;
  readonly amount!: Money;
  /** The method of the payment: what came by card goes back to the card. */
  readonly method!: PaymentMethod;
  status: RefundStatus = 'requested';
  readonly reason!: string;
  readonly requestedBy: string | null = null;
  readonly requestedAt!: Date;
  decidedBy: string | null = null;
  decidedAt: Date | null = null;
  /** What the bank calls the transfer, or the number of the voucher. */
  reference: string | null = null;
  /** Why it was rejected or did not arrive. */
  failure: string | null = null;
  settledAt: Date | null = null;
  /** The day in India that the money went back; none before. */
  businessDay: BusinessDay | null = null;
  /** The refund voucher, where an advance went back (CGST Rule 51): its number, and under which series. */
  voucherNumber: string | null = null;
  gstin: string | null = null;
  seriesPrefix: string | null = null;
  financialYear: number | null = null;
  /** Its frozen copy. */
  voucher: RefundVoucherDocument | null = null;
  readonly version: number = 1;

  constructor(fields: New<Refund, 'id' | 'paymentId' | 'serviceCenterId' | 'amount' | 'method' | 'reason' | 'requestedAt'>) {
    Object.assign(this, fields);
  }

  approve(by: string | null, at: Date): void {
    this.walk('approve');
    this.decidedBy = by;
    this.decidedAt = at;
  }

  reject(reason: string, by: string | null, at: Date): void {
    this.walk('reject');
    this.decidedBy = by;
    this.decidedAt = at;
    this.failure = reason;
    this.settledAt = at;
  }

  process(): void {
    this.walk('process');
  }

  succeed(reference: string | null, at: Date): void {
    this.walk(this.status === 'failed' ? 'succeed_late' : 'succeed');
    this.failure = null;
    this.reference = reference;
    this.settledAt = at;
    this.businessDay = businessDay(at);
  }

  vouchered({ number, gstin, prefix, financialYear, document }: Vouchered): void {
    this.voucherNumber = number;
    this.gstin = gstin;
    this.seriesPrefix = prefix;
    this.financialYear = financialYear;
    this.voucher = document;
  }

  fail(failure: string, at: Date): void {
    this.walk('fail');
    this.failure = failure;
    this.settledAt = at;
  }

  private walk(event: RefundEvent): void {
    const walked = step(refundMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('refund.transition', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
  }
}
