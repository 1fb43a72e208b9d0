import { Invoice } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import type {
  BillingReads,
  CancellationState,
  DebitNoteRow,
  InvoiceFilter,
  InvoiceRow,
  PaymentRow,
  PeriodRow,
  RefundRow,
} from '@dms/domain/billing/reads';
import { Refund } from '@dms/domain/billing/refund';
import type { Scope } from '@dms/domain/shared/actor';
import type { BusinessDay } from '@dms/domain/shared/calendar';
import { Money } from '@dms/domain/shared/money';
import type { Page, PageRequest } from '@dms/domain/shared/page';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { presentCustomer } from '../present-customer.ts';
import { given, readPage } from './page.ts';

type Amounts = 'totalAmount' | 'paidAmount' | 'creditedAmount' | 'writtenOffAmount' | 'balance';
type PaidAmounts = 'amount' | 'allocatedAmount' | 'unallocated';
type PaidRow = Omit<PaymentRow, PaidAmounts> & { readonly [Name in PaidAmounts]: string };
/** What of a payment is the customer's credit. */
const left = sql`case when p.status in ('captured', 'partially_refunded')
  then greatest(p.amount + p.tds_amount - p.allocated_amount - p.refund_amount, 0) else 0 end`;
const money = (paise: string): Money => Money.ofPaise(BigInt(paise));

const balance = sql`case when i.status in ('CANCELLED', 'DISCARDED') then 0
  else i.total_amount - i.paid_amount - i.credited_amount - i.written_off_amount end as balance`;

/** What was due before today and is not settled; nothing where there is no due date. Nobody waits for what goes between registrations. */
const isOverdue = (today: string) => sql<boolean>`coalesce(i.due_date < ${today}::date and i.status in ('UNPAID', 'PARTIAL')
  and i.source_type <> 'transfer', false)`;

/** As the index of these has it. */
const isBeingCancelled = sql`i.cancellation_asked_at is not null and i.status <> 'CANCELLED'`;
const waiting: Readonly<Record<CancellationState, RawBuilder<unknown>>> = {
  asked: isBeingCancelled,
  stalled: sql`${isBeingCancelled} and i.cancellation_stalled_at is not null`,
};

/** Amounts of a row as money. */
const withMoney = <R extends { readonly [Name in Amounts]: string }>(row: R) => ({
  ...row,
  totalAmount: money(row.totalAmount),
  paidAmount: money(row.paidAmount),
  creditedAmount: money(row.creditedAmount),
  writtenOffAmount: money(row.writtenOffAmount),
  balance: money(row.balance),
});

type Kept = { readonly [Name in Amounts]: string };
type Which = {
  readonly kind: 'INVOICE' | 'DEBIT_NOTE';
  readonly named: RawBuilder<unknown>;
  readonly filter: InvoiceFilter;
  readonly only?: RawBuilder<unknown> | undefined;
};

/** A page of invoices, or of the debit notes that are kept beside them: `named` is what each calls its number, and a note its invoice. */
const documents =
  (db: Executor) =>
  <Item extends InvoiceRow | DebitNoteRow>(
    { kind, named, filter: { status, serviceCenterId, customerId, overdue, cancellation }, only }: Which,
    scope: Scope,
    page: PageRequest,
    today: BusinessDay,
  ): Promise<Page<Item>> =>
    readPage<Omit<Item, Amounts> & Kept, Item>(
      db,
      {
        select: sql`i.id, ${named}, i.service_center_id as "serviceCenterId", i.customer_id as "customerId", i.status,
          i.source_type as "sourceType", ${isOverdue(today)} as overdue, i.document_date as "documentDate", i.due_date as "dueDate", i.total_amount as "totalAmount", i.paid_amount as "paidAmount",
          i.credited_amount as "creditedAmount", i.written_off_amount as "writtenOffAmount",
          ${balance}`,
        from: sql`invoices i`,
        id: sql`i.id`,
        where: [
          sql`i.kind = ${sql.lit(kind)}`,
          given(status, (value) => sql`i.status = ${value}`),
          given(customerId, (value) => sql`i.customer_id = ${presentCustomer(value)}`),
          given(overdue, (value) => sql`${isOverdue(today)} = ${value}`),
          given(cancellation, (value) => waiting[value]),
          only,
        ],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: false },
        orders: { '-createdAt': { key: sql`i.created_at`, type: 'timestamptz', descending: true } },
        item: (row) => withMoney(row) as unknown as Item,
      },
      page,
    );

