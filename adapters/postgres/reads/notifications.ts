import type { DeliveryRow, InboxRow, NotificationReads, TemplateRow } from '@dms/domain/notifications/reads';
import { Template } from '@dms/domain/notifications/template';
import { everywhere } from '@dms/domain/shared/actor';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, type Order, readPage } from './page.ts';

const byCreation: Readonly<Record<string, Order>> = {
  '-createdAt': { key: sql`n.created_at`, type: 'timestamptz', descending: true },
};
const same = <Row>(row: Row): Row => row;

export const postgresNotificationReads = (db: Executor, readAggregate: ReadAggregate): NotificationReads => ({
  templates: ({ type, channel, language }, page) =>
    readPage<TemplateRow, TemplateRow>(
      db,
      {
        select: sql`t.id, t.type, t.channel, t.language, t.subject, t.body, t.html, t.variables, t.dlt_template_id as "dltTemplateId", t.version`,
        from: sql`templates t`,
        id: sql`t.id`,
        where: [
          given(type, (value) => sql`t.type = ${value}`),
          given(channel, (value) => sql`t.channel = ${value}`),
          given(language, (value) => sql`t.language = ${value}`),
        ],
        orders: { type: { key: sql`t.type`, type: 'text', descending: false } },
        item: same,
      },
      page,
    ),

  template: (id) => readAggregate(Template, id, everywhere),

  inbox: (userId, unread, page) =>
    readPage<InboxRow, InboxRow>(
      db,
      {
        select: sql`n.id, n.type, n.category, n.title, n.body, n.entity_id as "entityId", n.service_center_id as "serviceCenterId",
          n.created_at as "createdAt", n.read_at as "readAt"`,
        from: sql`notifications n`,
        id: sql`n.id`,
        where: [
          sql`n.recipient_id = ${userId} and n.recipient_type = 'USER' and n.channel = 'IN_APP' and n.status = 'delivered'`,
          unread ? sql`n.read_at is null` : undefined,
        ],
        orders: byCreation,
        item: same,
      },
      page,
    ),

  deliveries: ({ status, channel, type, recipientId, entityId, serviceCenterId }, scope, page) =>
    readPage<DeliveryRow, DeliveryRow>(
      db,
      {
        select: sql`n.id, n.type, n.category, n.channel, n.status, n.recipient_type as "recipientType", n.recipient_id as "recipientId",
          n.entity_id as "entityId", n.service_center_id as "serviceCenterId", n.reason, n.failures, n.deferred_until as "deferredUntil",
          n.template_id as "templateId", n.template_version as "templateVersion", n.language, n.created_at as "createdAt",
          n.sent_at as "sentAt", n.delivered_at as "deliveredAt"`,
        from: sql`notifications n`,
        id: sql`n.id`,
        where: [
          given(status, (value) => sql`n.status = ${value}`),
          given(channel, (value) => sql`n.channel = ${value}`),
          given(type, (value) => sql`n.type = ${value}`),
          given(recipientId, (value) => sql`n.recipient_id = ${value}`),
          given(entityId, (value) => sql`n.entity_id = ${value}`),
        ],
        branches: { column: sql`n.service_center_id`, scope, only: serviceCenterId, indexedOverAll: true },
        orders: byCreation,
        item: same,
      },
      page,
    ),
});
