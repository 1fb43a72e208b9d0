import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Customers, Vehicles } from '../../customers/ports.ts';
import type { Mail } from '../../notifications/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { paperLanguage } from '../../shared/languages.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { closedBecause } from '../estimate-standing.ts';
import { estimateWords } from '../estimate-words.ts';
import type { EstimateLinks, JobCards } from '../ports.ts';

export type MailEstimate = { readonly jobCardId: string; readonly estimateId: string; readonly messageId: string };
export type Mailed = { readonly outcome: 'sent' } | { readonly outcome: 'suppressed'; readonly reason: string };

type Unit = {
  readonly jobCards: JobCards;
  readonly customers: Customers;
  readonly vehicles: Vehicles;
  readonly serviceCenters: ServiceCenters;
  readonly settings: Settings;
};
type Deps = { readonly transact: Transact<Unit>; readonly mail: Mail; readonly estimateLinks: EstimateLinks; readonly clock: Clock };

const suppressed = (reason: string): Mailed => ({ outcome: 'suppressed', reason });

/**
 * Writes the customer the link to an estimate, in their language. It may have been decided on or overtaken since it was sent off: then
 * nothing is written, and the reason is kept with the run. The link is made here and stands in the letter alone.
 */
export const mailEstimate =
  ({ transact, mail, estimateLinks, clock }: Deps) =>
  ({ jobCardId, estimateId, messageId }: MailEstimate, actor: Actor): Promise<Mailed> =>
    transact(actor, async ({ jobCards, customers, vehicles, serviceCenters, settings }) => {
      const card = await jobCards.get(jobCardId, everywhere);
      const estimate = card.estimates.find(({ id }) => id === estimateId);
      if (!estimate?.linkExpiresAt || estimate.linkExpiresAt <= clock.now()) return suppressed('The time of the link is over.');
      const closed = closedBecause(card, estimate);
      if (closed !== undefined) return suppressed(closed);
      const customer = await customers.get(card.customerId, everywhere);
      if (!customer.email) return suppressed('The customer has no e-mail address.');
      const { registration } = await vehicles.get(card.vehicleId, everywhere);
      const branch = await serviceCenters.get(card.serviceCenterId, everywhere);
      const { page } = (await configuredIn(settings, clock)).of('workshop.estimate-links');
      const token = estimateLinks.tokenFor({ estimateId, expiresAt: estimate.linkExpiresAt });
      const { subject, lines } = estimateWords[paperLanguage(customer.language)]({
        ...{ customer: customer.displayName, vehicle: registration, jobNumber: card.jobNumber, revision: estimate.revision },
        ...{ amount: estimate.total, link: page.replace('{token}', token), until: businessDay(estimate.linkExpiresAt) },
        ...{ branch: branch.name, phone: branch.phone },
      });
      await mail.send({ messageId, to: customer.email, subject, text: lines.join('\n\n'), attachments: [] });
      return { outcome: 'sent' };
    });
