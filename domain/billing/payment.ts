import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import type { Money } from '../shared/money.ts';

export const paymentMethods = ['CASH', 'CARD', 'UPI', 'ONLINE', 'CHEQUE'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];
export const paymentStatuses = ['pending', 'captured', 'partially_refunded', 'refunded', 'failed', 'bounced', 'reversed'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** The part of a receipt that is applied to one invoice. */
export class PaymentAllocation {
  readonly id!: string;
  readonly paymentId!: string;
  readonly invoiceId!: string;
  readonly amount!: Money;

  constructor(fields: PaymentAllocation) {
    Object.assign(this, fields);
  }
}

/** Money in. One recorded at the counter begins as captured. */
export class Payment {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly customerId: string | null = null;
  readonly amount!: Money;
  readonly method!: PaymentMethod;
  readonly reference: string | null = null;
  readonly notes: string | null = null;
  readonly status: PaymentStatus = 'captured';
  readonly receivedAt!: Date;
  readonly businessDay!: BusinessDay;
  readonly allocations: readonly PaymentAllocation[] = [];
  readonly version: number = 1;

  constructor(fields: New<Payment, 'id' | 'serviceCenterId' | 'amount' | 'method' | 'receivedAt' | 'businessDay'>) {
    Object.assign(this, fields);
  }
}
