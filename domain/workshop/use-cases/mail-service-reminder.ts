import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Customers, Vehicles } from '../../customers/ports.ts';
import { type Mail, NotNow } from '../../notifications/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import type { BusinessDay } from '../../shared/calendar.ts';
import { paperLanguage } from '../../shared/languages.ts';
import type { Clock } from '../../shared/ports.ts';
import { quietUntil } from '../../shared/quiet-hours.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { ServiceReminders } from '../next-service.ts';
import { serviceReminderWords } from '../service-reminder-words.ts';

export type MailServiceReminder = {
  readonly reminderId: string;
  readonly vehicleId: string;
  readonly serviceCenterId: string;
  readonly dueOn: BusinessDay;
  readonly dueOdometer: number | null;
  readonly messageId: string;
};

type Deps = {
  readonly transact: Transact<{
    serviceReminders: ServiceReminders;
    vehicles: Vehicles;
    customers: Customers;
    serviceCenters: ServiceCenters;
    settings: Settings;
  }>;
  readonly mail: Mail;
  readonly clock: Clock;
};

type Mailed = { readonly outcome: 'sent' } | { readonly outcome: 'suppressed'; readonly reason: string };

/**
 * Reminds whoever owns the vehicle now, in their language, of its next service. Where it was in again meanwhile nothing is sent, and the
 * reason is kept with the run.
 * @throws NotNow in quiet hours
 */
export const mailServiceReminder =
  ({ transact, mail, clock }: Deps) =>
  ({ reminderId, vehicleId, serviceCenterId, dueOn, dueOdometer, messageId }: MailServiceReminder, actor: Actor): Promise<Mailed> =>
    transact(actor, async ({ serviceReminders, vehicles, customers, serviceCenters, settings }) => {
      const quiet = quietUntil((await configuredIn(settings, clock)).of('notifications.quiet-hours'), clock.now());
      if (quiet) throw new NotNow(quiet);
      const vehicle = await vehicles.get(vehicleId, everywhere);
      if ((await serviceReminders.lastOf(vehicleId)) !== reminderId)
        return { outcome: 'suppressed', reason: 'The vehicle was serviced again meanwhile.' };
      const customer = await customers.get(vehicle.customerId, everywhere);
      if (!customer.email) return { outcome: 'suppressed', reason: 'The customer has no e-mail address.' };
      const branch = await serviceCenters.get(serviceCenterId, everywhere);
      const { subject, lines } = serviceReminderWords[paperLanguage(customer.language)]({
        ...{ customer: customer.displayName, vehicle: `${vehicle.make} ${vehicle.model}`, registration: vehicle.registration },
        ...{ dueOn, dueOdometer, branch: branch.name, phone: branch.phone },
      });
      await mail.send({ messageId, to: customer.email, subject, text: lines.join('\n\n'), attachments: [] });
      return { outcome: 'sent' };
    });
