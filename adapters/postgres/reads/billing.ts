import { Invoice } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import type { BillingReads, InvoiceRow } from '@dms/domain/billing/reads';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

type Amounts = 'totalAmount' | 'paidAmount' | 'creditedAmount' | 'writtenOffAmount' | 'balance';
type Row = Omit<InvoiceRow, Amounts> & { readonly [Name in Amounts]: string };
const money = (paise: string): Money => Money.ofPaise(BigInt(paise));

export const postgresBillingReads = (db: Executor, readAggregate: ReadAggregate): BillingReads => ({
  invoices: ({ status, serviceCenterId, customerId }, scope, page) =>
    readPage<Row, InvoiceRow>(
      db,
      {
        select: sql`i.id, i.invoice_number as "invoiceNumber", i.service_center_id as "serviceCenterId", i.customer_id as "customerId", i.status,
          i.document_date as "documentDate", i.due_date as "dueDate", i.total_amount as "totalAmount", i.paid_amount as "paidAmount",
          i.credited_amount as "creditedAmount", i.written_off_amount as "writtenOffAmount",
          case when i.status = 'CANCELLED' then 0 else i.total_amount - i.paid_amount - i.credited_amount - i.written_off_amount end as balance`,
        from: sql`invoices i`,
        id: sql`i.id`,
        where: [
          sql`i.kind = 'INVOICE'`,
          given(status, (value) => sql`i.status = ${value}`),
          given(customerId, (value) => sql`i.customer_id = ${value}`),
        ],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: false },
        orders: { '-createdAt': { key: sql`i.created_at`, type: 'timestamptz', descending: true } },
        item: ({ totalAmount, paidAmount, creditedAmount, writtenOffAmount, balance, ...invoice }) => ({
          ...invoice,
          totalAmount: money(totalAmount),
          paidAmount: money(paidAmount),
          creditedAmount: money(creditedAmount),
          writtenOffAmount: money(writtenOffAmount),
          balance: money(balance),
        }),
      },
      page,
    ),
  invoice: (id, scope) => readAggregate(Invoice, id, scope),
  payment: (id, scope) => readAggregate(Payment, id, scope),
});
