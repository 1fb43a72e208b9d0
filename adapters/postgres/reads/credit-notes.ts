import { CreditNote } from '@dms/domain/billing/credit-note';
import type { CreditNoteReads, CreditNoteRow } from '@dms/domain/billing/credit-note-reads';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { presentCustomer } from '../present-customer.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

type Amounts = Record<'totalAmount' | 'appliedAmount' | 'openAmount', string>;
type Row = Omit<CreditNoteRow, keyof Amounts> & Amounts;

const money = (paise: string): Money => Money.ofPaise(BigInt(paise));

export const postgresCreditNoteReads = (db: Executor, readAggregate: ReadAggregate): CreditNoteReads => ({
  creditNotes: ({ status, serviceCenterId, customerId, invoiceId }, scope, page) =>
    readPage<Row, CreditNoteRow>(
      db,
      {
        select: sql`n.id, n.note_number as "noteNumber", n.invoice_id as "invoiceId", n.service_center_id as "serviceCenterId",
          n.customer_id as "customerId", n.source_type as "sourceType", n.status, n.document_date as "documentDate", n.total_amount as "totalAmount",
          n.applied_amount as "appliedAmount",
          case when n.status in ('draft', 'discarded') then 0 else n.total_amount - n.applied_amount - n.refund_amount end as "openAmount"`,
        from: sql`credit_notes n`,
        id: sql`n.id`,
        where: [
          given(status, (value) => sql`n.status = ${value}`),
          given(customerId, (value) => sql`n.customer_id = ${presentCustomer(value)}`),
          given(invoiceId, (value) => sql`n.invoice_id = ${value}`),
        ],
        branches: { column: sql`n.service_center_id`, scope, only: serviceCenterId, indexedOverAll: false },
        orders: { '-createdAt': { key: sql`n.created_at`, type: 'timestamptz', descending: true } },
        item: ({ totalAmount, appliedAmount, openAmount, ...note }) => ({
          ...note,
          totalAmount: money(totalAmount),
          appliedAmount: money(appliedAmount),
          openAmount: money(openAmount),
        }),
      },
      page,
    ),
  creditNote: (id, scope) => readAggregate(CreditNote, id, scope),
});
