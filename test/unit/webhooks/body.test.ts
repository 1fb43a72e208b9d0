import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookEvent, WebhookSender } from '@dms/domain/webhooks/ports';
import { deliverWebhook } from '@dms/domain/webhooks/use-cases/deliver-webhook';
import { systemActor } from '@dms/domain/shared/actor';
import { fixedClock } from '@dms/domain/memory/clock';

test('WHK-01 what an event is about is told as it is, whatever its own data are called', async () => {
  const told: string[] = [];
  const webhook = { isListening: true, url: 'https://dealer.example/hook', secretsAt: () => [1] };
  const sender: Pick<WebhookSender, 'post'> = { post: async ({ body }) => (told.push(body), 200) };
  const deliver = deliverWebhook({
    transact: ((_: unknown, work: (unit: unknown) => unknown) => work({ webhooks: { get: async () => webhook } })) as never,
    webhookSecrets: { secretOf: () => 'secret', sign: () => 'v1,signed' } as never,
    webhookSender: sender as WebhookSender,
    clock: fixedClock(new Date('2026-11-22T04:30:00Z')),
  });
  const about = { version: 1, entityType: 'JobCard', entityId: 'the card', serviceCenterId: 'the branch' };
  const event = { ...about, id: 'event', name: 'JobCardMoved', occurredAt: '2026-11-22T04:30:00.000Z' };
  const data = { entityId: 'another', version: 7, from: 'created' };
  await deliver({ webhookId: 'hook', event: { ...event, data } as unknown as WebhookEvent }, systemActor('test'));
  assert.deepEqual((JSON.parse(told[0]!) as { data: unknown }).data, { ...about, from: 'created' });
});
