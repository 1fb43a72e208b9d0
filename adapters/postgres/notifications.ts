import type { Broadcast, BroadcastProgress } from '@dms/domain/notifications/broadcast';
import { Notification } from '@dms/domain/notifications/notification';
import { waitingStatuses } from '@dms/domain/notifications/notification.states';
import type { Preference } from '@dms/domain/notifications/preference';
import type { Meant, NotificationRepositories } from '@dms/domain/notifications/repositories';
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

/** Who is meant, as rows `m` with their ids. */
const meantRows = ({ to, serviceCenterIds, consent }: Meant) =>
  to === 'USERS'
    ? sql`users m where m.status = 'ACTIVE' and (cardinality(${serviceCenterIds}::uuid[]) = 0 or exists (
        select from service_center_assignments a where a.user_id = m.id and a.service_center_id = any(${serviceCenterIds}::uuid[])))`
    : sql`customers m
        where m.erased_at is null and m.alias_of is null and (${consent}::text is null or ${consent} = any(m.consents))
          and (cardinality(${serviceCenterIds}::uuid[]) = 0 or exists (
            select from customer_service_centers i where i.customer_id = m.id and i.service_center_id = any(${serviceCenterIds}::uuid[])))`;

/** Templates, messages and preferences. A step of a broadcast makes hundreds of messages, so what is made together goes in by one statement. */
export const postgresNotifications = (
  db: Executor,
  store: AggregateStore,
  { templates, broadcasts }: Rooted,
): NotificationRepositories => ({
  broadcasts: {
    ...broadcasts,
    async progressOf(id) {
      const { rows } = await sql<BroadcastProgress>`
        select up_to as "upTo", told, ended from broadcast_progress where broadcast_id = ${id} for no key update`.execute(db);
      return rows[0] ?? { upTo: null, told: 0, ended: false };
    },
    async noteProgress(id, { upTo, told, ended }) {
      await sql`
        insert into broadcast_progress (broadcast_id, up_to, told, ended) values (${id}, ${upTo}, ${told}, ${ended})
        on conflict (broadcast_id) do update set up_to = excluded.up_to, told = excluded.told, ended = excluded.ended`.execute(db);
    },
  },
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
    async count(meant, most) {
      const { rows } = await sql<{
        n: number;
      }>`select count(*)::int as n from (select from ${meantRows(meant)} limit ${most}) as m`.execute(db);
      return rows[0]!.n;
    },
    async next(meant, after, limit) {
      const onwards = after === null ? sql`` : sql`and m.id > ${after}`;
      const { rows } = await sql<{ id: string }>`
        select m.id from ${meantRows(meant)} ${onwards} order by m.id limit ${limit}`.execute(db);
      return rows.map(({ id }) => id);
    },
  },
});
