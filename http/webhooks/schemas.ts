import { publishedEvents } from '@dms/domain/shared/event-catalogue';
import { webhookDeliveryStatuses } from '@dms/domain/webhooks/reads';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';

const EventName = Enumeration(publishedEvents as readonly [string, ...string[]], { examples: ['InvoiceIssued'] });
const Url = Type.String({
  minLength: 8,
  maxLength: 2_000,
  pattern: '^https?://',
  examples: ['https://hooks.example/dms'],
  'x-refusal': 'must be an https:// URL',
});
const Events = Type.Array(EventName, {
  maxItems: 100,
  uniqueItems: true,
  description: 'What it is told of; of everything where none is named.',
});
const Description = Words(200, { examples: ['The accounts of the group'] });

const optional = {
  events: Type.Optional(Events),
  description: Type.Optional(Nullable(Description)),
  active: Type.Optional(Type.Boolean({ examples: [true] })),
};
export const CreateWebhook = Type.Object({ url: Url, ...optional });
export const EditWebhook = Type.Object(
  {
    url: Type.Optional(Url),
    ...optional,
    rotateSecret: Type.Optional(
      Type.Boolean({ description: 'Whether a new secret signs from now on; for a day the one before signs as well.', examples: [false] }),
    ),
  },
  { minProperties: 1 },
);

const fields = {
  id: Uuid,
  url: Type.String({ examples: ['https://hooks.example/dms'] }),
  events: Type.Array(EventName),
  description: Nullable(Type.String({ examples: ['The accounts of the group'] })),
  active: Type.Boolean({ examples: [true] }),
  formerSecretUntil: Nullable(InstantText),
  version: Type.Integer({ minimum: 1, examples: [1] }),
};
export const Webhook = Type.Object(
  {
    ...fields,
    secret: Nullable(
      Type.String({
        description: 'What signs, as Standard Webhooks writes it: told once, where it is new.',
        examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
      }),
    ),
  },
  { $id: 'Webhook' },
);
export const WebhookPage = Page(Type.Object({ ...fields, createdAt: InstantText }, { $id: 'WebhookRow' }));
export const WebhookQuery = pageQuery(['-createdAt'], {});

const Status = Enumeration(webhookDeliveryStatuses, { examples: ['delivered'] });
export const WebhookDeliveryQuery = pageQuery(['-createdAt'], { status: Type.Optional(Status) });
export const WebhookDelivery = Type.Object(
  {
    id: Uuid,
    eventId: Uuid,
    event: EventName,
    entityId: Uuid,
    status: Status,
    attempts: Type.Integer({ minimum: 0, examples: [1] }),
    result: Nullable(Type.String({ examples: ['It answered 200.'] })),
    lastError: Nullable(Type.String({ examples: ['It answered 503.'] })),
    nextAttemptAt: Nullable(InstantText),
    createdAt: InstantText,
    finishedAt: Nullable(InstantText),
  },
  { $id: 'WebhookDelivery' },
);
export const WebhookDeliveryPage = Page(WebhookDelivery);
