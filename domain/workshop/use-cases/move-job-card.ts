import type { StockRepositories } from '../../inventory/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import { edgeTo } from '../../shared/state-machine.ts';
import type { JobCard } from '../job-card.ts';
import type { Bills } from '../ports.ts';
import { broughtAboutBy, jobCardMachine, type JobCardStatus, movedByName } from '../job-card.states.ts';
import { clearParts } from './cancel-parts.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';
import { linkEnd } from './link-end.ts';
import { type CompletionUnit, noteCompletion, undoCompletion } from './plan-next-service.ts';

export type MoveJobCard = ToJobCard & { readonly to: JobCardStatus; readonly reason?: string | undefined };

/**
 * Moves a card to a state that is reached by saying so. One that is called off keeps no part, and none is kept for it (JOB-08).
 * @throws DomainError `job.transition` with all that is missing, or how the state is reached instead
 */
export const moveJobCard =
  (deps: ChangeDeps<CompletionUnit & StockRepositories & { bills: Bills }>) =>
  (command: MoveJobCard, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, unit) => {
      const edge = edgeTo(jobCardMachine, card.status, command.to);
      if (!edge) throw refused(`A job card that is "${card.status}" does not go to "${command.to}".`);
      permit(actor, edge.action, factsOf(card));
      if (!movedByName.includes(edge.event))
        throw refused(`"${command.to}" cannot be set by itself. ${broughtAboutBy[edge.event] ?? ''}`.trim());
      const reason = command.reason ?? null;
      const outstanding = edge.event === 'cancel' ? await unit.bills.outstandingOf(card.id) : undefined;
      const moved = card.move(edge.event, by, { inspectorId: by.userId, outstanding }, reason);
      if (edge.event === 'complete') return [await noteCompletion(deps, unit, card, moved)];
      if (edge.event === 'submit') return [moved, card.sendEstimate(await linkEnd(unit, deps.clock))];
      if (edge.event !== 'cancel') return [moved];
      await undoCompletion(unit, card);
      return [...(await clearParts(deps, unit, card, reason, actor)), moved];
    });

const refused = (missing: string): DomainError => new DomainError('job.transition', missing, { missing: [missing] });
