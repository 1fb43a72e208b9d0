import type { DomainEvent } from '../shared/events.ts';
import type { Webhook } from './webhook.ts';

// Without the address: it may carry a token of whoever is told.
const about = (name: DomainEvent['name'], { id, events, active }: Webhook): DomainEvent => ({
  name,
  entityId: id,
  serviceCenterId: null,
  data: { events, active },
});

export const webhookCreated = (webhook: Webhook): DomainEvent => about('WebhookCreated', webhook);
export const webhookEdited = (webhook: Webhook): DomainEvent => about('WebhookEdited', webhook);
export const webhookSecretRotated = (webhook: Webhook): DomainEvent => about('WebhookSecretRotated', webhook);
export const webhookRemoved = (webhook: Webhook): DomainEvent => about('WebhookRemoved', webhook);

export const webhookReplayed = (webhookId: string, deliveryId: string): DomainEvent => ({
  name: 'WebhookReplayed',
  entityId: webhookId,
  serviceCenterId: null,
  data: { deliveryId },
});