export const postgresBillingReads = (db: Executor, readAggregate: ReadAggregate): BillingReads => ({
  invoices: (filter, ...asked) =>
    documents(db)<InvoiceRow>({ kind: 'INVOICE', named: sql`i.invoice_number as "invoiceNumber"`, filter }, ...asked),
  debitNotes: ({ invoiceId, ...filter }, ...asked) =>
    documents(db)<DebitNoteRow>(
      {
        kind: 'DEBIT_NOTE',
        named: sql`i.invoice_number as "noteNumber", i.original_id as "invoiceId"`,
        filter,
        only: given(invoiceId, (value) => sql`i.original_id = ${value}`),
      },
      ...asked,
    ),
  invoice: (id, scope) => readAggregate(Invoice, id, scope),
  periods: ({ locked }, page) =>
    readPage<PeriodRow, PeriodRow>(
      db,
      {
        select: sql`p.id, p.month, p.locked, p.reason, p.changed_by as "changedBy", p.changed_at as "changedAt"`,
        from: sql`periods p`,
        id: sql`p.id`,
        where: [given(locked, (value) => sql`p.locked = ${value}`)],
        orders: { '-month': { key: sql`p.month`, type: 'text', descending: true } },
        item: (period) => period,
      },
      page,
    ),
  payments: ({ status, method, serviceCenterId, customerId, invoiceId, advance, unallocated }, scope, page) =>
    readPage<PaidRow, PaymentRow>(
      db,
      {
        select: sql`p.id, p.receipt_number as "receiptNumber", p.service_center_id as "serviceCenterId", p.customer_id as "customerId", p.method,
          p.status, p.advance_for is not null as advance, p.reference, p.received_at as "receivedAt", p.amount,
          p.allocated_amount as "allocatedAmount", ${left} as unallocated`,
        from: sql`payments p`,
        id: sql`p.id`,
        where: [
          given(status, (value) => sql`p.status = ${value}`),
          given(method, (value) => sql`p.method = ${value}`),
          given(customerId, (value) => sql`p.customer_id = ${presentCustomer(value)}`),
          given(
            invoiceId,
            (value) => sql`exists (select from payment_allocations a where a.payment_id = p.id and a.invoice_id = ${value})`,
          ),
          given(advance, (value) => sql`(p.advance_for is not null) = ${value}`),
          given(unallocated, (value) => sql`(${left} > 0) = ${value}`),
        ],
        branches: { column: sql`p.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: { '-receivedAt': { key: sql`p.received_at`, type: 'timestamptz', descending: true } },
        item: ({ amount, allocatedAmount, unallocated: credit, ...payment }) => ({
          ...payment,
          amount: money(amount),
          allocatedAmount: money(allocatedAmount),
          unallocated: money(credit),
        }),
      },
      page,
    ),
  payment: (id, scope) => readAggregate(Payment, id, scope),
  refunds: ({ status, serviceCenterId, paymentId }, scope, page) =>
    readPage<Omit<RefundRow, 'amount'> & { readonly amount: string }, RefundRow>(
      db,
      {
        select: sql`r.id, r.payment_id as "paymentId", r.credit_note_id as "creditNoteId", r.service_center_id as "serviceCenterId", r.customer_id as "customerId", r.method, r.status,
          r.reason, r.requested_at as "requestedAt", r.amount`,
        from: sql`refunds r`,
        id: sql`r.id`,
        where: [given(status, (value) => sql`r.status = ${value}`), given(paymentId, (value) => sql`r.payment_id = ${value}`)],
        branches: { column: sql`r.service_center_id`, scope, only: serviceCenterId, indexedOverAll: false },
        orders: { '-requestedAt': { key: sql`r.requested_at`, type: 'timestamptz', descending: true } },
        item: ({ amount, ...refund }) => ({ ...refund, amount: money(amount) }),
      },
      page,
    ),
  refund: (id, scope) => readAggregate(Refund, id, scope),
});
