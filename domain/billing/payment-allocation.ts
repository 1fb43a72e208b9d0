import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';

/**
 * What of a payment settles an invoice from a day on, or what of that was taken back: below zero. Written once; their sum by payment is
 * what it is used for, and by invoice what is paid on it.
 */
export class PaymentAllocation {
  readonly id!: string;
  readonly paymentId!: string;
  readonly invoiceId!: string;
  readonly amount!: Money;
  readonly businessDay!: BusinessDay;
  readonly allocatedAt!: Date;

  constructor(fields: PaymentAllocation) {
    Object.assign(this, fields);
  }
}
