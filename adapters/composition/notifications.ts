import type { NotificationReads } from '@dms/domain/notifications/reads';
import { askForMessage } from '@dms/domain/notifications/use-cases/ask-for-message';
import { createTemplate, editTemplate } from '@dms/domain/notifications/use-cases/edit-templates';
import {
  listDeliveries,
  listInbox,
  listTemplates,
  previewTemplate,
  readAllNotifications,
  readNotification,
  readTemplate,
} from '@dms/domain/notifications/use-cases/read-messages';
import { startBroadcast } from '@dms/domain/notifications/use-cases/broadcast';
import { tellOfEndingWarranties, wishBirthdays } from '@dms/domain/notifications/use-cases/tell-of-occasions';
import { testMessage } from '@dms/domain/notifications/use-cases/test-message';
import { approvable } from '@dms/domain/approvals/approvable';
import { readPreferences, setPreferences } from '@dms/domain/notifications/use-cases/set-preferences';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresNotificationReads } from '../postgres/reads/notifications.ts';
import { translating } from '../postgres/translating.ts';
import type { ReceiptReader } from '@dms/domain/notifications/receipts';
import { takeReceipt } from '@dms/domain/notifications/use-cases/take-receipt';
import { receiptReader } from '../sms/receipts.ts';
import { inboxFeed } from '../queue/inbox-feed.ts';
import type { Foundation } from './foundation.ts';

export const notifications = {
  notificationReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): NotificationReads =>
    translating(postgresNotificationReads(database.pool, readAggregate)),
  inboxFeed: (deps: Foundation & { databaseUrl: string }) => inboxFeed(deps),
  receiptReader: ({ config }: Foundation): ReceiptReader => receiptReader(config),
  takeReceipt,
  askForMessage,
  createTemplate,
  editTemplate,
  listTemplates,
  readTemplate,
  previewTemplate,
  listInbox,
  readNotification,
  readAllNotifications,
  readPreferences,
  setPreferences,
  listDeliveries,
  testMessage,
  wishBirthdays,
  tellOfEndingWarranties,
  startBroadcast: approvable('startBroadcast', startBroadcast),
};
