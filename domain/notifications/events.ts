import type { DomainEvent } from '../shared/events.ts';
import type { Broadcast } from './broadcast.ts';
import type { Notification } from './notification.ts';
import type { NotificationStatus } from './notification.states.ts';
import type { Owner, Preference } from './preference.ts';
import type { Template } from './template.ts';

const MOST_NAMED = 20;

/** By their ids alone: whom each is for, the message itself says (AUD-01). */
export const notificationsMade = (about: string, serviceCenterId: string | null, made: readonly Notification[]): DomainEvent => ({
  name: 'NotificationsMade',
  entityId: about,
  serviceCenterId,
  data: {
    made: made.length,
    // Of a broadcast there are thousands: each of them has its own trace when it is sent.
    messages: made.slice(0, MOST_NAMED).map(({ id, type, channel, status }) => ({ id, type, channel, status })),
  },
});

export const notificationMoved = (
  { id, type, channel, status, serviceCenterId, templateVersion }: Notification,
  from: NotificationStatus,
): DomainEvent => ({
  name: 'NotificationMoved',
  entityId: id,
  serviceCenterId,
  from,
  to: status,
  data: { type, channel, templateVersion },
});

const aboutTemplate = (name: DomainEvent['name'], { id, type, channel, language, version }: Template): DomainEvent => ({
  name,
  entityId: id,
  serviceCenterId: null,
  data: { type, channel, language, version },
});

export const templateCreated = (template: Template): DomainEvent => aboutTemplate('TemplateCreated', template);
export const templateEdited = (template: Template): DomainEvent => {
  const event = aboutTemplate('TemplateEdited', template);
  return { ...event, data: { ...event.data, version: template.version + 1 } };
};

export const preferencesSet = ({ type, id }: Owner, preferences: readonly Preference[]): DomainEvent => ({
  name: 'PreferencesSet',
  entityId: id,
  serviceCenterId: null,
  data: { ownerType: type, preferences: preferences.map((each) => ({ ...each })) },
});

export const broadcastStarted = ({ id, category, to, channels, serviceCenterIds, recipients }: Broadcast): DomainEvent => ({
  name: 'BroadcastStarted',
  entityId: id,
  serviceCenterId: serviceCenterIds.length === 1 ? serviceCenterIds[0]! : null,
  data: { category, to, channels, serviceCenterIds, recipients },
});
