import { Type } from '@sinclair/typebox';
import { shownInInbox } from '@dms/domain/notifications/use-cases/watch-inbox';
import { accepted, events, noContent, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById, JobStarted } from '../schemas.ts';
import {
  DeliveryPage,
  DeliveryQuery,
  Inbox,
  InboxEvents,
  InboxQuery,
  PreferenceQuery,
  Preferences,
  ReadAll,
  SetPreferences,
  TestMessage,
} from './schemas.ts';

const tags = ['notifications'] as const;

/** One's inbox, what one wants to hear of, and what became of what was sent. */
export const notificationRoutes: RoutesOf = ({
  listInbox,
  inboxFeed,
  readNotification,
  readAllNotifications,
  readPreferences,
  setPreferences,
  listDeliveries,
  testMessage,
}) => [
  route({
    method: 'GET',
    url: '/notifications',
    permission: 'self',
    operationId: 'listNotifications',
    summary: 'One’s own inbox, newest first',
    tags,
    query: InboxQuery,
    answers: { 200: Inbox },
    handle: async ({ query: { unread = false, limit, cursor, sort, count }, actor }) =>
      ok(await listInbox(unread, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/notifications/stream',
    permission: 'self',
    operationId: 'watchNotifications',
    summary: 'What comes into one’s own inbox, as it comes',
    description:
      'Read the inbox after the event `ready`: what comes from then on is told. After `reset` read it anew. A broken connection goes on by `Last-Event-ID`.',
    tags,
    answers: { 200: InboxEvents },
    refuses: ['rate.limited'],
    stream: true,
    handle: () => events(inboxFeed, { name: 'message', shows: shownInInbox }),
  }),
  route({
    method: 'POST',
    url: '/notifications/:id/read',
    permission: 'self',
    operationId: 'readNotification',
    summary: 'Notes that a message of one’s own was read',
    tags,
    params: ById,
    answers: { 204: Type.Null() },
    handle: async ({ params, actor }) => {
      await readNotification(params.id, actor);
      return noContent();
    },
  }),
  route({
    method: 'POST',
    url: '/notifications/read-all',
    permission: 'self',
    operationId: 'readAllNotifications',
    summary: 'Notes that all messages of one’s own were read',
    tags,
    answers: { 200: ReadAll },
    handle: async ({ actor }) => ok({ read: await readAllNotifications(actor) }),
  }),
  route({
    method: 'GET',
    url: '/notifications/preferences',
    permission: 'preference.read',
    operationId: 'readNotificationPreferences',
    summary: 'What one wants to hear of, or a customer, by category and way',
    tags,
    query: PreferenceQuery,
    answers: { 200: Preferences },
    handle: async ({ query, actor }) => ok({ preferences: await readPreferences(query, actor) }),
  }),
  route({
    method: 'PUT',
    url: '/notifications/preferences',
    permission: 'preference.edit',
    operationId: 'setNotificationPreferences',
    summary: 'Sets what one wants to hear of, or what a customer said they do',
    description: 'What is not named stays as it is. Of one’s own account and of emergencies everybody is told.',
    tags,
    body: SetPreferences,
    answers: { 200: Preferences },
    refuses: ['customer.refused', 'entity.absent'],
    handle: async ({ body, actor }) => ok({ preferences: await setPreferences(body, actor) }),
  }),
  route({
    method: 'GET',
    url: '/notifications/deliveries',
    permission: 'notification.read',
    operationId: 'listNotificationDeliveries',
    summary: 'What was sent to whom, and what became of it',
    tags,
    query: DeliveryQuery,
    answers: { 200: DeliveryPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await listDeliveries(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'POST',
    url: '/notifications/test',
    permission: 'notification.test',
    operationId: 'testNotification',
    summary: 'Sends the caller what a template says',
    tags,
    body: TestMessage,
    answers: { 202: JobStarted },
    refuses: ['entity.absent'],
    handle: async ({ body, actor }) => {
      const jobId = await testMessage(body, actor);
      return accepted(`/jobs/${jobId}`, { jobId });
    },
  }),
];
