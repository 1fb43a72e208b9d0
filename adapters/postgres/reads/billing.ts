import { Invoice } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import type { BillingReads, InvoiceRow } from '@dms/domain/billing/reads';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

type Row = Omit<InvoiceRow, 'totalAmount' | 'paidAmount' | 'balance'> & { totalAmount: string; paidAmount: string };

export const postgresBillingReads = (db: Executor, readAggregate: ReadAggregate): BillingReads => ({
  invoices: ({ status, serviceCenterId, customerId }, scope, page) =>
    readPage<Row, InvoiceRow>(
      db,
      {
        select: sql`i.id, i.invoice_number as "invoiceNumber", i.service_center_id as "serviceCenterId", i.customer_id as "customerId", i.status,
          i.document_date as "documentDate", i.due_date as "dueDate", i.total_amount as "totalAmount", i.paid_amount as "paidAmount"`,
        from: sql`invoices i`,
        id: sql`i.id`,
        where: [
          sql`i.kind = 'INVOICE'`,
          given(status, (value) => sql`i.status = ${value}`),
          given(customerId, (value) => sql`i.customer_id = ${value}`),
        ],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: false },
        orders: { '-createdAt': { key: sql`i.created_at`, type: 'timestamptz', descending: true } },
        item: ({ totalAmount, paidAmount, ...invoice }) => {
          const [total, paid] = [Money.ofPaise(BigInt(totalAmount)), Money.ofPaise(BigInt(paidAmount))];
          return { ...invoice, totalAmount: total, paidAmount: paid, balance: total.minus(paid) };
        },
      },
      page,
    ),
  invoice: (id, scope) => readAggregate(Invoice, id, scope),
  payment: (id, scope) => readAggregate(Payment, id, scope),
});
