import type { noteUnsent, sendNotification } from '@dms/domain/notifications/use-cases/send-notification';
import type { Event, tellOfEvent } from '@dms/domain/notifications/use-cases/tell-of-event';
import { tellingEvents } from '@dms/domain/notifications/kinds';
import { sendingConsumers, TELLING, tellingWork } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';

type TellUses = { readonly tellOfEvent: ReturnType<typeof tellOfEvent> };
type SendUses = { readonly sendNotification: ReturnType<typeof sendNotification>; readonly noteUnsent: ReturnType<typeof noteUnsent> };

const telling: Consumer<TellUses, Event> = {
  on: tellingEvents,
  work: tellingWork,
  handle:
    ({ tellOfEvent }) =>
    (event, { actor }) => ({ step: () => tellOfEvent(event, actor), end: async () => {} }),
};

const sending: Consumer<SendUses, { notificationId: string }> = {
  // What is decided on makes the work: no event does.
  on: [],
  work: () => undefined,
  handle:
    ({ sendNotification }) =>
    ({ notificationId }, { id, actor }) =>
      sendNotification({ notificationId, messageId: id }, actor),
  failed:
    ({ noteUnsent }) =>
    ({ notificationId }, fate, actor) =>
      noteUnsent(notificationId, fate, actor),
};

/** Whom an event is told to. */
export const reminders = { [TELLING]: telling };
export const email = { [sendingConsumers.EMAIL]: sending };
export const sms = { [sendingConsumers.SMS]: sending };
