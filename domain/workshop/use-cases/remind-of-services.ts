import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import { businessDay } from '../../shared/calendar.ts';
import type { Clock } from '../../shared/ports.ts';
import { quietUntil } from '../../shared/quiet-hours.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { serviceReminderDue, type ServiceReminders } from '../next-service.ts';

const BATCH = 500;

type Deps = { readonly transact: Transact<{ serviceReminders: ServiceReminders; settings: Settings }>; readonly clock: Clock };

/** Lets reminders of services that are soon due go out, once each, some hundreds in a step; in quiet hours it waits (NOT-05). */
export const remindOfServices =
  ({ transact, clock }: Deps): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ serviceReminders, settings, record }) => {
      const now = clock.now();
      const configured = await configuredIn(settings, clock);
      const notBefore = quietUntil(configured.of('notifications.quiet-hours'), now);
      if (notBefore) return { done: 0, notBefore };
      const due = await serviceReminders.fallDue(businessDay(now), configured.of('workshop.service-reminder'), BATCH, now);
      record(...due.map(serviceReminderDue));
      return { done: due.length, more: due.length === BATCH };
    });
