import type { WebhookSecrets, WebhookSender } from '@dms/domain/webhooks/ports';
import type { WebhookReads } from '@dms/domain/webhooks/reads';
import { createWebhook, editWebhook, removeWebhook } from '@dms/domain/webhooks/use-cases/manage-webhooks';
import { listWebhookDeliveries, listWebhooks, readWebhook, replayWebhook } from '@dms/domain/webhooks/use-cases/read-webhooks';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresWebhookReads } from '../postgres/reads/webhooks.ts';
import { translating } from '../postgres/translating.ts';
import { webhookSecrets } from '../webhooks/webhook-secrets.ts';
import { webhookSender } from '../webhooks/webhook-sender.ts';
import type { Foundation } from './foundation.ts';

export const webhooks = {
  webhookSecrets: ({ config }: Foundation): WebhookSecrets => webhookSecrets(config.webhooks.secretKey),
  webhookSender: ({ config }: Foundation): WebhookSender => webhookSender(config.webhooks),
  webhookReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): WebhookReads =>
    translating(postgresWebhookReads(database.pool, readAggregate)),
  createWebhook,
  editWebhook,
  removeWebhook,
  listWebhooks,
  readWebhook,
  listWebhookDeliveries,
  replayWebhook,
};
