import type { MailServiceReminder, mailServiceReminder } from '@dms/domain/workshop/use-cases/mail-service-reminder';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly mailServiceReminder: ReturnType<typeof mailServiceReminder> };
type Reminded = Omit<MailServiceReminder, 'messageId'>;

/** Who owns the vehicle is looked up when the letter is written: it may have been sold since the reminder fell due. */
export const serviceReminderMail: Consumer<Uses, Reminded> = {
  on: 'ServiceReminderDue',
  work: ({ entityId: vehicleId, serviceCenterId, data }) => {
    const { reminderId, dueOn, dueOdometer } = data as Pick<Reminded, 'reminderId' | 'dueOn' | 'dueOdometer'>;
    const payload = { reminderId, vehicleId, serviceCenterId, dueOn, dueOdometer };
    return { consumer: 'service-reminder-mail', queue: 'email', dedupeKey: reminderId, payload };
  },
  handle:
    ({ mailServiceReminder }) =>
    async (payload, { id, actor }) => {
      const mailed = await mailServiceReminder({ ...payload, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};
