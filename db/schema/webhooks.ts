import { Webhook } from '@dms/domain/webhooks/webhook';
import { defineEntity } from '@mikro-orm/core';
import { flag, id, instant, integer, text, texts, version } from '../types/columns.ts';

export const WebhookSchema = defineEntity({
  class: Webhook,
  tableName: 'webhooks',
  properties: {
    id: id(),
    url: text(),
    events: texts(),
    description: text().nullable(),
    active: flag(),
    secretNumber: integer(),
    formerSecretUntil: instant().nullable(),
    deletedAt: instant().nullable(),
    version: version(),
  },
});
