import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ShownAudience, StartBroadcast } from './schemas.ts';

const tags = ['notifications'] as const;

/** What many are told at once. */
export const broadcastRoutes: RoutesOf = ({ startBroadcast }) => [
  route({
    method: 'POST',
    url: '/notifications/broadcast',
    permission: 'notification.broadcast',
    operationId: 'startBroadcast',
    summary: 'Tells many the same',
    description:
      'Without `recipients` nothing is sent, and the answer says how many it would go to. With that figure it goes out, or waits for an approval. Offers go to customers who agreed to them; an emergency passes quiet hours.',
    tags,
    body: StartBroadcast,
    answers: { 200: ShownAudience, 201: ShownAudience },
    mayAsk: true,
    refuses: ['broadcast.audience'],
    handle: async ({ body: { serviceCenterIds = [], texts, ...body }, actor }) => {
      const worded = texts.map((text) => ({ ...text, dltTemplateId: text.dltTemplateId ?? null }));
      const shown = await startBroadcast({ ...body, serviceCenterIds, texts: worded }, actor);
      return shown.broadcastId === null ? ok(shown) : created(`/notifications/deliveries?entityId=${shown.broadcastId}`, shown);
    },
  }),
];
