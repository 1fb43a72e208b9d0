import { decide } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Clock } from '../../shared/ports.ts';
import { optionsFrom } from '../../shared/state-machine.ts';
import { jobCardMachine } from '../job-card.states.ts';
import { punctualityOf, staysOf, timeByStatus, waitingOf } from '../progress.ts';
import type { WorkshopReads } from '../reads.ts';
import { factsOf } from './job-facts.ts';
import { readJobCard } from './read-job-cards.ts';

type Deps = { readonly workshopReads: WorkshopReads; readonly clock: Clock };

/**
 * Where the card has been and for how long, where it can go now and everything that is missing for the rest, what it waits for, and whether
 * it is late (JOB-01).
 */
export const explainJobCard =
  ({ workshopReads, clock }: Deps) =>
  async (jobCardId: string, actor: Actor) => {
    const now = clock.now();
    const card = await readJobCard({ workshopReads })(jobCardId, actor);
    const outstanding = await workshopReads.outstandingOf(card.id);
    const facts = factsOf(card);
    const amountsHidden = decide(actor, 'amount.read', facts).outcome !== 'allowed';
    const known = { card, now, inspectorId: actor.userId, outstanding, amountsHidden };
    return {
      status: card.status,
      history: card.transitions,
      options: optionsFrom(jobCardMachine, card.status, known).map((option) => ({
        ...option,
        caller: decide(actor, option.action, facts).outcome,
      })),
      timeInStates: timeByStatus(staysOf(card), now),
      waiting: waitingOf(card, outstanding),
      punctuality: punctualityOf(card, now),
      attributions: await workshopReads.attributionsOf(card.id),
    };
  };
