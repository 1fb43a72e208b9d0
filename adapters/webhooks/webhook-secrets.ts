import { createHmac } from 'node:crypto';
import type { WebhookSecrets } from '@dms/domain/webhooks/ports';

const PREFIX = 'whsec_';

/**
 * Secrets of webhooks, each made from the key of the installation, the webhook and its number: whoever reads the database learns none.
 * Another key makes all of them others.
 */
export const webhookSecrets = (key: string | undefined): WebhookSecrets => ({
  ready: key !== undefined,
  secretOf(webhookId, number) {
    if (key === undefined) throw new Error('WEBHOOK_SECRET_KEY is not set: nothing can be signed.');
    return PREFIX + createHmac('sha256', key).update(`webhook ${webhookId} ${number}`).digest('base64');
  },
  sign: (secret, content) =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
      .update(content)
      .digest('base64')}`,
});
