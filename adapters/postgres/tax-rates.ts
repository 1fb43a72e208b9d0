import type { DatedRate, RateOnDay, TaxRates } from '@dms/domain/shared/gst/tax-rates';
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

export const allRates = async (db: Executor): Promise<DatedRate[]> =>
  (
    await sql<DatedRate>`select hsn, rate::text as rate, treatment, valid_from as "validFrom" from tax_rates order by hsn, valid_from`.execute(
      db,
    )
  ).rows;

export const insertRate = ({ id, hsn, description, rate, treatment, validFrom }: Parameters<TaxRates['add']>[0]) => sql`
  insert into tax_rates (id, hsn, description, rate, treatment, valid_from, created_at)
  values (${id}, ${hsn}, ${description}, ${rate}, ${treatment}, ${validFrom}, now())`;
