import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Vehicles } from '../../customers/ports.ts';
import type { Compose } from '../../notifications/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { formatIndian } from '../../shared/indian-grouping.ts';
import type { PaperLanguage } from '../../shared/languages.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { closedBecause } from '../estimate-standing.ts';
import type { EstimateLinks, JobCards } from '../ports.ts';

type Unit = {
  readonly jobCards: JobCards;
  readonly vehicles: Vehicles;
  readonly serviceCenters: ServiceCenters;
  readonly settings: Settings;
};
type Deps = { readonly transact: Transact<Unit>; readonly estimateLinks: EstimateLinks; readonly clock: Clock };

/** Whom to ask; nothing of a branch without a telephone. */
const questionTo: Readonly<Record<PaperLanguage, (phone: string) => string>> = {
  en: (phone) => `If you have a question, call ${phone}.`,
  hi: (phone) => `कोई प्रश्न हो तो ${phone} पर फ़ोन करें।`,
};

/**
 * The link to an estimate, for the customer who is to decide on it. It may have been decided on or overtaken since it was sent off: then there
 * is nothing to tell. The link is made here and stands in the message alone.
 */
export const composeEstimate =
  ({ transact, estimateLinks, clock }: Deps): Compose =>
  ({ entityId: jobCardId, data, recipientName, language }, actor) =>
    transact(actor, async ({ jobCards, vehicles, serviceCenters, settings }) => {
      const card = await jobCards.get(jobCardId, everywhere);
      const estimate = card.estimates.find(({ id }) => id === data.estimateId);
      if (!estimate?.linkExpiresAt || estimate.linkExpiresAt <= clock.now()) return { suppressed: 'The time of the link is over.' };
      const closed = closedBecause(card, estimate);
      if (closed !== undefined) return { suppressed: closed };
      const { registration } = await vehicles.get(card.vehicleId, everywhere);
      const { name, phone } = await serviceCenters.get(card.serviceCenterId, everywhere);
      const { page } = (await configuredIn(settings, clock)).of('workshop.estimate-links');
      const token = estimateLinks.tokenFor({ estimateId: estimate.id, expiresAt: estimate.linkExpiresAt });
      return {
        vars: {
          ...{ customer: recipientName, vehicle: registration, jobNumber: card.jobNumber, revision: String(estimate.revision) },
          ...{ amount: formatIndian(estimate.total), link: page.replace('{token}', token), until: businessDay(estimate.linkExpiresAt) },
          ...{ question: phone === null ? '' : questionTo[language](phone), branch: name },
        },
      };
    });
