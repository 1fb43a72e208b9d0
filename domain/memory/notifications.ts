import type { Broadcast } from '../notifications/broadcast.ts';
import type { Notification } from '../notifications/notification.ts';
import { waitingStatuses } from '../notifications/notification.states.ts';
import type { Preference } from '../notifications/preference.ts';
import type { NotificationRepositories } from '../notifications/repositories.ts';
import type { Template } from '../notifications/template.ts';
import type { Repository } from '../shared/repository.ts';
import { memoryOccasions } from './occasions.ts';
import type { WorkingTables } from './tables.ts';

/** A preference, by whose it is and what it is about. */
export type KeptPreference = Preference & { readonly id: string; readonly owner: string };

const waiting: readonly string[] = waitingStatuses;
const isShown = ({ channel, status }: Notification): boolean => channel === 'IN_APP' && status === 'delivered';

type Rooted = { readonly templates: Repository<Template>; readonly broadcasts: Repository<Broadcast> };

export const memoryNotifications = (
  tables: WorkingTables,
  { templates, broadcasts }: Rooted,
  isInside: (customerId: string, serviceCenterId: string) => boolean,
): NotificationRepositories => ({
  broadcasts,
  occasions: memoryOccasions(tables),
  templates: {
    ...templates,
    find: async (key) =>
      tables.templates.search(({ type, channel, language }) => type === key.type && channel === key.channel && language === key.language),
    keys: async () => tables.templates.rows().map(({ type, channel, language }) => ({ type, channel, language })),
    addVersion: (version) => tables.templateVersions.add(version),
  },
  notifications: {
    add: async (notifications) => {
      for (const notification of notifications) tables.notifications.add(notification);
    },
    lock: async (id) => tables.notifications.find(id),
    waitingLike: async (like) =>
      tables.notifications
        .rows()
        .filter(
          ({ type, channel, entityId, recipientId, eventId, status }) =>
            type === like.type &&
            channel === like.channel &&
            entityId === like.entityId &&
            recipientId === like.recipientId &&
            eventId !== like.eventId &&
            waiting.includes(status),
        )
        .map(({ id }) => tables.notifications.find(id)!),
    save: async (notification) => tables.notifications.put(notification),
    markRead: async (userId, id, at) => {
      const unread = tables.notifications
        .rows()
        .filter((each) => isShown(each) && each.recipientId === userId && each.readAt === null && (id === undefined || each.id === id));
      for (const each of unread) tables.notifications.note(each.id, (row) => void (row.readAt = at));
      return unread.length;
    },
  },
  preferences: {
    of: async ({ type, id }) =>
      tables.preferences
        .rows()
        .filter(({ owner }) => owner === `${type} ${id}`)
        .map(({ category, channel, enabled }) => ({ category, channel, enabled })),
    put: async ({ type, id }, preferences) => {
      const owner = `${type} ${id}`;
      for (const each of preferences) tables.preferences.put({ ...each, owner, id: `${owner} ${each.category} ${each.channel}` });
    },
  },
  audience: {
    usersWith: async (roles, serviceCenterId) =>
      tables.users
        .rows()
        .filter(({ role, isActive }) => isActive && roles.includes(role))
        .filter(({ serviceCenterIds }) =>
          serviceCenterId === null ? serviceCenterIds.length === 0 : serviceCenterIds.includes(serviceCenterId),
        )
        .map(({ id }) => id)
        .sort(),
    usersAt: async (branches) =>
      tables.users
        .rows()
        .filter(
          ({ isActive, serviceCenterIds }) => isActive && (branches.length === 0 || serviceCenterIds.some((id) => branches.includes(id))),
        )
        .map(({ id }) => id)
        .sort(),
    customersAt: async (branches, consent) =>
      tables.customers
        .rows()
        .filter(
          ({ erasedAt, aliasOf, consents }) => erasedAt === null && aliasOf === null && (consent === null || consents.includes(consent)),
        )
        .filter(({ id }) => branches.length === 0 || branches.some((branch) => isInside(id, branch)))
        .map(({ id }) => id)
        .sort(),
  },
});
