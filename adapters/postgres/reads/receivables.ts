import type { ReceivableReads } from '@dms/domain/billing/receivable-reads';
import { type AccountEntry, type Ageing, type AgeingRow, noAgeing } from '@dms/domain/billing/receivables';
import type { Scope } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { presentCustomer } from '../present-customer.ts';
import { readPage } from './page.ts';

const money = (paise: string | null): Money => Money.ofPaise(BigInt(paise ?? '0'));
const inBranches = (column: string, scope: Scope): RawBuilder<unknown> =>
  scope.kind === 'all' ? sql`` : sql`and ${sql.ref(column)} = any(${scope.ids}::uuid[])`;

/** CUS-03: inside each branch that had to do with the customer. */
const isInside = (customer: RawBuilder<unknown>, scope: Scope): RawBuilder<unknown> =>
  scope.kind === 'all'
    ? sql`exists (select from customers where id = ${customer})`
    : sql`exists (select from customer_service_centers where customer_id = ${customer} and service_center_id = any(${scope.ids}::uuid[]))`;

/** Everything on the account of a customer, each on its own day. A credit note counts when it is issued: what it is used for moves nothing. */
const accountOf = (customer: RawBuilder<unknown>, scope: Scope): RawBuilder<unknown> => sql`
  select i.id, i.kind, i.document_date as day, i.issued_at as at, i.invoice_number as number, i.service_center_id, i.total_amount as amount
  from invoices i where i.customer_id = ${customer} and i.document_date is not null ${inBranches('i.service_center_id', scope)}
  union all
  select i.id, 'CANCELLATION', i.document_date, i.cancelled_at, i.invoice_number, i.service_center_id, -i.total_amount
  from invoices i where i.customer_id = ${customer} and i.cancelled_at is not null ${inBranches('i.service_center_id', scope)}
  union all
  select i.id, 'WRITE_OFF', w.business_day, w.written_off_at, i.invoice_number, i.service_center_id, -w.amount
  from invoices i join invoice_write_offs w on w.invoice_id = i.id
  where i.customer_id = ${customer} ${inBranches('i.service_center_id', scope)}
  union all
  select n.id, 'CREDIT_NOTE', n.document_date, n.issued_at, n.note_number, n.service_center_id, -n.total_amount
  from credit_notes n where n.customer_id = ${customer} and n.document_date is not null ${inBranches('n.service_center_id', scope)}
  union all
  select p.id, 'PAYMENT', p.business_day, p.received_at, p.receipt_number, p.service_center_id, -(p.amount + p.tds_amount)
  from payments p where p.customer_id = ${customer} and p.status not in ('pending', 'failed') ${inBranches('p.service_center_id', scope)}
  union all
  select p.id, 'REVERSAL', (p.undone_at at time zone 'Asia/Kolkata')::date, p.undone_at, p.receipt_number, p.service_center_id,
    p.amount + p.tds_amount
  from payments p where p.customer_id = ${customer} and p.undone_at is not null ${inBranches('p.service_center_id', scope)}
  union all
  select r.id, 'REFUND', r.business_day, r.settled_at, r.reference, r.service_center_id, r.amount
  from refunds r where r.customer_id = ${customer} and r.business_day is not null ${inBranches('r.service_center_id', scope)}`;

type Entry = Omit<AccountEntry, 'amount'> & { readonly amount: string };

/** The day on which an invoice was due, as it was known at the end of a day. */
const dueDateOn = (asOf: string): RawBuilder<unknown> => sql`
  coalesce((select f.due_date from former_due_dates f
    where f.invoice_id = i.id and (f.until at time zone 'Asia/Kolkata')::date > ${asOf}::date order by f.until limit 1), i.due_date, i.document_date)`;

