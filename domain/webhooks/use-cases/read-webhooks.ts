import type { JobRuns } from '../../notifications/ports.ts';
import { type Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { webhookReplayed } from '../events.ts';
import { type Webhooks, webhookWork } from '../ports.ts';
import type { WebhookDeliveryRow, WebhookReads, WebhookRow } from '../reads.ts';
import type { Webhook } from '../webhook.ts';

type Deps = { readonly webhookReads: WebhookReads };

export const listWebhooks =
  ({ webhookReads }: Deps) =>
  (page: PageRequest): Promise<Page<WebhookRow>> =>
    webhookReads.webhooks(page);

/** @throws DomainError `entity.absent` */
export const readWebhook =
  ({ webhookReads }: Deps) =>
  async (id: string): Promise<Webhook> => {
    const webhook = await webhookReads.webhook(id);
    if (webhook.deletedAt !== null) throw absent('webhook');
    return webhook;
  };

/** What a webhook was told, the latest first; also of one that was taken away. @throws DomainError `entity.absent` */
export const listWebhookDeliveries =
  ({ webhookReads }: Deps) =>
  async (
    { webhookId, ...filter }: { readonly webhookId: string; readonly status?: string | undefined },
    page: PageRequest,
  ): Promise<Page<WebhookDeliveryRow>> => {
    await webhookReads.webhook(webhookId);
    return webhookReads.deliveries(webhookId, filter, page);
  };

type ReplayDeps = Deps & {
  readonly transact: Transact<{ readonly webhooks: Webhooks }>;
  readonly jobRuns: Pick<JobRuns, 'ensure'>;
  readonly ids: Ids;
};

/**
 * Tells a webhook once more of what it was told, under the same id, so that a receiver which has it already can tell.
 * @throws DomainError `entity.absent`, `webhook.refused` for one that is switched off, `access.denied`
 */
export const replayWebhook =
  ({ webhookReads, transact, jobRuns, ids }: ReplayDeps) =>
  (deliveryId: string, actor: Actor): Promise<string> =>
    transact(actor, async ({ record }) => {
      permit(actor, 'webhook.manage');
      const { webhookId, event } = await webhookReads.delivery(deliveryId);
      if (!(await webhookReads.webhook(webhookId)).isListening)
        throw new DomainError('webhook.refused', 'The webhook is switched off: nothing is told to it.');
      record(webhookReplayed(webhookId, deliveryId));
      return jobRuns.ensure(webhookWork(webhookId, event, `${webhookId} ${event.id} ${ids.next()}`), actor, event.serviceCenterId);
    });
