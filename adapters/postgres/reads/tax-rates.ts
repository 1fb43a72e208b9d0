import type { TaxRateReads } from '@dms/domain/billing/tax-rate-reads';
import type { KnownRate } from '@dms/domain/shared/gst/tax-rates';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { ratesOn } from '../tax-rates.ts';
import { given, readPage } from './page.ts';

export const postgresTaxRateReads = (db: Executor): TaxRateReads => ({
  on: (day, hsns) => ratesOn(db, day, hsns),
  rates: ({ hsn, on }, page) =>
    readPage<KnownRate, KnownRate>(
      db,
      {
        select: sql`t.id, t.hsn, t.description, t.rate::text as rate, t.treatment, t.valid_from as "validFrom"`,
        from: sql`tax_rates t`,
        id: sql`t.id`,
        where: [
          given(hsn, (value) => sql`(t.hsn like ${`${value}%`} or ${value} like t.hsn || '%')`),
          given(
            on,
            (day) => sql`t.valid_from <= ${day}::date and not exists (
              select from tax_rates n where n.hsn = t.hsn and n.valid_from > t.valid_from and n.valid_from <= ${day}::date)`,
          ),
        ],
        orders: {
          hsn: { key: sql`t.hsn`, type: 'text', descending: false },
          '-validFrom': { key: sql`t.valid_from`, type: 'date', descending: true },
        },
        item: (rate) => rate,
      },
      page,
    ),
});
