import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { webhookCreated, webhookEdited, webhookRemoved, webhookSecretRotated } from '../events.ts';
import type { Webhooks, WebhookSecrets, WebhookSender } from '../ports.ts';
import { Webhook } from '../webhook.ts';
import { isSameValue } from '../../shared/same-value.ts';

type Fields = {
  readonly url: string;
  readonly events: readonly EventName[];
  readonly description: string | null;
  readonly active: boolean;
};
export type CreateWebhook = Pick<Fields, 'url'> & { readonly [Name in keyof Fields]?: Fields[Name] | undefined };
export type EditWebhook = {
  readonly webhookId: string;
  readonly version?: number | undefined;
  readonly rotateSecret?: boolean | undefined;
} & {
  readonly [Name in keyof Fields]?: Fields[Name] | undefined;
};
/** With the secret where it is a new one: it is told this once. */
export type Shown = { readonly webhook: Webhook; readonly secret: string | null };

type Deps = {
  readonly transact: Transact<{ readonly webhooks: Webhooks }>;
  readonly webhookSecrets: WebhookSecrets;
  readonly webhookSender: Pick<WebhookSender, 'refusalOf'>;
  readonly clock: Clock;
  readonly ids: Ids;
};

const refuseUnfit = ({ webhookSender }: Deps, url: string | undefined): void => {
  const refusal = url === undefined ? undefined : webhookSender.refusalOf(url);
  if (refusal !== undefined)
    throw new DomainError('webhook.refused', 'This address cannot be told anything.', { errors: [{ pointer: '/url', message: refusal }] });
};

/**
 * Tells somebody else's server of what happens from now on (WHK-01).
 * @throws DomainError `webhook.refused` for an address that may not be reached, or without a key to make secrets from, `access.denied`
 */
export const createWebhook =
  (deps: Deps) =>
  ({ url, events = [], description = null, active = true }: CreateWebhook, actor: Actor): Promise<Shown> =>
    deps.transact(actor, async ({ webhooks, record }) => {
      permit(actor, 'webhook.manage');
      if (!deps.webhookSecrets.ready)
        throw new DomainError('webhook.refused', 'There is no key to make secrets from: set WEBHOOK_SECRET_KEY first.');
      refuseUnfit(deps, url);
      const webhook = new Webhook({ id: deps.ids.next(), url, events, description, active });
      webhooks.add(webhook);
      record(webhookCreated(webhook));
      return { webhook, secret: deps.webhookSecrets.secretOf(webhook.id, webhook.secretNumber) };
    });

const changeable = ['url', 'events', 'description', 'active'] as const;

const presentForChange = async (webhooks: Webhooks, id: string, version: number | undefined): Promise<Webhook> => {
  const webhook = await webhooks.getForChange(id, everywhere);
  if (webhook.deletedAt !== null) throw absent('webhook');
  expectVersion(webhook, version);
  return webhook;
};

/**
 * Changes where to and of what it is told; with `rotateSecret` it is signed by a new secret, and for a day by the one before as well.
 * @throws DomainError `webhook.refused`, `entity.absent`, `version.stale`, `access.denied`
 */
export const editWebhook =
  (deps: Deps) =>
  ({ webhookId, version, rotateSecret = false, ...given }: EditWebhook, actor: Actor): Promise<Shown> =>
    deps.transact(actor, async ({ webhooks, record }) => {
      permit(actor, 'webhook.manage');
      const webhook = await presentForChange(webhooks, webhookId, version);
      refuseUnfit(deps, given.url);
      const changed = changeable.filter((field) => given[field] !== undefined && !isSameValue(given[field], webhook[field]));
      Object.assign(webhook, Object.fromEntries(changed.map((field) => [field, given[field]])));
      if (changed.length > 0) record(webhookEdited(webhook));
      if (!rotateSecret) return { webhook, secret: null };
      webhook.rotateSecret(deps.clock.now());
      record(webhookSecretRotated(webhook));
      return { webhook, secret: deps.webhookSecrets.secretOf(webhook.id, webhook.secretNumber) };
    });

/** @throws DomainError `entity.absent`, `version.stale`, `access.denied` */
export const removeWebhook =
  (deps: Deps) =>
  ({ webhookId, version }: { readonly webhookId: string; readonly version?: number | undefined }, actor: Actor): Promise<void> =>
    deps.transact(actor, async ({ webhooks, record }) => {
      permit(actor, 'webhook.manage');
      const webhook = await presentForChange(webhooks, webhookId, version);
      webhook.remove(deps.clock.now());
      record(webhookRemoved(webhook));
    });
