import { sql } from 'kysely';

/**
 * Every table that names a customer in a column `customer_id`, in the order in which rows are locked. A test holds it against the
 * foreign keys there are.
 */
export const ofCustomers = [
  { table: 'customer_contacts' },
  { table: 'refunds' },
  { table: 'payments' },
  { table: 'credit_notes' },
  { table: 'invoices' },
  { table: 'job_cards' },
  { table: 'vehicles' },
  { table: 'vehicle_ownerships' },
  { table: 'warranties' },
] as const;

/** Those that have one row for each customer, and become one. */
export const sharedByCustomers = ['customer_service_centers', 'cash_by_person'] as const;

const repoint = (table: string, from: string, to: string) => sql`
  with held as (select id from ${sql.table(table)} where customer_id = ${from} order by id for update)
  update ${sql.table(table)} t set customer_id = ${to}, version = t.version + 1 from held where t.id = held.id`;

/**
 * What makes everything of one customer the other's (CUS-02). Whatever was loaded of it elsewhere is of an older version from then
 * on. Somebody who is a contact of both stays active once.
 */
export const repointCustomer = (from: string, to: string) => [
  sql`
    update customer_contacts c set active = false where c.customer_id = ${from} and c.active
      and exists (select from customer_contacts k where k.customer_id = ${to} and k.phone = c.phone and k.active)`,
  ...ofCustomers.map(({ table }) => repoint(table, from, to)),
  sql`
    insert into customer_service_centers (customer_id, service_center_id)
    select ${to}::uuid, service_center_id from customer_service_centers where customer_id = ${from} on conflict do nothing`,
  // What two had paid in cash on a day, one has paid (Income-tax Act 2025 s. 186).
  sql`
    insert into cash_by_person (customer_id, day, amount)
    select ${to}::uuid, day, amount from cash_by_person where customer_id = ${from} order by day
    on conflict (customer_id, day) do update set amount = cash_by_person.amount + excluded.amount`,
  sql`update cash_by_person set amount = 0 where customer_id = ${from}`,
  // What one of two did not want, the one does not want; what the other left at its default is no wish.
  sql`
    insert into notification_preferences (owner_type, owner_id, category, channel, enabled)
    select owner_type, ${to}::uuid, category, channel, false from notification_preferences
    where owner_type = 'CUSTOMER' and owner_id = ${from} and not enabled order by category, channel
    on conflict (owner_type, owner_id, category, channel) do update set enabled = false`,
  sql`update files set entity_id = ${to}, version = version + 1 where entity_type = 'Customer' and entity_id = ${from}`,
];
