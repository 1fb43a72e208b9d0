import type { World } from './world.ts';

/** A webhook, and its telling of something as a relay leaves it. Gives the paths of both. */
export const toldWebhook = async (
  world: World,
  count = 1,
): Promise<{ readonly webhook: string; readonly deliveries: readonly string[] }> => {
  const { headers } = await world.as('superAdmin').post('/webhooks', { url: 'https://hooks.example/dms' });
  const webhook = headers.get('location')!;
  const event = { name: 'InvoiceIssued', version: 1, entityType: 'Invoice', serviceCenterId: null, data: {} };
  const rows = await world.rows<{ id: string }>(
    `insert into job_runs (id, queue, consumer, dedupe_key, payload, state, max_attempts, starts, next_attempt_at, finished_at, result, request_id,
       created_at)
     select gen_random_uuid(), 'webhooks', 'webhook', gen_random_uuid(), jsonb_build_object('webhookId', '${webhook.split('/')[2]}',
       'event', '${JSON.stringify(event)}'::jsonb || jsonb_build_object('id', gen_random_uuid(), 'entityId', gen_random_uuid(), 'occurredAt', now())),
       'done', 10, 1, now(), now(), 'It answered 200.', 'test', now() + n * interval '1 second'
     from generate_series(1, ${count}) n returning id`,
  );
  return { webhook, deliveries: rows.map(({ id }) => `/webhooks/deliveries/${id}`) };
};
