import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import { attribute, type Attributions } from '../attribution.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type CheckQuality = ToJobCard & { readonly result: 'PASS' | 'FAIL'; readonly reason?: string | undefined };

/** QC by somebody who did not do the work. A fail sends the card back to work and marks it rework, of whoever did it (JOB-10). */
export const checkQuality =
  (deps: ChangeDeps<{ attributions: Attributions }>) =>
  (command: CheckQuality, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, by, { attributions }) => {
      permit(actor, 'job.qc', factsOf(card));
      const reason = command.reason ?? null;
      const events = card.inspect(command.result, by, reason);
      if (command.result === 'FAIL') for (const each of attribute(card, 'REWORK', reason, by)) attributions.add(each);
      return events;
    });
