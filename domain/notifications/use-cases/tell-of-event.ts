import { type Actor } from '../../shared/actor.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import { paperLanguage } from '../../shared/languages.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { type Category, type Channel, isOptional } from '../channels.ts';
import { notificationMoved, notificationsMade } from '../events.ts';
import { kindNamed, type KindName, kindsOn } from '../kinds.ts';
import { Notification } from '../notification.ts';
import { type Composers, type JobRuns, type More, type Payload, type Result, sendingWork } from '../ports.ts';
import { whyNot } from '../preference.ts';
import type { Notifications, Templates } from '../repositories.ts';
import { renderLine, renderText } from '../template-text.ts';
import { audiences, type AudienceUnit, type Recipient, type ToldOf } from './audiences.ts';
import { broadcastLeft } from './broadcast.ts';
import { contactOf, type WhoIsWritten } from './contacts.ts';
import { wordingOf } from './wording.ts';

/** An event as it is told of. */
export type Event = ToldOf & { readonly id: string; readonly name: EventName; readonly data: Payload };

type Unit = Recording & AudienceUnit & WhoIsWritten & { readonly templates: Templates; readonly notifications: Notifications };
type Deps = {
  readonly transact: Transact<Unit>;
  readonly composers: Composers;
  readonly jobRuns: Pick<JobRuns, 'ensureAll'>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** What it is about and by which ways it goes: as its kind says, or as whoever made the broadcast. */
const manner = (kind: KindName, { data }: Event): { readonly category: Category; readonly channels: readonly Channel[] } =>
  kind === 'broadcast' ? (data as { readonly category: Category; readonly channels: readonly Channel[] }) : kindNamed(kind);

/**
 * Decides whom an event is told to and by which ways: a message each, which is sent by a job of its own, or is there at once where it
 * stands in the application (NOT-07), or is suppressed with the reason. Of a broadcast some hundreds are told each time, and how far it has come
 * is answered until everybody is. Else answers why nobody is told, where there is a reason.
 */
export const tellOfEvent = (deps: Deps) => {
  const { transact, composers, jobRuns, clock, ids } = deps;

  const messagesOf = (kind: KindName, event: Event, { type, id }: Recipient): Notification[] => {
    const { category, channels } = manner(kind, event);
    return channels.map(
      (channel) =>
        new Notification({
          ...{ id: ids.next(), type: kind, category, channel, createdAt: clock.now() },
          ...{ recipientType: type, recipientId: id, eventId: event.id, entityId: event.entityId },
          ...{ serviceCenterId: event.serviceCenterId, data: event.data },
          urgent: kindNamed(kind).awaited === true || !isOptional(category),
        }),
    );
  };

  /** Puts it into the inbox, as it is to be read. */
  const show = async (unit: Unit, event: Event, message: Notification, name: string, locale: string, actor: Actor): Promise<void> => {
    const language = paperLanguage(locale);
    const occasion = { ...event, eventName: event.name, recipientId: message.recipientId, recipientName: name, language };
    const composed = await composers[message.type](occasion, actor);
    if ('suppressed' in composed) return message.suppress(composed.suppressed);
    const { wording, said } = await wordingOf(unit.templates, message, composed, language);
    const title = renderLine(wording.subject ?? '', composed.vars);
    message.shown(said, title, renderText(wording.body, composed.vars), clock.now());
  };

  const settle = async (unit: Unit, event: Event, message: Notification, actor: Actor): Promise<void> => {
    const { contact, preferences } = await contactOf(unit, message, clock);
    const why = whyNot({ contact, preferences, channel: message.channel, category: message.category });
    if (why !== undefined) message.suppress(why);
    else if (message.channel === 'IN_APP') await show(unit, event, message, contact.name, contact.language, actor);
  };

  const replaceFormer = async (unit: Unit, message: Notification): Promise<void> => {
    if (kindNamed(message.type).givesWay !== true || message.status !== 'queued') return;
    for (const former of await unit.notifications.waitingLike(message)) {
      const from = former.status;
      former.giveWay();
      await unit.notifications.save(former);
      unit.record(notificationMoved(former, from));
    }
  };

  const tellOf = async (unit: Unit, event: Event, kind: KindName, actor: Actor): Promise<Notification[]> => {
    const recipients = await audiences[kindNamed(kind).audience](unit, event);
    const messages = recipients.flatMap((recipient) => messagesOf(kind, event, recipient));
    for (const message of messages) {
      // Of the thousands of a broadcast each is asked when it is sent: whether they want it, and where to.
      if (kind !== 'broadcast' || message.channel === 'IN_APP') await settle(unit, event, message, actor);
      await replaceFormer(unit, message);
    }
    return messages;
  };

  const send = (messages: readonly Notification[], serviceCenterId: string | null, actor: Actor): Promise<void> => {
    const queued = messages.filter(({ status }) => status === 'queued');
    const works = queued.map((message) => sendingWork({ ...message, channel: message.channel as Exclude<Channel, 'IN_APP'> }));
    return jobRuns.ensureAll(works, actor, serviceCenterId);
  };

  return (event: Event, actor: Actor): Promise<Result | More> =>
    transact(actor, async (unit) => {
      const told = kindsOn(event).map((kind) => ({ kind, reason: kindNamed(kind).unless?.(event) }));
      const messages: Notification[] = [];
      for (const { kind, reason } of told) if (reason === undefined) messages.push(...(await tellOf(unit, event, kind, actor)));
      if (messages.length > 0) {
        await unit.notifications.add(messages);
        unit.record(notificationsMade(event.id, event.serviceCenterId, messages));
        await send(messages, event.serviceCenterId, actor);
      }
      const left = told.some(({ kind }) => kind === 'broadcast') ? await broadcastLeft(unit, event.entityId) : undefined;
      if (left) return left;
      const [only, ...more] = messages;
      return told.find(({ reason }) => reason !== undefined)?.reason ?? (more.length === 0 ? only?.reason : null) ?? null;
    });
};
