import { toldWebhook } from '../../webhooks.ts';
import { D, M, type RowsOf } from '../row.ts';

export const webhookRows: RowsOf = (world) => ({
  'POST /webhooks': {
    subject: async () => ({ body: { url: 'https://hooks.example/dms' } }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
  'GET /webhooks': { expected: [M, M, D, D, D, D, D, D, D] },
  'GET /webhooks/:id': {
    subject: async () => ({ path: (await toldWebhook(world)).webhook }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
  'PATCH /webhooks/:id': {
    subject: async () => ({ path: (await toldWebhook(world)).webhook, body: { events: ['InvoiceIssued'] } }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
  'DELETE /webhooks/:id': {
    subject: async () => ({ path: (await toldWebhook(world)).webhook }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
  'GET /webhooks/:id/deliveries': {
    subject: async () => ({ path: `${(await toldWebhook(world)).webhook}/deliveries` }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
  'POST /webhooks/deliveries/:id/replay': {
    subject: async () => ({ path: `${(await toldWebhook(world)).deliveries[0]!}/replay` }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
});
