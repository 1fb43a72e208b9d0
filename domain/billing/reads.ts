import type { Scope } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Invoice } from './invoice.ts';
import type { Payment } from './payment.ts';

export type InvoiceRow = {
  readonly id: string;
  readonly invoiceNumber: string | null;
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly status: string;
  readonly documentDate: BusinessDay | null;
  readonly dueDate: BusinessDay | null;
  readonly totalAmount: Money;
  readonly paidAmount: Money;
  readonly creditedAmount: Money;
  readonly writtenOffAmount: Money;
  readonly balance: Money;
};

export type InvoiceFilter = {
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly customerId?: string | undefined;
};

export type BillingReads = {
  invoices(filter: InvoiceFilter, scope: Scope, page: PageRequest): Promise<Page<InvoiceRow>>;
  /** @throws DomainError `entity.absent` */
  invoice(id: string, scope: Scope): Promise<Invoice>;
  /** @throws DomainError `entity.absent` */
  payment(id: string, scope: Scope): Promise<Payment>;
};
