import type { PublishedEvent, Work } from '../notifications/ports.ts';
import type { EventName } from '../shared/event-catalogue.ts';
import type { Repository } from '../shared/repository.ts';
import type { Webhook } from './webhook.ts';

export type Webhooks = Repository<Webhook>;

/** Who is told of what, while an event is relayed. */
export type Subscription = { readonly webhookId: string; readonly events: readonly EventName[] };

/** Makes the secrets of webhooks from a key of the installation, so that none of them has to be kept. */
export type WebhookSecrets = {
  /** Whether there is a key at all: without one nobody can be told anything. */
  readonly ready: boolean;
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  secretOf(webhookId: string, number: number): string;
  /** `v1,` and the base64 of the HMAC-SHA256 of the content. */
  sign(secret: string, content: string): string;
};

export type WebhookRequest = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Brings a request to somebody else's server, and to nobody of our own network. */
export type WebhookSender = {
  /** Why an address cannot be taken at all; whether it may be reached is asked when it is. */
  refusalOf(url: string): string | undefined;
  /** The status of the answer. @throws if there was none, or the address is one that may not be reached */
  post(request: WebhookRequest): Promise<number>;
};

export const WEBHOOK = 'webhook';

/** What a delivery carries: the event as it was published. */
export type WebhookPayload = { readonly webhookId: string; readonly event: WebhookEvent };
export type WebhookEvent = Omit<PublishedEvent, 'occurredAt' | 'actorId' | 'requestId'> & { readonly occurredAt: string };

/** The telling of one event to one webhook; of one aggregate one after the other. `key` tells a replay from the first time. */
export const webhookWork = (webhookId: string, event: WebhookEvent, key: string): Work => ({
  consumer: WEBHOOK,
  queue: 'webhooks',
  dedupeKey: key,
  payload: { webhookId, event: { ...event } },
  orderKey: `${webhookId} ${event.entityId}`,
});

/** What an event makes for whoever subscribed to it. */
export const webhookWorks = (
  { id, name, version, entityType, entityId, serviceCenterId, occurredAt, data }: PublishedEvent,
  subscriptions: readonly Subscription[],
): Work[] =>
  subscriptions
    .filter(({ events }) => events.length === 0 || events.includes(name))
    .map(({ webhookId }) => {
      const event = { id, name, version, entityType, entityId, serviceCenterId, occurredAt: occurredAt.toISOString(), data };
      return webhookWork(webhookId, event, `${webhookId} ${id}`);
    });
