import { WEBHOOK, type WebhookPayload, webhookWorks } from '@dms/domain/webhooks/ports';
import type { deliverWebhook } from '@dms/domain/webhooks/use-cases/deliver-webhook';
import { publishedEvents } from '@dms/domain/shared/event-catalogue';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly deliverWebhook: ReturnType<typeof deliverWebhook> };

const telling: Consumer<Uses, WebhookPayload> = {
  on: publishedEvents,
  work: webhookWorks,
  handle:
    ({ deliverWebhook }) =>
    (payload, { actor }) =>
      deliverWebhook(payload, actor),
};

export const webhooks = { [WEBHOOK]: telling };
