import type { Scope } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Invoice, SourceType } from './invoice.ts';
import type { Payment, PaymentMethod } from './payment.ts';
import type { PaymentStatus } from './payment.states.ts';
import type { Period } from './period.ts';
import type { Refund } from './refund.ts';
import type { RefundStatus } from './refund.states.ts';

export type InvoiceRow = {
  readonly id: string;
  readonly invoiceNumber: string | null;
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly sourceType: SourceType;
  readonly status: string;
  /** Whether its due date is past and something of it due. */
  readonly overdue: boolean;
  readonly documentDate: BusinessDay | null;
  readonly dueDate: BusinessDay | null;
  readonly totalAmount: Money;
  readonly paidAmount: Money;
  readonly creditedAmount: Money;
  readonly writtenOffAmount: Money;
  readonly balance: Money;
};

/** What waits for the registration portal to cancel it: all of that, or what nobody asks the portal for any more. */
export const cancellationStates = ['asked', 'stalled'] as const;
export type CancellationState = (typeof cancellationStates)[number];

export type InvoiceFilter = {
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly cancellation?: CancellationState | undefined;
};

export type DebitNoteRow = Omit<InvoiceRow, 'invoiceNumber'> & {
  readonly noteNumber: string | null;
  /** The invoice whose value it raises. */
  readonly invoiceId: string | null;
};
export type DebitNoteFilter = InvoiceFilter & { readonly invoiceId?: string | undefined };

export type PaymentRow = {
  readonly id: string;
  readonly receiptNumber: string | null;
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly method: PaymentMethod;
  readonly status: PaymentStatus;
  readonly advance: boolean;
  readonly reference: string | null;
  readonly receivedAt: Date;
  readonly amount: Money;
  readonly allocatedAmount: Money;
  /** What of it is the customer's credit. */
  readonly unallocated: Money;
};

export type PaymentFilter = {
  readonly status?: string | undefined;
  readonly method?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly advance?: boolean | undefined;
  /** Only those that leave the customer a credit. */
  readonly unallocated?: boolean | undefined;
};

export type RefundRow = {
  readonly id: string;
  readonly paymentId: string;
  readonly creditNoteId: string | null;
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly method: PaymentMethod;
  readonly status: RefundStatus;
  readonly reason: string;
  readonly requestedAt: Date;
  readonly amount: Money;
};
export type RefundFilter = {
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly paymentId?: string | undefined;
};

export type PeriodRow = Pick<Period, 'month' | 'locked' | 'reason' | 'changedBy' | 'changedAt'> & { readonly id: string };

export type BillingReads = {
  periods(filter: { readonly locked?: boolean | undefined }, page: PageRequest): Promise<Page<PeriodRow>>;
  /** `today` decides what is overdue. */
  invoices(filter: InvoiceFilter, scope: Scope, page: PageRequest, today: BusinessDay): Promise<Page<InvoiceRow>>;
  debitNotes(filter: DebitNoteFilter, scope: Scope, page: PageRequest, today: BusinessDay): Promise<Page<DebitNoteRow>>;
  /** @throws DomainError `entity.absent` */
  invoice(id: string, scope: Scope): Promise<Invoice>;
  payments(filter: PaymentFilter, scope: Scope, page: PageRequest): Promise<Page<PaymentRow>>;
  refunds(filter: RefundFilter, scope: Scope, page: PageRequest): Promise<Page<RefundRow>>;
  /** @throws DomainError `entity.absent` */
  refund(id: string, scope: Scope): Promise<Refund>;
  /** @throws DomainError `entity.absent` */
  payment(id: string, scope: Scope): Promise<Payment>;
};
