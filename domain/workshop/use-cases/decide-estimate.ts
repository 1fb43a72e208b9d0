import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Decision, Estimate } from '../estimate.ts';
import { refuseClosed, refuseContradiction } from '../estimate-standing.ts';
import { alsoForFormer } from '../events.ts';
import type { JobCard } from '../job-card.ts';
import type { EstimateLink, EstimateLinks, JobCards } from '../ports.ts';

export type DecideEstimate = {
  readonly token: string;
  readonly decision: Decision;
  /** The lines that are agreed to, where it is not all of them. */
  readonly acceptedLineIds?: readonly string[] | undefined;
  readonly note?: string | undefined;
};

type Deps = {
  readonly transact: Transact<{ jobCards: JobCards }>;
  readonly estimateLinks: EstimateLinks;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * The customer decides by the link, without a login. Of two clicks, or of the customer and who takes down their call, the second is told
 * what the first decided (JOB-07). From where it was said is in the audit trail.
 * @throws DomainError `estimate.link_invalid`, `estimate.closed`, `entity.absent` for a line of another estimate
 */
export const decideEstimate =
  ({ transact, estimateLinks, clock, ids }: Deps) =>
  (command: DecideEstimate, actor: Actor): Promise<void> =>
    transact(actor, async ({ jobCards, record }) => {
      const { token, decision, acceptedLineIds, note } = command;
      refuseContradiction(command);
      const { estimateId } = linkOf(estimateLinks, token, clock);
      const jobCardId = await jobCards.idOfEstimate(estimateId);
      if (jobCardId === undefined) throw invalidLink();
      const card = await jobCards.getForChange(jobCardId, everywhere);
      refuseClosed(card, estimateOn(card, estimateId));
      const formerIds = card.engineerIds;
      const decided = card.decide(decision, 'LINK', note ?? null, { userId: null, now: clock.now(), ids }, acceptedLineIds);
      record(...alsoForFormer(card, formerIds, decided));
    });

/** What the token stands for. @throws DomainError `estimate.link_invalid` */
export const linkOf = (links: EstimateLinks, token: string, clock: Clock): EstimateLink => {
  const link = links.read(token);
  if (!link) throw invalidLink();
  if (link.expiresAt <= clock.now())
    throw new DomainError('estimate.link_invalid', 'The time of this link is over. Ask the branch for a new one.');
  return link;
};

export const invalidLink = (): DomainError =>
  new DomainError('estimate.link_invalid', 'This is no link of ours. Look whether all of it was copied.');

export const estimateOn = (card: JobCard, estimateId: string): Estimate => {
  const estimate = card.estimates.find(({ id }) => id === estimateId);
  if (!estimate) throw invalidLink();
  return estimate;
};
