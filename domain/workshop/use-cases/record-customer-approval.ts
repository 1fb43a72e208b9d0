import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Decision, DecisionChannel } from '../estimate.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type RecordCustomerApproval = ToJobCard & {
  readonly decision: Decision;
  readonly channel: DecisionChannel;
  readonly note?: string | undefined;
};

/** Takes down what the customer said to the estimate, and how they said it. */
export const recordCustomerApproval =
  (deps: ChangeDeps<object>) =>
  (command: RecordCustomerApproval, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, by) => {
      permit(actor, 'job.record-customer-approval', factsOf(card));
      return card.decide(command.decision, command.channel, command.note ?? null, by);
    });
