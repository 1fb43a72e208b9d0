import type { Configuration } from '../../configuration/ports.ts';
import { decide } from '../../shared/access/decide.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Estimate } from '../estimate.ts';
import { closedBecause } from '../estimate-standing.ts';
import type { JobCard } from '../job-card.ts';
import type { EstimateLinks } from '../ports.ts';
import type { EstimateShown, WorkshopReads } from '../reads.ts';
import { estimateOn, invalidLink, linkOf } from './decide-estimate.ts';
import { factsOf } from './job-facts.ts';
import { readJobCard } from './read-job-cards.ts';

type Deps = { readonly workshopReads: WorkshopReads; readonly estimateLinks: EstimateLinks; readonly clock: Clock };

/** The link to a revision, for who sends it to the customer. */
export type SendableLink = {
  readonly token: string;
  /** The page that shows it to the customer. */
  readonly url: string;
  readonly expiresAt: Date;
};
export type ListedEstimate = { readonly estimate: Estimate; readonly link: SendableLink | null };

/**
 * Every revision of the estimate of a job, the last first. The link of the open one is for those who may take down the customer's word.
 * @throws DomainError `entity.absent`, `access.denied`
 */
export const listEstimates =
  ({ workshopReads, estimateLinks, configuration, clock }: Deps & { readonly configuration: Configuration }) =>
  async (jobCardId: string, actor: Actor): Promise<{ readonly card: JobCard; readonly estimates: readonly ListedEstimate[] }> => {
    const card = await readJobCard({ workshopReads })(jobCardId, actor);
    const maySend = decide(actor, 'job.record-customer-approval', factsOf(card)).outcome === 'allowed';
    const { page } = (await configuration.current()).of('workshop.estimate-links');
    const linkTo = ({ id, status, linkExpiresAt: expiresAt }: Estimate): SendableLink | null => {
      if (!maySend || status !== 'open' || expiresAt === null || expiresAt <= clock.now()) return null;
      const token = estimateLinks.tokenFor({ estimateId: id, expiresAt });
      return { token, url: page.replace('{token}', token), expiresAt };
    };
    return { card, estimates: card.estimates.map((estimate) => ({ estimate, link: linkTo(estimate) })).toReversed() };
  };

/** What the customer sees who follows the link: the revision, what it is about, and why they cannot decide on it if so. */
export type LinkedEstimate = {
  readonly card: JobCard;
  readonly estimate: Estimate;
  readonly about: EstimateShown;
  readonly validUntil: Date;
  readonly closed: string | undefined;
};

/** @throws DomainError `estimate.link_invalid` */
export const readLinkedEstimate =
  ({ workshopReads, estimateLinks, clock }: Deps) =>
  async (token: string): Promise<LinkedEstimate> => {
    const { estimateId, expiresAt } = linkOf(estimateLinks, token, clock);
    const about = await workshopReads.estimateShown(estimateId);
    if (!about) throw invalidLink();
    const card = await workshopReads.jobCard(about.jobCardId, everywhere);
    const estimate = estimateOn(card, estimateId);
    return { card, estimate, about, validUntil: expiresAt, closed: closedBecause(card, estimate) };
  };
