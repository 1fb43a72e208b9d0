import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Decision, DecisionChannel } from '../estimate.ts';
import { refuseClosed, refuseContradiction } from '../estimate-standing.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type RecordCustomerApproval = ToJobCard & {
  readonly decision: Decision;
  readonly channel: DecisionChannel;
  readonly note?: string | undefined;
  /** The revision that the customer was told of; it can be left out where there is one alone, or with the version that was read. */
  readonly revision?: number | undefined;
  /** The lines that are agreed to, where it is not all of them. */
  readonly acceptedLineIds?: readonly string[] | undefined;
};

/**
 * Takes down what the customer said to the estimate, or to extra work, and how they said it.
 * What is said on the phone is said of what was read out: where there is more than one revision it has to be named, or the version of the
 * card that was read, so that nobody accepts what they never heard of (JOB-06).
 * @throws DomainError `estimate.closed` for a revision that was decided on or overtaken, `job.transition` where none is up for decision,
 * `request.invalid` where it is not said which revision is meant
 */
export const recordCustomerApproval =
  (deps: ChangeDeps<object>) =>
  (command: RecordCustomerApproval, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, by) => {
      permit(actor, 'job.record-customer-approval', factsOf(card));
      refuseContradiction(command);
      if (command.channel === 'LINK') throw notTheLink();
      if (command.revision !== undefined) refuseOtherRevision(card, command.revision);
      else if (command.version === undefined) refuseAnyRevision(card);
      return card.decide(command.decision, command.channel, command.note ?? null, by, command.acceptedLineIds);
    });

/** Who decides by the link is the customer, and nobody in their place. */
const notTheLink = (): DomainError => {
  const message = 'cannot be LINK: that is for the customer, who follows it';
  return new DomainError('request.invalid', `"channel" ${message}.`, { errors: [{ pointer: '/channel', message }] });
};

const refuseOtherRevision = (card: JobCard, revision: number): void => {
  const named = card.estimates.find((estimate) => estimate.revision === revision);
  if (!named) throw new DomainError('estimate.closed', `There is no revision ${revision} of the estimate.`);
  refuseClosed(card, named);
};

const refuseAnyRevision = ({ estimates, openEstimate }: JobCard): void => {
  if (estimates.length < 2 || !openEstimate) return;
  const message = `is needed where there is more than one: revision ${openEstimate.revision} is open`;
  throw new DomainError('request.invalid', `"revision" ${message}. Name the one that the customer was told of.`, {
    errors: [{ pointer: '/revision', message }],
  });
};
