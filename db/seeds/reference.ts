import type { Repositories } from '@dms/domain/repositories';
import { templateCreated } from '@dms/domain/notifications/events';
import { firstTemplateKeys, firstWording } from '@dms/domain/notifications/first-templates';
import { Template, type TemplateKey, TemplateVersion } from '@dms/domain/notifications/template';
import type { DatedRate } from '@dms/domain/shared/gst/tax-rates';
import type { Recording } from '@dms/domain/shared/unit-of-work';
import { datedRates } from './rates.ts';
import { besideOthers, seeded, seeder, type Seeding } from './seeding.ts';

type Foundation = { readonly cradle: Pick<Seeding['cradle'], 'transact' | 'ids' | 'clock'> };
type Unit = Repositories & Recording;
type Making = Omit<Foundation['cradle'], 'transact'>;

const slot = ({ hsn, validFrom }: Pick<DatedRate, 'hsn' | 'validFrom'>): string => `${hsn} ${validFrom}`;
const place = ({ type, channel, language }: TemplateKey): string => `${type} ${channel} ${language}`;

const addRates = async ({ taxRates, record }: Unit, { ids }: Making): Promise<void> => {
  const known = new Set((await taxRates.all()).map(slot));
  for (const rate of datedRates.filter((each) => !known.has(slot(each)))) {
    const id = ids.next();
    taxRates.add({ id, ...rate });
    record(seeded('TaxRateAdded', id, null, { hsn: rate.hsn, rate: rate.rate, validFrom: rate.validFrom }));
  }
};

const addTemplates = async ({ templates, record }: Unit, { ids, clock }: Making): Promise<void> => {
  const known = new Set((await templates.keys()).map(place));
  for (const key of firstTemplateKeys.filter((each) => !known.has(place(each)))) {
    const template = new Template({ ...firstWording(key)!, ...key, id: ids.next() });
    const { id: templateId, version: number, subject, body, variables } = template;
    templates.add(template);
    templates.addVersion(new TemplateVersion({ id: ids.next(), templateId, number, subject, body, variables, createdAt: clock.now() }));
    record(templateCreated(template));
  }
};

/**
 * SED-01: what every installation stands on, for production too. It adds what is missing and touches nothing that is there, so
 * a rate which the dealer's accountant has set for the same day stays, and so do the words that somebody gave a message. With nothing
 * missing it is two reads.
 */
export const seedReference = ({ cradle }: Foundation): Promise<void> =>
  besideOthers(() =>
    cradle.transact(seeder, async (unit) => {
      await addRates(unit, cradle);
      await addTemplates(unit, cradle);
    }),
  );
