import type { EventName } from '../shared/event-catalogue.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { WebhookEvent } from './ports.ts';
import type { Webhook } from './webhook.ts';

export type WebhookRow = Pick<Webhook, 'id' | 'url' | 'events' | 'description' | 'active' | 'version'> & {
  readonly formerSecretUntil: string | null;
  readonly createdAt: string;
};

export const webhookDeliveryStatuses = ['queued', 'sending', 'delivered', 'failed', 'dead'] as const;
export type WebhookDeliveryStatus = (typeof webhookDeliveryStatuses)[number];

export type WebhookDeliveryRow = {
  readonly id: string;
  readonly eventId: string;
  readonly event: EventName;
  readonly entityId: string;
  readonly status: WebhookDeliveryStatus;
  readonly attempts: number;
  /** What the receiver answered, or why nothing was sent. */
  readonly result: string | null;
  readonly lastError: string | null;
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

export type WebhookReads = {
  webhooks(page: PageRequest): Promise<Page<WebhookRow>>;
  /** @throws DomainError `entity.absent` */
  webhook(id: string): Promise<Webhook>;
  deliveries(webhookId: string, filter: { readonly status?: string | undefined }, page: PageRequest): Promise<Page<WebhookDeliveryRow>>;
  /** What a delivery carried, and to whom. @throws DomainError `entity.absent` */
  delivery(id: string): Promise<{ readonly webhookId: string; readonly event: WebhookEvent }>;
};
