import type { JobRunState } from '@dms/domain/notifications/ports';
import { everywhere } from '@dms/domain/shared/actor';
import { absent } from '@dms/domain/shared/errors';
import type { WebhookPayload } from '@dms/domain/webhooks/ports';
import type { WebhookDeliveryRow, WebhookDeliveryStatus, WebhookReads, WebhookRow } from '@dms/domain/webhooks/reads';
import { Webhook } from '@dms/domain/webhooks/webhook';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

type Row = Omit<WebhookDeliveryRow, 'status'> & { readonly state: JobRunState; readonly failures: number };

const statusOf = ({ state, failures }: Row): WebhookDeliveryStatus => {
  if (state === 'waiting' || state === 'resting' || state === 'handed') return failures > 0 ? 'failed' : 'queued';
  return state === 'running' ? 'sending' : state === 'dead' ? 'dead' : 'delivered';
};

/** What a status means for a run. */
const having: Readonly<Record<string, ReturnType<typeof sql>>> = {
  queued: sql`r.state in ('waiting', 'resting', 'handed') and jsonb_array_length(r.failures) = 0`,
  failed: sql`r.state in ('waiting', 'resting', 'handed') and jsonb_array_length(r.failures) > 0`,
  sending: sql`r.state = 'running'`,
  delivered: sql`r.state = 'done'`,
  dead: sql`r.state = 'dead'`,
};

export const postgresWebhookReads = (db: Executor, readAggregate: ReadAggregate): WebhookReads => ({
  webhooks: (page) =>
    readPage<WebhookRow, WebhookRow>(
      db,
      {
        select: sql`w.id, w.url, w.events, w.description, w.active, w.version, w.former_secret_until as "formerSecretUntil",
          w.created_at as "createdAt"`,
        from: sql`webhooks w`,
        id: sql`w.id`,
        where: [sql`w.deleted_at is null`],
        orders: { '-createdAt': { key: sql`w.created_at`, type: 'timestamptz', descending: true } },
        item: (row) => row,
      },
      page,
    ),

  webhook: (id) => readAggregate(Webhook, id, everywhere),

  deliveries: (webhookId, { status }, page) =>
    readPage<Row, WebhookDeliveryRow>(
      db,
      {
        select: sql`r.id, r.payload -> 'event' ->> 'id' as "eventId", r.payload -> 'event' ->> 'name' as event,
          r.payload -> 'event' ->> 'entityId' as "entityId", r.state, r.starts as attempts, r.result, r.last_error as "lastError",
          jsonb_array_length(r.failures) as failures, r.created_at as "createdAt", r.finished_at as "finishedAt",
          case when r.state = 'waiting' then r.next_attempt_at end as "nextAttemptAt"`,
        from: sql`job_runs r`,
        id: sql`r.id`,
        where: [sql`r.consumer = 'webhook' and r.payload ->> 'webhookId' = ${webhookId}`, given(status, (value) => having[value]!)],
        orders: { '-createdAt': { key: sql`r.created_at`, type: 'timestamptz', descending: true } },
        item: (row) => {
          const { state: _, failures: __, ...shown } = row;
          return { ...shown, status: statusOf(row) };
        },
      },
      page,
    ),

  async delivery(id) {
    const { rows } = await sql<{ payload: WebhookPayload }>`select payload from job_runs where id = ${id} and consumer = 'webhook'`.execute(
      db,
    );
    if (!rows[0]) throw absent('delivery');
    return rows[0].payload;
  },
});
