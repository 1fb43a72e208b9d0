import type { Configured, Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import { type Actor } from '../../shared/actor.ts';
import { paperLanguage } from '../../shared/languages.ts';
import type { Clock } from '../../shared/ports.ts';
import { quietUntil } from '../../shared/quiet-hours.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { isPromotion } from '../channels.ts';
import { notificationMoved } from '../events.ts';
import type { Notification } from '../notification.ts';
import { type Composers, type Fate, type Mail, NotNow, type Occasion, type Sms } from '../ports.ts';
import { type Contact, whyNot } from '../preference.ts';
import type { Notifications, Templates } from '../repositories.ts';
import type { Wording } from '../template.ts';
import { renderHtml, renderLine, renderText } from '../template-text.ts';
import type { Attachment } from '../ports.ts';
import type { Vars } from '../template-text.ts';
import { contactOf, type WhoIsWritten } from './contacts.ts';
import { wordingOf } from './wording.ts';

export type SendNotification = { readonly notificationId: string; readonly messageId: string };

type Unit = Recording &
  WhoIsWritten & { readonly templates: Templates; readonly notifications: Notifications; readonly settings: Settings };
type Deps = {
  readonly transact: Transact<Unit>;
  readonly composers: Composers;
  readonly mail: Mail;
  readonly sms: Sms;
  readonly clock: Clock;
};

/** The hours in which operators take no promotion: those outside of 10:00 to 21:00 (NOT-03). */
const NO_PROMOTION = { from: '21:00', to: '10:00' } as const;

/** Until when nobody is to be disturbed with it; undefined when it may go now (NOT-02, NOT-03). */
const waitsUntil = ({ urgent, channel, category }: Notification, configured: Configured, now: Date): Date | undefined => {
  if (urgent) return undefined;
  const closed = channel === 'SMS' && isPromotion(category) ? quietUntil(NO_PROMOTION, now) : undefined;
  const quiet = quietUntil(configured.of('notifications.quiet-hours'), closed ?? now);
  return quiet ?? closed;
};

type Ready = {
  readonly to: string;
  readonly messageId: string;
  readonly wording: Wording;
  readonly vars: Vars;
  readonly attachments: readonly Attachment[];
};

const asLetter = ({ to, messageId, wording, vars, attachments }: Ready) => ({
  messageId,
  to,
  subject: renderLine(wording.subject ?? '', vars),
  text: renderText(wording.body, vars),
  html: wording.html === null ? undefined : renderHtml(wording.html, vars),
  attachments,
});

const asText = ({ to, messageId, wording, vars }: Ready, notificationId: string, promotional: boolean) => ({
  notificationId,
  messageId,
  to,
  text: renderText(wording.body, vars),
  vars,
  dltTemplateId: wording.dltTemplateId,
  promotional,
});

/**
 * Sends one message, composed as things are now: what it was to tell may be settled meanwhile, whoever it is for may want it no more, and
 * then nothing is sent and the reason is kept. The message and that it was sent are one transaction.
 * @throws NotNow in quiet hours
 */
export const sendNotification = ({ transact, composers, mail, sms, clock }: Deps) => {
  const occasionOf = (message: Notification, { name, language }: Contact): Occasion => ({
    ...{ entityId: message.entityId, serviceCenterId: message.serviceCenterId, data: message.data, eventName: null },
    ...{ recipientId: message.recipientId, recipientName: name, language: paperLanguage(language) },
  });

  const unregistered = ({ channel }: Notification, { dltTemplateId }: Wording): string | undefined =>
    channel === 'SMS' && sms.needsRegistration && dltTemplateId === null
      ? 'The text of this SMS has no template id of the operators (DLT).'
      : undefined;

  const dispatch = (message: Notification, ready: Ready): Promise<void> =>
    message.channel === 'SMS' ? sms.send(asText(ready, message.id, isPromotion(message.category))) : mail.send(asLetter(ready));

  /** Why it is not sent, or nothing once it is. */
  const attempt = async (unit: Unit, message: Notification, messageId: string, actor: Actor): Promise<string | undefined> => {
    const { contact, preferences } = await contactOf(unit, message, clock);
    const why = whyNot({ contact, preferences, channel: message.channel, category: message.category });
    if (why !== undefined) return why;
    const occasion = occasionOf(message, contact);
    const composed = await composers[message.type](occasion, actor);
    if ('suppressed' in composed) return composed.suppressed;
    const { wording, said } = await wordingOf(unit.templates, message, composed, occasion.language);
    const missing = unregistered(message, wording);
    if (missing !== undefined) return missing;
    const to = message.channel === 'SMS' ? contact.phone! : contact.email!;
    await dispatch(message, { to, messageId, wording, vars: composed.vars, attachments: composed.attachments ?? [] });
    message.sent(said, clock.now());
    return undefined;
  };

  return ({ notificationId, messageId }: SendNotification, actor: Actor): Promise<string | null> =>
    transact(actor, async (unit) => {
      const message = await unit.notifications.lock(notificationId);
      if (!message || message.isOver) return message?.reason ?? null;
      const until = waitsUntil(message, await configuredIn(unit.settings, clock), clock.now());
      if (until) throw new NotNow(until);
      const from = message.status;
      const reason = await attempt(unit, message, messageId, actor);
      if (reason !== undefined) message.suppress(reason);
      await unit.notifications.save(message);
      unit.record(notificationMoved(message, from));
      return reason ?? null;
    });
};

/** Takes down that a message was not sent: it is tried again, given up, or waits for its time. */
export const noteUnsent =
  ({ transact }: { readonly transact: Transact<{ readonly notifications: Notifications }> }) =>
  (notificationId: string, fate: Fate, actor: Actor): Promise<void> =>
    transact(actor, async ({ notifications, record }) => {
      const message = await notifications.lock(notificationId);
      if (!message || message.isOver) return;
      const from = message.status;
      if (fate.state === 'postponed') message.defer(fate.until);
      else message.failed(fate.reason, fate.state === 'dead');
      await notifications.save(message);
      record(notificationMoved(message, from));
    });
