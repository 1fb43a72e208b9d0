import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type CheckQuality = ToJobCard & { readonly result: 'PASS' | 'FAIL'; readonly reason?: string | undefined };

/** QC by somebody who did not do the work. A fail sends the card back to work and marks it rework (JOB-10). */
export const checkQuality =
  (deps: ChangeDeps<object>) =>
  (command: CheckQuality, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, by) => {
      permit(actor, 'job.qc', factsOf(card));
      return card.inspect(command.result, by, command.reason ?? null);
    });
