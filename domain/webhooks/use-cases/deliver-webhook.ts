import { type Actor, everywhere } from '../../shared/actor.ts';
import { Hopeless } from '../../notifications/ports.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { WebhookEvent, WebhookPayload, Webhooks, WebhookSecrets, WebhookSender } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ readonly webhooks: Webhooks }>;
  readonly webhookSecrets: WebhookSecrets;
  readonly webhookSender: WebhookSender;
  readonly clock: Clock;
};

const GONE = 410;
const isTaken = (status: number): boolean => status >= 200 && status < 300;

/** As Standard Webhooks has it: what happened, when, and to what. */
const bodyOf = ({ name, version, occurredAt, entityType, entityId, serviceCenterId, data }: WebhookEvent): string =>
  JSON.stringify({ type: name, timestamp: occurredAt, data: { ...data, version, entityType, entityId, serviceCenterId } });

/**
 * Tells a webhook of an event, signed as Standard Webhooks has it; its id is the event's, however often it is told. Answers what the
 * receiver said, or why it was told nothing.
 * @throws Error where it was not taken and is to be told again; Hopeless where the receiver says that it is gone
 */
export const deliverWebhook =
  ({ transact, webhookSecrets, webhookSender, clock }: Deps) =>
  ({ webhookId, event }: WebhookPayload, actor: Actor): Promise<string> =>
    transact(actor, async ({ webhooks }) => {
      const webhook = await webhooks.get(webhookId, everywhere);
      if (!webhook.isListening) return 'It was switched off.';
      const [now, body] = [clock.now(), bodyOf(event)];
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const secrets = webhook.secretsAt(now).map((number) => webhookSecrets.secretOf(webhookId, number));
      const status = await webhookSender.post({
        url: webhook.url,
        headers: {
          'webhook-id': event.id,
          'webhook-timestamp': timestamp,
          'webhook-signature': secrets.map((secret) => webhookSecrets.sign(secret, `${event.id}.${timestamp}.${body}`)).join(' '),
        },
        body,
      });
      if (status === GONE) throw new Hopeless('It answered 410: nobody is there any more.');
      if (!isTaken(status)) throw new Error(`It answered ${status}.`);
      return `It answered ${status}.`;
    });
