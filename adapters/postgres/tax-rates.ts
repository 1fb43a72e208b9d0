import type { KnownRate, RateOnDay } from '@dms/domain/shared/gst/tax-rates';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** For each code the newest rate of the longest heading it begins with, as it holds on the day. */
export const ratesOn = async (db: Executor, day: string, hsns: readonly string[]): Promise<Map<string, RateOnDay>> => {
  const { rows } = await sql<RateOnDay>`
    select code.hsn, found.rate::text as rate, found.treatment
    from unnest(${hsns}::text[]) as code (hsn)
    cross join lateral (
      select r.rate, r.treatment from tax_rates r
      where r.hsn = any(array[left(code.hsn, 2), left(code.hsn, 4), left(code.hsn, 6), left(code.hsn, 8), code.hsn]) and r.valid_from <= ${day}::date
      order by length(r.hsn) desc, r.valid_from desc limit 1
    ) found`.execute(db);
  return new Map(rows.map((row) => [row.hsn, row]));
};

export const allRates = async (db: Executor): Promise<KnownRate[]> =>
  (
    await sql<KnownRate>`
      select id, hsn, description, rate::text as rate, treatment, valid_from as "validFrom" from tax_rates order by hsn, valid_from`.execute(
      db,
    )
  ).rows;

/** By the index of documents by day: what was issued since is asked, never all there is. */
export const rateUsedSince = async (db: Executor, day: string, hsn: string): Promise<{ number: string; day: string } | undefined> =>
  (
    await sql<{ number: string; day: string }>`
      select i.invoice_number as number, i.document_date as day from invoices i
      where i.document_date >= ${day} and i.status <> 'DRAFT'
        and exists (select from invoice_lines l where l.invoice_id = i.id and l.hsn like ${`${hsn}%`})
      order by i.document_date desc, i.id desc limit 1`.execute(db)
  ).rows[0];

export const insertRate = ({ id, hsn, description, rate, treatment, validFrom }: KnownRate) => sql`
  insert into tax_rates (id, hsn, description, rate, treatment, valid_from, created_at)
  values (${id}, ${hsn}, ${description}, ${rate}, ${treatment}, ${validFrom}, now())`;

export const correctRate = ({ id, description, rate, treatment }: KnownRate) => sql`
  update tax_rates set description = ${description}, rate = ${rate}, treatment = ${treatment} where id = ${id}`;
