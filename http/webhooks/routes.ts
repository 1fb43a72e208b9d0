import type { Shown } from '@dms/domain/webhooks/use-cases/manage-webhooks';
import { Type } from '@sinclair/typebox';
import { accepted, created, noContent, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById, JobStarted } from '../schemas.ts';
import { CreateWebhook, EditWebhook, Webhook, WebhookDeliveryPage, WebhookDeliveryQuery, WebhookPage, WebhookQuery } from './schemas.ts';

const tags = ['webhooks'] as const;

const present = ({ webhook: { id, url, events, description, active, formerSecretUntil, version }, secret }: Shown) => ({
  ...{ id, url, events, description, active, formerSecretUntil, version },
  secret,
});

/** Who is told of what happens here, and what they were told. */
export const webhookRoutes: RoutesOf = ({
  createWebhook,
  editWebhook,
  removeWebhook,
  listWebhooks,
  readWebhook,
  listWebhookDeliveries,
  replayWebhook,
}) => [
  route({
    method: 'POST',
    url: '/webhooks',
    permission: 'webhook.manage',
    operationId: 'createWebhook',
    summary: 'Has somebody else’s server told of what happens',
    description:
      'Signed as Standard Webhooks has it; of one record in order; told again until it is taken. The secret is in this answer alone. Addresses in private networks are refused.',
    tags,
    body: CreateWebhook,
    answers: { 201: Webhook },
    refuses: ['webhook.refused'],
    idempotency: 'none',
    handle: async ({ body, actor }) => {
      const shown = await createWebhook(body as never, actor);
      return created(`/webhooks/${shown.webhook.id}`, present(shown), { etag: shown.webhook.version });
    },
  }),
  route({
    method: 'GET',
    url: '/webhooks',
    permission: 'webhook.read',
    operationId: 'listWebhooks',
    summary: 'Who is told, the latest first',
    tags,
    query: WebhookQuery,
    answers: { 200: WebhookPage },
    handle: async ({ query: { limit, cursor, sort, count } }) => ok(await listWebhooks({ limit, cursor, sort, count })),
  }),
  route({
    method: 'GET',
    url: '/webhooks/:id',
    permission: 'webhook.read',
    operationId: 'readWebhook',
    summary: 'One webhook, without its secret',
    tags,
    params: ById,
    answers: { 200: Webhook },
    handle: async ({ params }) => {
      const webhook = await readWebhook(params.id);
      return ok(present({ webhook, secret: null }), { etag: webhook.version });
    },
  }),
  route({
    method: 'PATCH',
    url: '/webhooks/:id',
    permission: 'webhook.manage',
    operationId: 'editWebhook',
    summary: 'Changes where to and of what it is told, or has it signed by a new secret',
    tags,
    params: ById,
    body: EditWebhook,
    answers: { 200: Webhook },
    refuses: ['webhook.refused'],
    handle: async ({ params, body, ifMatch, actor }) => {
      const shown = await editWebhook({ ...(body as object), webhookId: params.id, version: ifMatch }, actor);
      return ok(present(shown), { etag: shown.webhook.version });
    },
  }),
  route({
    method: 'DELETE',
    url: '/webhooks/:id',
    permission: 'webhook.manage',
    operationId: 'removeWebhook',
    summary: 'Tells it nothing any more',
    description: 'What it was told stays to be seen.',
    tags,
    params: ById,
    answers: { 204: Type.Null() },
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => {
      await removeWebhook({ webhookId: params.id, version: ifMatch }, actor);
      return noContent();
    },
  }),
  route({
    method: 'GET',
    url: '/webhooks/:id/deliveries',
    permission: 'webhook.read',
    operationId: 'listWebhookDeliveries',
    summary: 'What it was told, the latest first',
    tags,
    params: ById,
    query: WebhookDeliveryQuery,
    answers: { 200: WebhookDeliveryPage },
    handle: async ({ params, query: { limit, cursor, sort, count, status } }) =>
      ok(await listWebhookDeliveries({ webhookId: params.id, status }, { limit, cursor, sort, count })),
  }),
  route({
    method: 'POST',
    url: '/webhooks/deliveries/:id/replay',
    permission: 'webhook.manage',
    operationId: 'replayWebhookDelivery',
    summary: 'Tells it once more, under the same id',
    tags,
    params: ById,
    answers: { 202: JobStarted },
    refuses: ['webhook.refused'],
    handle: async ({ params, actor }) => {
      const jobId = await replayWebhook(params.id, actor);
      return accepted(`/jobs/${jobId}`, { jobId });
    },
  }),
];
