import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import { addDays, businessDay, startOfBusinessDay } from '../../shared/calendar.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../ports.ts';

const BATCH = 100;

type Deps = {
  readonly transact: Transact<{ jobCards: JobCards; settings: Settings }>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** Closes the cards of vehicles that were delivered so many business days ago and did not come back, some at a time. */
export const closeDelivered =
  ({ transact, clock, ids }: Deps): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ jobCards, settings, record }) => {
      const now = clock.now();
      const days = (await configuredIn(settings, clock)).of('workshop.close-after-days');
      const before = startOfBusinessDay(addDays(businessDay(now), 1 - days));
      const cards = await jobCards.lockDelivered(before, BATCH);
      const reason = `Delivered ${days} days ago or earlier.`;
      record(...cards.map((card) => card.move('close', { userId: actor.userId, now, ids }, {}, reason)));
      return { done: cards.length, more: cards.length === BATCH };
    });
