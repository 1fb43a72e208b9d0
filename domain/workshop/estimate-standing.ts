import { businessDay } from '../shared/calendar.ts';
import { DomainError } from '../shared/errors.ts';
import type { Decision, Estimate, EstimateStatus } from './estimate.ts';
import type { JobCard } from './job-card.ts';

const decided: { readonly [Status in EstimateStatus]?: string } = {
  accepted: 'accepted',
  partially_accepted: 'accepted in part',
  declined: 'declined',
};

/** Why a revision cannot be decided on, in a sentence to the customer; nothing where it can. */
export const closedBecause = (card: JobCard, estimate: Estimate): string | undefined => {
  if (estimate.status === 'superseded') return 'A newer estimate has taken the place of this one.';
  if (estimate.status !== 'open') return `This estimate was ${decided[estimate.status]} already, on ${businessDay(estimate.decidedAt!)}.`;
  if (card.isForDecision) return undefined;
  return ['created', 'inspecting'].includes(card.status)
    ? 'This estimate is being worked on, and not up for decision yet.'
    : 'The job is over: nothing is decided on it any more.';
};

/** @throws DomainError `estimate.closed` */
export const refuseClosed = (card: JobCard, estimate: Estimate): void => {
  const reason = closedBecause(card, estimate);
  if (reason !== undefined) throw new DomainError('estimate.closed', reason);
};

type Said = { readonly decision: Decision; readonly acceptedLineIds?: readonly string[] | undefined };

/** @throws DomainError `request.invalid` for lines that are accepted of an estimate that is declined */
export const refuseContradiction = ({ decision, acceptedLineIds }: Said): void => {
  if (decision === 'ACCEPTED' || acceptedLineIds === undefined) return;
  const message = 'has no place where the estimate is declined';
  throw new DomainError('request.invalid', `"acceptedLineIds" ${message}.`, { errors: [{ pointer: '/acceptedLineIds', message }] });
};
