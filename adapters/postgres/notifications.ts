import type { Broadcast } from '@dms/domain/notifications/broadcast';
import { Notification } from '@dms/domain/notifications/notification';
import { waitingStatuses } from '@dms/domain/notifications/notification.states';
import type { Preference } from '@dms/domain/notifications/preference';
import type { NotificationRepositories } from '@dms/domain/notifications/repositories';
import { Template, type TemplateKey } from '@dms/domain/notifications/template';
import type { Repository } from '@dms/domain/shared/repository';
import { sql } from 'kysely';
import { postgresOccasions } from './occasions.ts';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';

type Row = { readonly [Field in keyof Notification]: Notification[Field] };

const COLUMNS = sql`id, type, category, channel, status, recipient_type as "recipientType", recipient_id as "recipientId", address, urgent,
  event_id as "eventId", entity_id as "entityId", service_center_id as "serviceCenterId", data, reason, deferred_until as "deferredUntil",
  failures, template_id as "templateId", template_version as "templateVersion", language, title, body, read_at as "readAt",
  sent_at as "sentAt", delivered_at as "deliveredAt", created_at as "createdAt"`;

const instant = (value: Date | null): Date | null => value && new Date(value);

const entityOf = (row: Row): Notification =>
  new Notification({
    ...row,
    deferredUntil: instant(row.deferredUntil),
    readAt: instant(row.readAt),
    sentAt: instant(row.sentAt),
    deliveredAt: instant(row.deliveredAt),
    createdAt: new Date(row.createdAt),
  });

type Rooted = { readonly templates: Repository<Template>; readonly broadcasts: Repository<Broadcast> };

/** Templates, messages and preferences. A broadcast makes thousands of messages, so they go in by the hundred and not one by one. */
export const postgresNotifications = (
  db: Executor,
  store: AggregateStore,
  { templates, broadcasts }: Rooted,
): NotificationRepositories => ({
  broadcasts,
  occasions: postgresOccasions(db),
  templates: {
    ...templates,
    find: async ({ type, channel, language }) =>
      (await store.find(Template, 'r.type = $1 and r.channel = $2 and r.language = $3', [type, channel, language]))[0],
    keys: async () => (await sql<TemplateKey>`select type, channel, language from templates`.execute(db)).rows,
    addVersion: (version) => store.append(version),
  },
  notifications: {
    async add(notifications) {
      await sql`
        insert into notifications (id, type, category, channel, status, recipient_type, recipient_id, address, urgent, event_id, entity_id,
          service_center_id, data, reason, deferred_until, failures, template_id, template_version, language, title, body, read_at, sent_at,
          delivered_at, created_at)
        select id, type, category, channel, status, "recipientType", "recipientId", address, urgent, "eventId", "entityId",
          "serviceCenterId", data, reason, "deferredUntil", failures, "templateId", "templateVersion", language, title, body, "readAt",
          "sentAt", "deliveredAt", "createdAt"
        from json_to_recordset(${JSON.stringify(notifications)}::json) as n (
          id uuid, type text, category text, channel text, status text, "recipientType" text, "recipientId" uuid, address text,
          urgent boolean, "eventId" uuid, "entityId" uuid, "serviceCenterId" uuid, data jsonb, reason text, "deferredUntil" timestamptz,
          failures integer, "templateId" uuid, "templateVersion" integer, language text, title text, body text, "readAt" timestamptz,
          "sentAt" timestamptz, "deliveredAt" timestamptz, "createdAt" timestamptz)`.execute(db);
    },
    async lock(id) {
      const { rows } = await sql<Row>`select ${COLUMNS} from notifications where id = ${id} for no key update`.execute(db);
      return rows[0] && entityOf(rows[0]);
    },
    async waitingLike({ type, channel, entityId, recipientId, eventId }) {
      const { rows } = await sql<Row>`
        select ${COLUMNS} from notifications
        where entity_id = ${entityId} and type = ${type} and status = any(${waitingStatuses}) and channel = ${channel}
          and recipient_id is not distinct from ${recipientId} and event_id is distinct from ${eventId}
        order by id for no key update`.execute(db);
      return rows.map(entityOf);
    },
    async save({ id, status, reason, deferredUntil, failures, templateId, templateVersion, language, title, body, sentAt, deliveredAt }) {
      await sql`
        update notifications set status = ${status}, reason = ${reason}, deferred_until = ${deferredUntil}, failures = ${failures},
          template_id = ${templateId}, template_version = ${templateVersion}, language = ${language}, title = ${title}, body = ${body},
          sent_at = ${sentAt}, delivered_at = ${deliveredAt}
        where id = ${id}`.execute(db);
    },
    async markRead(userId, id, at) {
      const { rows } = await sql`
        update notifications set read_at = ${at}
        where recipient_id = ${userId} and recipient_type = 'USER' and channel = 'IN_APP' and status = 'delivered' and read_at is null
          ${id === undefined ? sql`` : sql`and id = ${id}`}
        returning id`.execute(db);
      return rows.length;
    },
  },
  preferences: {
    async of({ type, id }) {
      const { rows } = await sql<Preference>`
        select category, channel, enabled from notification_preferences where owner_type = ${type} and owner_id = ${id}
        order by category, channel`.execute(db);
      return rows;
    },
    async put({ type, id }, preferences) {
      await sql`
        insert into notification_preferences (owner_type, owner_id, category, channel, enabled)
        select ${type}, ${id}, category, channel, enabled
        from json_to_recordset(${JSON.stringify(preferences)}::json) as p (category text, channel text, enabled boolean)
        order by category, channel
        on conflict (owner_type, owner_id, category, channel) do update set enabled = excluded.enabled`.execute(db);
    },
  },
  audience: {
    async usersWith(roles, serviceCenterId) {
      const place =
        serviceCenterId === null
          ? sql`not exists (select from service_center_assignments a where a.user_id = u.id)`
          : sql`exists (select from service_center_assignments a where a.user_id = u.id and a.service_center_id = ${serviceCenterId})`;
      const { rows } = await sql<{ id: string }>`
        select u.id from users u where u.role = any(${roles}) and u.status = 'ACTIVE' and ${place} order by u.id`.execute(db);
      return rows.map(({ id }) => id);
    },
    async usersAt(serviceCenterIds) {
      const { rows } = await sql<{ id: string }>`
        select u.id from users u where u.status = 'ACTIVE' and (cardinality(${serviceCenterIds}::uuid[]) = 0 or exists (
          select from service_center_assignments a where a.user_id = u.id and a.service_center_id = any(${serviceCenterIds}::uuid[])))
        order by u.id`.execute(db);
      return rows.map(({ id }) => id);
    },
    async customersAt(serviceCenterIds, consent) {
      const { rows } = await sql<{ id: string }>`
        select c.id from customers c
        where c.erased_at is null and c.alias_of is null and (${consent}::text is null or ${consent} = any(c.consents))
          and (cardinality(${serviceCenterIds}::uuid[]) = 0 or exists (
            select from customer_service_centers i where i.customer_id = c.id and i.service_center_id = any(${serviceCenterIds}::uuid[])))
        order by c.id`.execute(db);
      return rows.map(({ id }) => id);
    },
  },
});
