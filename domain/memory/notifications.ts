import type { Broadcast } from '../notifications/broadcast.ts';
import type { Notification } from '../notifications/notification.ts';
import { waitingStatuses } from '../notifications/notification.states.ts';
import type { Preference } from '../notifications/preference.ts';
import type { Meant, NotificationRepositories } from '../notifications/repositories.ts';
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
): NotificationRepositories => {
  const users = (branches: readonly string[]) =>
    tables.users
      .rows()
      .filter(
        ({ isActive, serviceCenterIds }) => isActive && (branches.length === 0 || serviceCenterIds.some((id) => branches.includes(id))),
      );
  const customers = (branches: readonly string[], consent: string | null) =>
    tables.customers
      .rows()
      .filter(
        ({ erasedAt, aliasOf, consents }) => erasedAt === null && aliasOf === null && (consent === null || consents.includes(consent)),
      )
      .filter(({ id }) => branches.length === 0 || branches.some((branch) => isInside(id, branch)));
  const meantIds = ({ to, serviceCenterIds, consent }: Meant): string[] =>
    (to === 'USERS' ? users(serviceCenterIds) : customers(serviceCenterIds, consent)).map(({ id }) => id).toSorted();

  return {
    broadcasts: {
      ...broadcasts,
      progressOf: async (id) => tables.broadcastProgress.find(id)?.progress ?? { upTo: null, told: 0, ended: false },
      noteProgress: async (id, progress) => tables.broadcastProgress.put({ id, progress }),
    },
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
      count: async (meant, most) => Math.min(most, meantIds(meant).length),
      next: async (meant, after, limit) =>
        meantIds(meant)
          .filter((id) => after === null || id > after)
          .slice(0, limit),
    },
  };
};
