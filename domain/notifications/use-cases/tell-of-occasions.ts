import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import { birthdayCame, type Occasions, warrantiesEnding } from '../occasions.ts';
import { addDays, businessDay } from '../../shared/calendar.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Transact } from '../../shared/unit-of-work.ts';

const BATCH = 500;

type Deps = { readonly transact: Transact<{ readonly occasions: Occasions; readonly settings: Settings }>; readonly clock: Clock };

/** Lets customers be wished well on their birthday, who agreed to it, once a year (NOT-05). A day that was missed is over. */
export const wishBirthdays =
  ({ transact, clock }: Deps): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ occasions, record }) => {
      const [now, today] = [clock.now(), businessDay(clock.now())];
      const found = await occasions.birthdays(today, BATCH, now);
      record(...found.map((each) => birthdayCame(each, today)));
      return { done: found.length, more: found.length === BATCH };
    });

/** Lets customers know which of their warranties end in the days to come, once for each bill and day (NOT-05). */
export const tellOfEndingWarranties =
  ({ transact, clock }: Deps): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ occasions, settings, record }) => {
      const [now, today] = [clock.now(), businessDay(clock.now())];
      const days = (await configuredIn(settings, clock)).of('notifications.warranty-days');
      const found = await occasions.endingWarranties(today, addDays(today, days), BATCH, now);
      record(...found.map(warrantiesEnding));
      return { done: found.length, more: found.length === BATCH };
    });
