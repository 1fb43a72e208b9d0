import { birthdaysOn, type EndingWarranties, type Occasions } from '@dms/domain/notifications/occasions';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

export const postgresOccasions = (db: Executor): Occasions => ({
  async birthdays(today, most, now) {
    const days = birthdaysOn(today).map((day) => Number(day.replace('-', '')));
    const { rows } = await sql<{ customerId: string }>`
      with born as (
        select c.id from customers c
        where (extract(month from c.date_of_birth) * 100 + extract(day from c.date_of_birth)) = any(${days}::numeric[])
          and c.erased_at is null and c.alias_of is null and 'MARKETING' = any(c.consents)
          and not exists (select from customer_occasions o where o.kind = 'BIRTHDAY' and o.subject_id = c.id and o.day = ${today})
        order by c.id limit ${most})
      insert into customer_occasions (kind, subject_id, day, told_at) select 'BIRTHDAY', id, ${today}, ${now} from born
      on conflict (kind, subject_id, day) do nothing
      returning subject_id as "customerId"`.execute(db);
    return rows;
  },

  async endingWarranties(after, until, most, now) {
    const { rows } = await sql<EndingWarranties>`
      with ending as (
        select w.invoice_id, w.ends_on, w.customer_id, count(*)::int as count, min(w.vehicle_id::text)::uuid as vehicle_id
        from warranties w
        where w.ends_on > ${after}::date and w.ends_on <= ${until}::date and w.replaced_on is null and w.customer_id is not null
          and not exists (
            select from customer_occasions o where o.kind = 'WARRANTY' and o.subject_id = w.invoice_id and o.day = w.ends_on)
        group by w.invoice_id, w.ends_on, w.customer_id order by w.ends_on, w.invoice_id limit ${most}),
      told as (
        insert into customer_occasions (kind, subject_id, day, told_at) select 'WARRANTY', invoice_id, ends_on, ${now} from ending
        on conflict (kind, subject_id, day) do nothing
        returning subject_id, day)
      select i.id as "invoiceId", coalesce(n.invoice_number, i.invoice_number) as "invoiceNumber", i.service_center_id as "serviceCenterId",
        e.customer_id as "customerId", e.vehicle_id as "vehicleId", e.ends_on as "endsOn", e.count
      from told t join ending e on e.invoice_id = t.subject_id and e.ends_on = t.day join invoices i on i.id = t.subject_id
        left join lateral (
          select b.invoice_number from invoices b
          where i.status = 'CANCELLED' and b.source_type = i.source_type and b.source_id = i.source_id and b.kind = 'INVOICE'
            and b.issued_at is not null and b.status <> 'CANCELLED'
          order by b.payer <> 'CUSTOMER', b.issued_at, b.id limit 1) n on true
      order by e.ends_on, i.id`.execute(db);
    return rows;
  },
});
