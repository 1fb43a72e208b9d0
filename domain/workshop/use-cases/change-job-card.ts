import type { Actor } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { alsoForFormer } from '../events.ts';
import type { By, JobCard } from '../job-card.ts';
import type { JobCards } from '../ports.ts';

/** What every command to a job card says: which one, and the version it was decided on (If-Match). */
export type ToJobCard = { readonly jobCardId: string; readonly version?: number | undefined };

export type ChangeDeps<Others> = {
  readonly transact: Transact<{ jobCards: JobCards } & Others>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Loads the card for change, lets `change` have it, and records what happened. Whoever comes second sees what the first
 * one left (JOB-07).
 */
export const changeJobCard =
  <Others = object>({ transact, clock, ids }: ChangeDeps<Others>) =>
  (
    { jobCardId, version }: ToJobCard,
    actor: Actor,
    change: (card: JobCard, by: By, unit: { jobCards: JobCards } & Others) => readonly DomainEvent[] | Promise<readonly DomainEvent[]>,
  ): Promise<JobCard> =>
    transact(actor, async (unit) => {
      const card = await unit.jobCards.getForChange(jobCardId, reach(actor, 'job.read'));
      expectVersion(card, version);
      const by = { userId: actor.userId, now: clock.now(), ids };
      const formerIds = card.engineerIds;
      unit.record(...alsoForFormer(card, formerIds, await change(card, by, unit)));
      return card;
    });
