import type { Settings } from '../../configuration/ports.ts';
import type { Customers } from '../../customers/ports.ts';
import type { Parts } from '../../inventory/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { permit } from '../../shared/permit.ts';
import { estimateRevised } from '../events.ts';
import type { JobCard } from '../job-card.ts';
import { estimatedIn, extraWorkIn } from '../job-card.states.ts';
import type { Inspections } from '../ports.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { drawUpEstimate, type EstimateRequest } from './draw-up-estimate.ts';
import { linesOfFindings } from './findings.ts';
import { factsOf } from './job-facts.ts';
import { linkEnd } from './link-end.ts';

export type ReviseEstimate = ToJobCard & EstimateRequest;

type Unit = {
  readonly parts: Parts;
  readonly taxRates: TaxRates;
  readonly limitUses: LimitUses;
  readonly serviceCenters: ServiceCenters;
  readonly customers: Customers;
  readonly settings: Settings;
  readonly inspections: Inspections;
};
type Refusal = (card: JobCard) => string | undefined;

const revise =
  (deps: ChangeDeps<Unit>, refusal: Refusal) =>
  (command: ReviseEstimate, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, _, unit) => {
      permit(actor, 'job.estimate', factsOf(card));
      const missing = refusal(card);
      if (missing !== undefined) throw new DomainError('job.transition', missing, { missing: [missing] });
      const lines = await linesOfFindings(unit, card.id, command.lines);
      const { stateCode } = await unit.serviceCenters.get(card.serviceCenterId, everywhere);
      const customer = await unit.customers.get(card.customerId, everywhere);
      const estimate = await drawUpEstimate(deps)(unit, card, stateCode, customer, { ...command, lines }, actor);
      const sent = card.isForDecision ? [card.sendEstimate(await linkEnd(unit, deps.clock))] : [];
      return [estimateRevised(card, estimate), ...sent];
    });

const over = ({ status }: JobCard): string => `Extra work is taken on until the work is completed, and this job card is "${status}".`;

/**
 * Draws up the next revision of the estimate. It takes the place of the one that nobody decided on; what the customer accepted stays
 * approved, so that a revision after that is for extra work (JOB-06).
 * @throws DomainError `job.transition` once the work is over, `inspection.refused`, and what drawing up an estimate refuses
 * @throws ApprovalNeeded for who may only ask, and for a discount above the caller's limit
 */
export const reviseEstimate = (deps: ChangeDeps<Unit>) =>
  revise(deps, (card) => (estimatedIn.includes(card.status) ? undefined : over(card)));

/**
 * Offers work that was found while the vehicle is here: a revision that the customer decides on while the card stays where it is.
 * @throws DomainError `job.transition` before the estimate was approved, and what a revision refuses
 */
export const offerExtraWork = (deps: ChangeDeps<Unit>) =>
  revise(deps, (card) => {
    if (extraWorkIn.includes(card.status)) return undefined;
    return estimatedIn.includes(card.status)
      ? 'Extra work comes after the first estimate was approved: until then, draw up a revision of it.'
      : over(card);
  });