/** What was due of each invoice at the end of a day: the invoice less whatever settled it until then. */
const dueOn = (asOf: string, scope: Scope): RawBuilder<unknown> => sql`
  select i.customer_id, ${asOf}::date - ${dueDateOn(asOf)} as late,
    i.total_amount
      - coalesce((select sum(c.amount) from credit_note_applications c
          where c.invoice_id = i.id and (c.applied_at at time zone 'Asia/Kolkata')::date <= ${asOf}::date), 0)
      - coalesce((select sum(w.amount) from invoice_write_offs w where w.invoice_id = i.id and w.business_day <= ${asOf}), 0)
      - coalesce((select sum(a.amount) from payment_allocations a where a.invoice_id = i.id and a.business_day <= ${asOf}), 0) as due
  from invoices i where i.kind in ('INVOICE', 'DEBIT_NOTE', 'OPENING') and i.document_date <= ${asOf} and i.status <> 'CANCELLED'
    -- Between two registrations of the company nothing is owed: the goods are valued for the tax alone.
    and i.source_type <> 'transfer' ${inBranches('i.service_center_id', scope)}`;

const buckets = sql`
  coalesce(sum(d.due) filter (where d.late <= 0), 0)::text as "notDue",
  coalesce(sum(d.due) filter (where d.late between 1 and 30), 0)::text as "days1to30",
  coalesce(sum(d.due) filter (where d.late between 31 and 60), 0)::text as "days31to60",
  coalesce(sum(d.due) filter (where d.late between 61 and 90), 0)::text as "days61to90",
  coalesce(sum(d.due) filter (where d.late > 90), 0)::text as over90, coalesce(sum(d.due), 0)::text as total`;

type Texts = { readonly [Bucket in keyof Ageing]: string };
const aged = (row: Texts): Ageing => ({
  ...{ notDue: money(row.notDue), days1to30: money(row.days1to30), days31to60: money(row.days31to60) },
  ...{ days61to90: money(row.days61to90), over90: money(row.over90), total: money(row.total) },
});

const NOBODY = '00000000-0000-0000-0000-000000000000';

export const postgresReceivableReads = (db: Executor): ReceivableReads => ({
  async account(customerId, { from, to }, scope) {
    const customer = sql`(select id from present)`;
    // One statement, so that the sum before and the entries are of one moment.
    const { rows } = await sql<Entry & { readonly customerId: string; readonly before: string | null; readonly seen: boolean }>`
      with present as materialized (select ${presentCustomer(customerId)} as id), account as (${accountOf(customer, scope)})
      select ${customer} as "customerId", null::uuid as id, null as kind, null::text as day, null as number, null::uuid as "serviceCenterId", '0' as amount,
        coalesce(sum(amount), 0)::text as before, null::timestamptz as at, ${isInside(customer, scope)} as seen
      from account where day < ${from}
      union all
      select null, id, kind, day::text, number, service_center_id, amount::text, null, at, true from account where day between ${from} and ${to}
      order by day nulls first, at, id`.execute(db);
    const [first, ...entries] = rows;
    if (!first?.seen) return undefined;
    return {
      customerId: first.customerId,
      opening: money(first.before),
      entries: entries.map(({ id, kind, day, number, serviceCenterId, amount }) => ({
        ...{ id, kind, day, number, serviceCenterId, amount: money(amount) },
      })),
    };
  },
  ageing: (asOf, scope, page) =>
    readPage<Texts & Pick<AgeingRow, 'customerId' | 'customerName'>, AgeingRow>(
      db,
      {
        select: sql`a.*`,
        from: sql`(
          select d.customer_id as "customerId", coalesce(c.legal_name, concat_ws(' ', c.first_name, c.last_name)) as "customerName",
            coalesce(d.customer_id, ${NOBODY}::uuid) as key, ${buckets}
          from (${dueOn(asOf, scope)}) d left join customers c on c.id = d.customer_id where d.due > 0
          group by d.customer_id, c.id) a`,
        id: sql`a.key`,
        where: [],
        orders: { customerId: { key: sql`a.key`, type: 'uuid', descending: false } },
        item: (row) => ({ ...aged(row), customerId: row.customerId, customerName: row.customerId === null ? null : row.customerName }),
      },
      page,
    ),
  async ageingTotals(asOf, scope) {
    const { rows } = await sql<Texts>`select ${buckets} from (${dueOn(asOf, scope)}) d where d.due > 0`.execute(db);
    return rows[0] ? aged(rows[0]) : noAgeing;
  },
});
