import type { DatedRate } from '@dms/domain/shared/gst/tax-rates';
import { datedRates } from './rates.ts';
import { besideOthers, seeded, seeder, type Seeding } from './seeding.ts';

type Foundation = { readonly cradle: Pick<Seeding['cradle'], 'transact' | 'ids'> };

const slot = ({ hsn, validFrom }: Pick<DatedRate, 'hsn' | 'validFrom'>): string => `${hsn} ${validFrom}`;

/**
 * SED-01: what every installation stands on, for production too. It adds what is missing and touches nothing that is there, so
 * a rate which the dealer's accountant has set for the same day stays. With nothing missing it is one read.
 */
export const seedReference = ({ cradle: { transact, ids } }: Foundation): Promise<void> =>
  besideOthers(() =>
    transact(seeder, async ({ taxRates, record }) => {
      const known = new Set((await taxRates.all()).map(slot));
      for (const rate of datedRates.filter((each) => !known.has(slot(each)))) {
        const id = ids.next();
        taxRates.add({ id, ...rate });
        record(seeded('TaxRateAdded', id, null, { hsn: rate.hsn, rate: rate.rate, validFrom: rate.validFrom }));
      }
    }),
  );
