import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import { quietUntil } from '../../shared/quiet-hours.ts';
import { businessDay } from '../../shared/calendar.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { paymentReminderDue, type PaymentReminders } from '../payment-reminder.ts';

const BATCH = 500;

type Deps = { readonly transact: Transact<{ paymentReminders: PaymentReminders; settings: Settings }>; readonly clock: Clock };

/**
 * Lets reminders of unpaid invoices go out on the configured days around the due date, once each, some hundreds in a step. In quiet
 * hours it waits until they end (REM-01). Which day it is, the present says: a run that was missed reminds of what is due now.
 */
export const remindOfPayments =
  ({ transact, clock }: Deps): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ paymentReminders, settings, record }) => {
      const now = clock.now();
      const configured = await configuredIn(settings, clock);
      const notBefore = quietUntil(configured.of('notifications.quiet-hours'), now);
      if (notBefore) return { done: 0, notBefore };
      const due = await paymentReminders.fallDue(businessDay(now), configured.of('billing.reminder-days'), BATCH, now);
      record(...due.map(paymentReminderDue));
      return { done: due.length, more: due.length === BATCH };
    });
